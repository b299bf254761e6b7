import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachOpenProperty } from '../shared/known-properties.ts';
import { LAX_NAME } from '../shared/names.ts';
import { withContained } from '../shared/observables.ts';

const NAME = /^[a-z][a-z0-9_]{2,249}$/;

export const propertyNameRest = rule({
  code: 'stix/property-name-rest',
  level: 'must',
  basis: 'text',
  section: '§3.1, §11.1.1',
  message: (v: { name: string }) =>
    `${describe(v.name)} is no name for a property, though it begins or ends like one: it must be 3 to 250 of a–z, 0–9 and "_", beginning with a letter.`,
  help: 'Rename the property: words in lower case, with "_" between them. The OASIS validator lets it pass.',
  check: withContained((object, report) => {
    eachOpenProperty(object, (name, _, base, isChecked) => {
      if (NAME.test(name) || name === 'id' || (isChecked && !LAX_NAME.test(name))) return;
      report([...base, name], { name });
    });
  }),
});
