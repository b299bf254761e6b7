import { rule } from '../rule.ts';
import { withContained } from '../shared/observables.ts';
import { type Disorder, disorder, orderOf, spans } from '../shared/timestamp-order.ts';

export const lastBeforeFirst = rule({
  code: 'stix/last-before-first',
  level: 'must',
  oasis: ['timestamp_compare', 'observable_timestamp_compare'],
  section: '§4, §5.2, §6.12',
  types: [...spans.keys()],
  message: (v: Disorder) => `"${v.last}" ${v.to} is before "${v.first}" ${v.from}.`,
  help: 'The two may be the same, but the last cannot come before the first. Swap or correct them.',
  check: withContained((object, report) => {
    const pair = spans.get(object.type as string);
    if (pair && orderOf(object, pair) === 'wrong') report([pair.last], disorder(object, pair));
  }),
});
