import type { FaultKind } from '../rules/rule.ts';

/** What a schema finds wrong. `expected` is the description of the schema's node. */
interface Values {
  readonly property: string;
  readonly found: string;
  readonly expected: string;
}

const mustBe = ({ property, found, expected }: Values) =>
  `"${property}" is ${found}, but must be ${expected}.`;

/** `found` is the key itself. */
const wrongKey = ({ found, expected }: Values) => `Found the key ${found}; expected ${expected}.`;

function fault(code: FaultKind<Values>['code'], section: string, help: string, message = mustBe) {
  return { code, level: 'must', section, message, help, isMixed: true } satisfies FaultKind<Values>;
}

/** The faults that schemas find, by the `x-code` of the schema's node. */
export const schemaFaults: ReadonlyMap<string, FaultKind<Values>> = new Map(
  [
    fault(
      'stix/missing-property',
      '§3.1, §3.2, §4–§7',
      'Add it: the table of the type in STIX 2.1 says what it holds; §3.2 says which common properties a type must have.',
      ({ property, expected }) => `The required property "${property}" of ${expected} is missing.`,
    ),
    fault(
      'stix/missing-one-of',
      '§2.5.2, §4–§7',
      'Add one of the properties that it may have; the table of the type in STIX 2.1 lists them.',
      ({ expected }) => `Properties are missing: this must be ${expected}.`,
    ),
    fault(
      'stix/only-one-of',
      '§4–§7',
      'Keep one of the properties named, and remove the others.',
      ({ expected }) => `Properties exclude each other: this must be ${expected}.`,
    ),
    fault(
      'stix/forbidden-property',
      '§3.2, §4–§7',
      'Remove it, or mend what forbids it.',
      ({ property, expected }) => `"${property}" must be left out: ${expected}.`,
    ),
    fault(
      'stix/wrong-property',
      '§2, §3.2, §4–§7',
      'The table of the type in STIX 2.1 says what the property holds, and §2 how such values are written.',
    ),
    fault(
      'stix/empty-value',
      '§2.3, §2.12',
      'STIX has no empty lists, no empty dictionaries and no null: fill it, or leave it out where it is optional.',
    ),
    fault(
      'stix/identifier',
      '§2.9',
      'An identifier is the type, two hyphens and a UUID (RFC 4122): a random one, version 4, for SDOs, SROs, meta objects and bundles; version 5, made of the content, for most SCOs.',
    ),
    fault(
      'stix/reference-form',
      '§2.9, §3.3',
      'A reference is the identifier of another object, as it stands in its "id".',
    ),
    fault(
      'stix/reference-target',
      '§3.2, §3.3, §4–§7',
      'The property refers to objects of certain types only; refer to one of those.',
    ),
    fault(
      'stix/timestamp',
      '§2.16, §3.2',
      'Write the date and time in UTC with "Z" (RFC 3339), a day that the calendar has, and, for created and modified, at least three digits of a second.',
    ),
    fault('stix/hex', '§2.8', 'Write every byte as two hexadecimal digits, letters in lower case.'),
    fault(
      'stix/binary',
      '§2.1',
      'Encode the bytes in base64 (RFC 4648 §4), with its padding and without line breaks.',
    ),
    fault('stix/hash', '§2.5.1, §2.7', 'Correct the hash, or the name of its algorithm.'),
    fault('stix/address', '§6.4, §6.5, §6.8–§6.10', 'Correct the form of the address.'),
    fault('stix/dictionary-key', '§2.3', 'Rename the key.', wrongKey),
    fault(
      'stix/extension-key',
      '§3.2, §3.10, §7.3',
      'Key the extension by the id of its extension definition, or by the name of a predefined extension.',
      wrongKey,
    ),
    fault('stix/selector', '§7.2.3', 'A selector is a path of names and [n], joined by dots.'),
    fault('stix/type', '§3.1, §3.2', 'Correct the type.'),
    fault('stix/spec-version', '§3.2', 'Objects of STIX 2.1 say "2.1".'),
    fault('stix/enum', '§2.4, §10', 'The vocabulary is closed: use one of its values.'),
  ].map((made) => [made.code, made]),
);

/** Found in place of an object. */
export const notAnObject = {
  code: 'stix/not-an-object',
  level: 'must',
  section: '§1.2.10, §8.1',
  message: ({ found }: { found: string }) => `Found ${found} where a STIX object was expected.`,
  help: 'A STIX object is a JSON object with "type" and "id".',
} satisfies FaultKind<{ found: string }>;
