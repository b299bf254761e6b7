import { rule } from '../rule.ts';
import { reservedNames, typesWithAnyNames } from '../shared/names.ts';
import { withContained } from '../shared/observables.ts';

export const reservedName = rule({
  code: 'stix/reserved-name',
  level: 'must',
  section: '§3.8',
  message: (v: { name: string }) => `The name "${v.name}" is reserved for a later version of STIX.`,
  help: 'Give the property a name of its own, such as one that begins with "x_" and who defined it.',
  check: withContained((object, report) => {
    for (const name of reservedNames)
      if (object[name] !== undefined && !typesWithAnyNames.has(object.type)) report([name], { name });
  }),
});
