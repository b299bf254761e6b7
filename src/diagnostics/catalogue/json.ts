import { type Entries, error } from './entry.ts';

/** Texts that are no JSON, or that two readers would read differently. */
export const json = {
  'json/not-utf8': error(
    (_: Record<string, never>) => 'The file is not UTF-8.',
    'STIX 2.1 §2.15: strings are UTF-8. Save the file as UTF-8 without a byte order mark.',
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
} satisfies Entries;
