import { rule } from '../rule.ts';
import { typesWithAnyNames } from '../shared/names.ts';
import { withContained } from '../shared/observables.ts';

export const reservedPhoneNumbers = rule({
  code: 'stix/reserved-phone-numbers',
  level: 'must',
  basis: 'oasis',
  section: '§3.8',
  message: () =>
    'The OASIS validator refuses the name "phone_numbers", which the standard reserves in the singular.',
  help: 'Give the property a name of its own, such as one that begins with "x_" and who defined it.',
  check: withContained((object, report) => {
    if (object.phone_numbers !== undefined && !typesWithAnyNames.has(object.type))
      report(['phone_numbers'], {});
  }),
});
