import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';

export const markingDefinitionType = rule({
  code: 'stix/marking-definition-type',
  level: 'should',
  oasis: ['201', 'marking-definition-type'],
  section: '§7.2.1',
  types: ['marking-definition'],
  message: (v: { type: string }) =>
    `"definition_type" is ${describe(v.type)}, where "statement" or "tlp" is expected.`,
  help: 'Define a marking of your own kind by an extension (§7.3), without "definition_type" and "definition".',
  check({ definition_type: type }, report) {
    if (typeof type === 'string' && type !== 'statement' && type !== 'tlp')
      report(['definition_type'], { type });
  },
});
