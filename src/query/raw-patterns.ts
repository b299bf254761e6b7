import type { Pattern } from './patterns.ts';

/**
 * Regular expressions (RE2) over the text of a request as it arrives, for hosts that do not decode. They know
 * the encodings that clients send, and find every spelling of a parameter's name; a value in another encoding
 * is left to the symbol `other`, which is declined.
 */

// Printable ASCII but "%" and "&", in numbers, since configuration languages give the signs meanings of their own.
const PLAIN = '\\x21-\\x24\\x27-\\x7e';
const PLAIN_BUT_COMMA = '\\x21-\\x24\\x27-\\x2b\\x2d-\\x7e';

/** Every way to write a text in a query: each character plain or percent-encoded. */
export function anySpelling(text: string): string {
  return [...text].map(spellings).join('');
}

function spellings(character: string): string {
  const code = character.charCodeAt(0).toString(16).padStart(2, '0');
  const hex = [...code]
    .map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit))
    .join('');
  return `(?:${escapeRegex(character)}|%${hex})`;
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, (character) =>
    character === '-' || character === '/' ? character : `\\${character}`,
  );
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

const COLON = '(?::|%3[Aa])';
const LEAP_YEAR = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DAY =
  '(?:[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)' +
  `|${LEAP_YEAR}-02-29)`;

/** A calendar-valid instant in UTC; a leap second is left out. */
export const RAW_INSTANT = `${DAY}T(?:[01][0-9]|2[0-3])${COLON}[0-5][0-9]${COLON}[0-5][0-9](?:\\.[0-9]+)?Z`;

/** The same, with groups: year, month, day, hour, minute, second, and the fraction without its last zeros. */
export const RAW_INSTANT_PARTS = `([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2})${COLON}([0-9]{2})${COLON}([0-9]{2})(?:\\.((?:[0-9]*[1-9])?)0*)?Z`;

/** The part of a value pattern that can be read off undecoded text; undefined where none can. */
export function rawValue(pattern: Pattern): string | undefined {
  if (pattern.is === 'one-of') return pattern.values.map(escapeRegex).join('|');
  if (pattern.is === 'instant') return RAW_INSTANT;
  if (pattern.is !== 'matches' || pattern.ignoreCase) return undefined;
  return pattern.regex.replace(/^\^|\$$/g, '').replaceAll('[^,]', () => `[${PLAIN_BUT_COMMA}]`);
}
