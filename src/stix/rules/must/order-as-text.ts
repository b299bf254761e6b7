import { rule } from '../rule.ts';
import { withContained } from '../shared/observables.ts';
import { type Disorder, disorder, orderOf, pairsOf } from '../shared/timestamp-order.ts';

export const orderAsText = rule({
  code: 'stix/order-as-text',
  level: 'must',
  basis: 'oasis',
  oasis: ['timestamp_compare', 'observable_timestamp_compare'],
  section: '§2.16',
  message: (v: Disorder) =>
    `"${v.last}" ${v.to} is not before "${v.first}" ${v.from}, but is for those who compare them as text.`,
  help: 'The OASIS validator reads at most six digits of a second, and compares as text beyond. Give both timestamps the same number of digits, six at most.',
  check: withContained((object, report) => {
    for (const pair of pairsOf(object.type))
      if (orderOf(object, pair) === 'oasis') report([pair.last], disorder(object, pair));
  }),
});
