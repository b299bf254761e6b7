import { rule } from '../rule.ts';
import { type Disorder, disorder, orderOf, versionPair } from '../shared/timestamp-order.ts';

export const modifiedBeforeCreated = rule({
  code: 'stix/modified-before-created',
  level: 'must',
  oasis: ['timestamp_compare'],
  section: '§3.2, §3.6.1',
  message: (v: Disorder) => `"modified" ${v.to} is before "created" ${v.from}.`,
  help: 'The first version of an object has the same in both, every later one a later "modified". A fraction of a millisecond counts.',
  check(object, report) {
    if (orderOf(object, versionPair) === 'wrong') report(['modified'], disorder(object, versionPair));
  },
});
