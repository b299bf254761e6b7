import { rule } from '../rule.ts';
import { emptinessOf } from '../shared/emptiness.ts';
import { eachOpenProperty } from '../shared/known-properties.ts';
import { withContained } from '../shared/observables.ts';

export const emptyCustomProperty = rule({
  code: 'stix/empty-custom-property',
  level: 'must',
  section: '§2.12',
  message: (v: { name: string; found: string }) =>
    `"${v.name}" is ${v.found}, but a property must hold a value or not be there.`,
  help: 'Leave the property out. STIX knows neither null nor empty lists.',
  check: withContained((object, report) => {
    eachOpenProperty(object, (name, value, base, isChecked) => {
      if (!isChecked) return;
      const found = emptinessOf(value);
      if (found !== undefined) report([...base, name], { name, found });
    });
  }),
});
