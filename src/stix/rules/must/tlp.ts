import { describe } from '../../describe.ts';
import { isObject, rule } from '../rule.ts';

/** §7.2.1: the only markings of that type there are, by their ids. */
const levels: ReadonlyMap<unknown, string> = new Map([
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'white'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'amber'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red'],
]);

const properties: ReadonlySet<string> = new Set([
  'type',
  'spec_version',
  'id',
  'created',
  'definition_type',
  'name',
  'definition',
]);

export const tlp = rule({
  code: 'stix/tlp',
  level: 'must',
  section: '§7.2.1',
  types: ['marking-definition'],
  message: (v: { problem: string }) => `This is none of the four TLP markings of the standard: ${v.problem}.`,
  help: 'TLP markings are not made but taken, as the standard has them and with nothing added. For TLP 2.0 take the markings that OASIS published, which have an extension in place of a definition.',
  check(object, report) {
    const { id, name, created, definition } = object;
    if (object.definition_type !== 'tlp' || id === undefined) return;
    const level = levels.get(id);
    if (level === undefined) {
      report(['id'], { problem: `"id" is ${describe(id)}` });
      return;
    }
    const extra = Object.keys(object).find((property) => !properties.has(property));
    if (extra !== undefined) report([extra], { problem: `${describe(extra)} is added` });
    const expected = `TLP:${level.toUpperCase()}`;
    // In STIX 2.0, which says nothing of its version, they had no name
    const isNamed = name === undefined ? object.spec_version === undefined : name === expected;
    if (!isNamed && (name === undefined || typeof name === 'string'))
      report(name === undefined ? [] : ['name'], {
        problem: `"name" is ${describe(name)}, not "${expected}"`,
      });
    const date = '2017-01-20T00:00:00.000Z';
    if (created !== undefined && created !== date)
      report(['created'], { problem: `"created" is ${describe(created)}, not "${date}"` });
    if (object.spec_version === '2.0')
      report(['spec_version'], { problem: '"spec_version" is "2.0", not "2.1"' });
    const marked = isObject(definition) ? definition.tlp : undefined;
    // What is none of the four, the schema refuses
    if (marked !== level && [...levels.values()].some((other) => other === marked))
      report(['definition', 'tlp'], { problem: `the marking is "${marked}", not "${level}"` });
  },
});
