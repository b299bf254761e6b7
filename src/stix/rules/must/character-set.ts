import { describe } from '../../describe.ts';
import { characterSets } from '../../vocabularies/character-sets.ts';
import { rule } from '../rule.ts';
import { withContained } from '../shared/contained.ts';

/** The properties of §6 that name an encoding, by their types. */
export const encodings: ReadonlyMap<unknown, string> = new Map([
  ['directory', 'path_enc'],
  ['file', 'name_enc'],
]);

export const characterSet = rule({
  code: 'stix/character-set',
  level: 'must',
  oasis: ['character_set'],
  section: '§3.9.1, §6.3.1, §6.7.1',
  types: ['directory', 'file', 'observed-data'],
  message: (v: { name: string; found: string }) =>
    `"${v.name}" is ${v.found}, but must be the name of a character set as the IANA registry prefers it.`,
  help: 'Names are compared exactly: "UTF-8", not "utf-8"; where the registry has a preferred MIME name, that one.',
  check: withContained((object, report) => {
    const name = encodings.get(object.type);
    const value = name === undefined ? undefined : object[name];
    if (typeof value === 'string' && !characterSets().has(value))
      report([name!], { name: name!, found: describe(value) });
  }),
});
