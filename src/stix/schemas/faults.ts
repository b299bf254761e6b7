import type { FaultKind } from '../rules/rule.ts';

/** What a schema finds wrong. `expected` is the description of the schema's node. */
interface Values {
  readonly property: string;
  readonly found: string;
  readonly expected: string;
}

const mustBe = ({ property, found, expected }: Values) =>
  `"${property}" is ${found}, but must be ${expected}.`;

function fault(code: FaultKind<Values>['code'], section: string, help: string, message = mustBe) {
  return { code, level: 'must', section, message, help, isMixed: true } satisfies FaultKind<Values>;
}

/** The faults that schemas find, by the `x-code` of the schema's node. */
export const schemaFaults: ReadonlyMap<string, FaultKind<Values>> = new Map(
  [
    fault(
      'stix/missing-property',
      '§3.2, §4–§7',
      'Add it: the table of the type in STIX 2.1 says what it holds; §3.2 says which common properties a type must have.',
      ({ property, expected }) => `The required property "${property}" of ${expected} is missing.`,
    ),
    fault(
      'stix/missing-one-of',
      '§4–§7',
      'Add one of the properties named.',
      ({ expected }) => `Properties are missing: this must be ${expected}.`,
    ),
    fault(
      'stix/only-one-of',
      '§4–§7',
      'Keep one of the properties named, and only one.',
      ({ expected }) => `Properties exclude each other: this must be ${expected}.`,
    ),
    fault(
      'stix/forbidden-property',
      '§4–§7',
      'Remove it, or mend what forbids it.',
      ({ property, expected }) =>
        property ? `"${property}" cannot be here: expected is ${expected}.` : `Expected is ${expected}.`,
    ),
    fault('stix/wrong-property', '§4–§7', 'The table of the type in STIX 2.1 says what the property holds.'),
    fault(
      'stix/empty-value',
      '§2.3, §2.8',
      'STIX knows no empty lists, empty dictionaries and no null: leave the property out.',
    ),
    fault(
      'stix/identifier',
      '§2.9',
      'An identifier is the type, two hyphens and a UUID (RFC 4122): any version 4 for an SDO, SRO or meta object, a version 5 by §2.9 for most SCOs.',
    ),
    fault(
      'stix/reference-form',
      '§2.9',
      'A reference is the identifier of another object, as it stands in its "id".',
    ),
    fault(
      'stix/reference-target',
      '§4–§7',
      'The property refers to objects of certain types only; refer to one of those.',
    ),
    fault(
      'stix/timestamp',
      '§2.13, §3.2',
      'Write the date and time in UTC with "Z" (RFC 3339), a day that the calendar has, and, for created and modified, at least three digits of a second.',
    ),
    fault('stix/hex', '§2.6', 'Write every byte as two hexadecimal digits.'),
    fault(
      'stix/binary',
      '§2.1',
      'Encode the bytes in base64 (RFC 4648 §4), with its padding and without line breaks.',
    ),
    fault('stix/hash', '§2.7', 'Correct the hash, or the name of its algorithm.'),
    fault(
      'stix/url',
      '§2.5, §6.15',
      'Percent-encode what RFC 3986 does not allow in a URL, blanks above all.',
    ),
    fault('stix/address', '§6', 'Correct the form of the address.'),
    fault('stix/dictionary-key', '§2.3', 'Rename the key.'),
    fault(
      'stix/extension-key',
      '§3.2, §7.3',
      'Key the extension by the id of its extension definition, or by the name of a predefined extension.',
    ),
    fault('stix/selector', '§7.2.3.1', 'A selector is a path of property names and [n], joined by dots.'),
    fault('stix/type', '§3.1', 'Correct the type.'),
    fault('stix/spec-version', '§3.2', 'Objects of STIX 2.1 say "2.1".'),
    fault('stix/enum', '§10', 'The vocabulary is closed: use one of its values.'),
  ].map((made) => [made.code, made]),
);

/** Found in place of an object. */
export const notAnObject = {
  code: 'stix/not-an-object',
  level: 'must',
  section: '§3.1',
  message: ({ found }: { found: string }) => `Found ${found} where a STIX object was expected.`,
  help: 'A STIX object is a JSON object with "type" and "id".',
} satisfies FaultKind<{ found: string }>;
