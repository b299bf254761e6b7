import type { Pattern } from './patterns.ts';
import { escapeRegex } from './raw-parameters.ts';

/**
 * Values as they stand in a request that is not decoded, as regular expressions (RE2). They know the encodings that
 * clients send; a value in another encoding is left to the symbol `other`, which is declined.
 */

// Printable ASCII but "%", "&" and ",", in numbers, since configuration languages give the signs meanings of their own.
const PLAIN_BUT_COMMA = '\\x21-\\x24\\x27-\\x2b\\x2d-\\x7e';

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
