import { rule } from '../rule.ts';
import { reservedNames, typesWithAnyNames } from '../shared/names.ts';
import { withContained } from '../shared/observables.ts';

export const reservedNameRest = rule({
  code: 'stix/reserved-name-rest',
  level: 'must',
  basis: 'text',
  section: '§3.8',
  message: (v: { name: string }) => `The name "${v.name}" is reserved for a later version of STIX.`,
  help: 'Give the property a name of its own, such as one that begins with "x_" and who defined it. The OASIS validator lets this one pass.',
  check: withContained((object, report) => {
    if (object.phone_number !== undefined) report(['phone_number'], { name: 'phone_number' });
    if (!typesWithAnyNames.has(object.type)) return;
    for (const name of reservedNames) if (object[name] !== undefined) report([name], { name });
  }),
});
