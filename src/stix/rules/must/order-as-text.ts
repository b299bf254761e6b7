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
    `"${v.last}" ${v.to} is before "${v.first}" ${v.from} for those who compare them as text.`,
  help: 'The OASIS validator compares as text where a timestamp has more than six digits of a second, or is no day of the calendar. Give both the same number of digits, six at most.',
  check: withContained((object, report) => {
    for (const pair of pairsOf(object.type))
      if (orderOf(object, pair) === 'oasis') report([pair.last], disorder(object, pair));
  }),
});
