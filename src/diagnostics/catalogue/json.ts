import { type Entries, error } from './entry.ts';

/** Texts that are no JSON, or that two readers would read differently. */
export const json = {
  'json/not-utf8': error(
    (v: { found: string }) => `Found ${v.found}, which is not UTF-8.`,
    'STIX 2.1 §2.15, RFC 8259 §8.1: JSON is UTF-8. Save the file as UTF-8 without a byte order mark.',
  ),
  'json/byte-order-mark': error(
    (_: Record<string, never>) => 'The file begins with a byte order mark; JSON begins with its first token.',
    'RFC 8259 §8.1: save the file as UTF-8 without a byte order mark.',
  ),
  'json/syntax': error(
    (v: { found: string; expected: string }) => `Found ${v.found} where ${v.expected} was expected.`,
    'The file is not well-formed JSON (RFC 8259). Mend it at the place shown.',
  ),
  'json/duplicate-name': error(
    (v: { name: string }) => `The name "${v.name}" stands twice in one object.`,
    'RFC 7493 §2.3: readers disagree on which of the two counts. Remove one.',
  ),
  'json/lone-surrogate': error(
    (v: { escape: string }) =>
      `"${v.escape}" is half of a surrogate pair, whose other half is not beside it.`,
    'STIX 2.1 §2.15, RFC 7493 §2.1: strings hold characters, and a half is none. Write the whole pair, or the character itself.',
  ),
  'json/number-range': error(
    (v: { number: string }) => `The number ${v.number} is beyond what a double holds (IEEE 754).`,
    'STIX 2.1 §2.6, RFC 7493 §2.2: readers make infinity or 0 of it. Write a number nearer to 1, or a string.',
  ),
  'json/too-large': error(
    (v: { found: string }) => `The value has ${v.found}.`,
    'Split it, or keep what is large outside of STIX and refer to it by "url" and "hashes".',
  ),
  'json/too-many-faults': error(
    (v: { refused: number }) =>
      `${v.refused} objects of the file cannot be published; those that follow were not read.`,
    'Mend those that are told of; they have most likely one cause.',
  ),
} satisfies Entries;
