import { rule } from '../rule.ts';
import { type Disorder, disorder, orderOf, strictSpans } from '../shared/timestamp-order.ts';

export const endNotAfterStart = rule({
  code: 'stix/end-not-after-start',
  level: 'must',
  oasis: ['timestamp_compare'],
  section: '§4.7.1, §5.1.2',
  types: [...strictSpans.keys()],
  message: (v: Disorder) => `"${v.last}" ${v.to} is not after "${v.first}" ${v.from}.`,
  help: 'The end must come after the start; the same moment is not enough. Correct one of them, or leave the end out.',
  check(object, report) {
    const pair = strictSpans.get(object.type as string)!;
    if (orderOf(object, pair) === 'wrong') report([pair.last], disorder(object, pair));
  },
});
