import { isObject, type StixObject } from '../rules/rule.ts';

/** The levels of the Traffic Light Protocol 2.0, from what anyone may see to what the fewest may. */
export const tlpLevels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type TlpLevel = (typeof tlpLevels)[number];

export function isAbove(level: TlpLevel, highest: TlpLevel): boolean {
  return tlpLevels.indexOf(level) > tlpLevels.indexOf(highest);
}

/** STIX 2.1 §7.2.1.4: the four markings of TLP 1.0, and those of TLP 2.0 that OASIS published as an extension. */
const published: ReadonlyMap<string, TlpLevel> = new Map([
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'clear'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'amber'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red'],
  ['marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487', 'clear'],
  ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'green'],
  ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'amber'],
  ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', 'amber+strict'],
  ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1', 'red'],
]);

/** The level of a marking that everyone knows, whether or not it is there. */
export function publishedTlp(id: string): TlpLevel | undefined {
  return published.get(id);
}

/** The extension by which markings of TLP 2.0 say their level. */
const TLP_2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/**
 * The level that a marking definition stands for, `none` where it is about something else. What calls itself a
 * TLP marking and cannot be read is `red`: a guard errs on that side.
 */
export function tlpOf(marking: StixObject): TlpLevel | 'none' {
  const { id, definition, definition_type: type, extensions, name } = marking;
  const levels = [
    typeof id === 'string' ? published.get(id) : undefined,
    isObject(definition) && 'tlp' in definition ? levelNamed(definition.tlp) : undefined,
    isObject(extensions) && isObject(extensions[TLP_2]) ? levelNamed(extensions[TLP_2].tlp_2_0) : undefined,
    typeof type === 'string' && /^tlp/i.test(type)
      ? levelNamed(/^tlp$/i.test(type) ? name : type)
      : undefined,
    typeof name === 'string' && /^tlp\b/i.test(name) ? levelNamed(name) : undefined,
  ].filter((level) => level !== undefined);
  return levels.reduce<TlpLevel | 'none'>(
    (highest, level) => (highest === 'none' || isAbove(level, highest) ? level : highest),
    'none',
  );
}

function levelNamed(name: unknown): TlpLevel {
  const word = (typeof name === 'string' ? name : '')
    .toLowerCase()
    .replace(/^tlp[:\s_-]*/, '')
    .replace(/[\s_-]/g, '+');
  if (word === 'white') return 'clear';
  return tlpLevels.find((level) => level === word) ?? 'red';
}

/** The level of a label such as `tlp:amber`, which tools that know no markings leave on objects. */
export function tlpOfLabel(label: string): TlpLevel | undefined {
  return /^tlp[:_-]/i.test(label) ? levelNamed(label) : undefined;
}
