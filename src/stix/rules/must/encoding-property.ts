import { describe } from '../../describe.ts';
import { characterSets } from '../../vocabularies/character-sets.ts';
import { rule } from '../rule.ts';
import { encodings } from '../shared/encodings.ts';
import { withContained } from '../shared/observables.ts';

export const encodingProperty = rule({
  code: 'stix/encoding-property',
  level: 'must',
  basis: 'text',
  section: '§3.1, §3.9.1',
  message: (v: { name: string; problem: string }) => `"${v.name}" ${v.problem}.`,
  help: 'A property that ends in "_enc" names the character set (IANA) in which the text of its sibling, of the same name without that ending, was found.',
  check: withContained((object, report) => {
    for (const name in object) {
      if (!name.endsWith('_enc')) continue;
      const sibling = name.slice(0, -4);
      const value = object[name];
      if (!Object.hasOwn(object, sibling))
        report([name], { name, problem: `is here, but not "${sibling}", whose encoding it would tell` });
      else if (
        encodings.get(object.type as string) !== name &&
        !(typeof value === 'string' && characterSets().has(value))
      )
        report([name], { name, problem: `is ${describe(value)}, but must be a character set (IANA)` });
    }
  }),
});
