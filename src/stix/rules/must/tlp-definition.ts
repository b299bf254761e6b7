import { describe } from '../../describe.ts';
import { isObject, rule } from '../rule.ts';

export const tlpDefinition = rule({
  code: 'stix/tlp-definition',
  level: 'must',
  basis: 'text',
  section: '§7.2.1',
  types: ['marking-definition'],
  message: (v: { name: string }) =>
    `${describe(v.name)} is added to the definition of a TLP marking, which has "tlp" alone.`,
  help: 'Remove it: TLP markings are taken as the standard has them. The OASIS validator does not look here.',
  check({ definition_type, definition }, report) {
    if (definition_type !== 'tlp' || !isObject(definition)) return;
    for (const name of Object.keys(definition)) if (name !== 'tlp') report(['definition', name], { name });
  },
});
