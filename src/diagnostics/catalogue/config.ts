import { type Entries, error } from './entry.ts';

/** site.yaml, api-root.yaml and collection.yaml. */
export const config = {
  'config/yaml': error(
    (v: { reason: string }) => `This is not well-formed YAML: ${v.reason}.`,
    'Mend the file at the place shown.',
  ),
  'config/unknown-key': error(
    (v: { key: string; known: string }) => `"${v.key}" is no key of this file; it knows ${v.known}.`,
    'Remove the key or correct its spelling.',
  ),
  'config/missing-key': error(
    (v: { key: string }) => `The key "${v.key}" is missing.`,
    'Add it; the sample content in content/ shows every key with a comment.',
  ),
  'config/wrong-value': error(
    (v: { key: string; found: string; expected: string }) =>
      `"${v.key}" is ${v.found}, but must be ${v.expected}.`,
    'Correct the value. Values that look like numbers or dates and are meant as text need quotes.',
  ),
  'config/reserved-name': error(
    (v: { name: string; what: string; used: string }) =>
      `The folder name "${v.name}" cannot name ${v.what}: ${v.used}.`,
    'Rename the folder, or the file if the folder is meant to be left out. Names of API roots are lower-case letters, digits, "-", "_" and ".", begin with a letter or digit, and become part of their URLs.',
  ),
  'config/missing-file': error(
    (v: { folder: string; file: string }) =>
      `The folder ${v.folder} holds no ${v.file}, so it would not be published.`,
    'Add the file, or give the folder a name that begins with "_" or "." to leave it out.',
  ),
  'config/unknown-api-root': error(
    (v: { name: string; known: string }) =>
      `defaultApiRoot is "${v.name}", but the API roots are ${v.known}.`,
    'TAXII 2.1 §4.1.1: the default must be one of the API roots. Name an existing one.',
  ),
  'config/no-api-root': error(
    (_: Record<string, never>) => 'The content folder holds no API root.',
    'Make a folder with an api-root.yaml in it; each of its folders with a collection.yaml is a collection.',
  ),
  'config/unused-exception': error(
    (v: { code: string; what: string }) =>
      `The exception for ${v.code} (${v.what}) excuses nothing: no such finding is there.`,
    'Remove it from validation.accept, or correct its code, id and release. An exception that matches nothing may hide the next fault.',
  ),
  'config/duplicate': error(
    (v: { key: string; value: string; other: string }) =>
      `The ${v.key} "${v.value}" is taken by ${v.other} already.`,
    'Collection ids are unique on a server, titles too (many clients choose a collection by its title), aliases within an API root (TAXII 2.1 §5.2.1).',
  ),
} satisfies Entries;
