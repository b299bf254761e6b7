import { rule } from '../rule.ts';

export const extensionDescription = rule({
  code: 'stix/extension-description',
  level: 'should',
  oasis: ['305', 'extension-description'],
  section: '§7.3.1',
  types: ['extension-definition'],
  message: () => 'The extension definition has no "description".',
  help: 'Describe what data the extension holds and how it is meant to be used.',
  check({ description }, report) {
    if (description === undefined) report([], {});
  },
});
