import { describe } from '../../describe.ts';
import { eachWrongHashName, hashedTypes } from '../shared/hash-names.ts';
import { observableRule } from '../shared/observables.ts';

/** What STIX 2.0 (part 4, §2.5) has as the most. */
const LONGEST = 30;

export const hashNameLength = observableRule({
  code: 'stix/hash-name-length',
  level: 'should',
  oasis: ['150', 'hash-length'],
  section: '§2.7',
  message: (v: { name: string }) =>
    `The hash is named ${describe(v.name)}, a name of more than ${LONGEST} characters.`,
  help: 'Give the hash algorithm the name by which it is known in §10.7, or a shorter one: some keep no more than 30 characters, which was the limit in STIX 2.0.',
  types: hashedTypes,
  check: (observable, report) =>
    eachWrongHashName(
      observable,
      (name) => name.length <= LONGEST,
      (name, path) => report(path, { name }),
    ),
});
