import { elements, rule } from '../rule.ts';

export const extensionProperties = rule({
  code: 'stix/extension-properties',
  level: 'should',
  oasis: ['306', 'extension-properties'],
  section: '§7.3.1',
  types: ['extension-definition'],
  message: () => '"extension_types" has toplevel-property-extension, but there is no "extension_properties".',
  help: 'List in "extension_properties" the names of the properties that the extension adds to objects.',
  check({ extension_types: types, extension_properties: properties }, report) {
    if (properties === undefined && elements(types).includes('toplevel-property-extension')) report([], {});
  },
});
