import { describe } from '../../describe.ts';
import { characterSets } from '../../vocabularies/character-sets.ts';
import { encodings } from '../shared/encodings.ts';
import { observableRule } from '../shared/observables.ts';

export const characterSet = observableRule({
  code: 'stix/character-set',
  level: 'must',
  oasis: ['character_set'],
  section: '§3.9.1, §6.3.1, §6.7.1',
  types: [...encodings.keys()],
  message: (v: { name: string; found: string }) =>
    `"${v.name}" is ${v.found}, but must be the name of a character set as the IANA registry prefers it.`,
  help: 'Names are compared exactly: "UTF-8", not "utf-8"; where the registry has a preferred MIME name, that one.',
  check(object, report) {
    const name = encodings.get(object.type as string)!;
    const value = object[name];
    if (typeof value === 'string' && !characterSets().has(value))
      report([name], { name, found: describe(value) });
  },
});
