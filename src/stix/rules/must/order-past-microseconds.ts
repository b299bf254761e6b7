import { rule } from '../rule.ts';
import { withContained } from '../shared/observables.ts';
import { type Disorder, disorder, orderOf, pairsOf } from '../shared/timestamp-order.ts';

export const orderPastMicroseconds = rule({
  code: 'stix/order-past-microseconds',
  level: 'must',
  basis: 'text',
  section: '§3.6.1, §4, §5, §6.12',
  message: (v: Disorder) => `"${v.last}" ${v.to} does not come after "${v.first}" ${v.from} as it must.`,
  help: 'The timestamps have more digits of a second than most software reads, and these count. Correct one of them; six digits are enough.',
  check: withContained((object, report) => {
    for (const pair of pairsOf(object.type))
      if (orderOf(object, pair) === 'text') report([pair.last], disorder(object, pair));
  }),
});
