/**
 * Parameters of a request as it arrives, as regular expressions (RE2) for hosts that do not decode: they find every
 * spelling of a parameter's name.
 *
 * CloudFront's function makes these expressions itself, so this keeps to what its runtime knows: no spread.
 */

// Printable ASCII but "%" and "&", in numbers, since configuration languages give the signs meanings of their own.
const PLAIN = '\\x21-\\x24\\x27-\\x7e';

/** Every way to write a text in a query: each character plain or percent-encoded. */
export function anySpelling(text: string): string {
  made[text] = made[text] || text.split('').map(spellings).join('');
  return made[text]!;
}

/** A function at the edge asks for the same few names many times. */
const made: Record<string, string> = {};

function spellings(character: string): string {
  const code = character.charCodeAt(0).toString(16).padStart(2, '0');
  const hex = code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return `(?:${escapeRegex(character)}|%${hex})`;
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The query has the parameter, with this value. */
export function hasValue(name: string, value: string): string {
  return `(?:^|&)${anySpelling(name)}=(?:${value})(?:&|$)`;
}

export function isPresent(name: string): string {
  return `(?:^|&)${anySpelling(name)}(?:[=&]|$)`;
}

export function isRepeated(name: string): string {
  return `(?:^|&)${anySpelling(name)}(?:=[^&]*)?&(?:.*&)?${anySpelling(name)}(?:[=&]|$)`;
}

/** Its value is not plain text: it holds an escape, or bytes that no client should send. */
export function isEncoded(name: string): string {
  return `(?:^|&)${anySpelling(name)}=[^&]*[^${PLAIN}&][^&]*(?:&|$)`;
}
