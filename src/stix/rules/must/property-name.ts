import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachOpenProperty } from '../shared/known-properties.ts';
import { LAX_NAME } from '../shared/names.ts';
import { withContained } from '../shared/observables.ts';

export const propertyName = rule({
  code: 'stix/property-name',
  level: 'must',
  section: '§3.1, §11.1.1',
  message: (v: { name: string }) =>
    `${describe(v.name)} is no name for a property: it must be 3 to 250 of a–z, 0–9 and "_", beginning with a letter.`,
  help: 'Rename the property, or move it into a dictionary, whose keys may be more.',
  check: withContained((object, report) => {
    eachOpenProperty(object, (name, _, base, isChecked) => {
      if (isChecked && !LAX_NAME.test(name)) report([...base, name], { name });
    });
  }),
});
