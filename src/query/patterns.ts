import { isInstant } from '../json/instant.ts';

/**
 * What a value of a request may look like. A closed list, so that every host can print each of them in its own
 * language. The regular expressions stay within RE2: no look-around, no back-references, linear in time.
 */
export type Pattern =
  | { readonly is: 'absent' }
  /** Given more than once. */
  | { readonly is: 'repeated' }
  | { readonly is: 'one-of'; readonly values: readonly string[] }
  | { readonly is: 'matches'; readonly regex: string; readonly ignoreCase?: boolean }
  /** A calendar-valid RFC 3339 instant in UTC. */
  | { readonly is: 'instant' }
  /** Values parted by commas, each one of the words or an instant, none of them twice. */
  | { readonly is: 'distinct-versions'; readonly words: readonly string[] };

/** @param values all that a request gives for one dimension, decoded; undefined where one cannot be decoded */
export function matches(pattern: Pattern, values: readonly (string | undefined)[]): boolean {
  if (pattern.is === 'absent') return values.length === 0;
  if (pattern.is === 'repeated') return values.length > 1;
  const value = values[0];
  return value !== undefined && matchesValue(pattern, value);
}

function matchesValue(pattern: Exclude<Pattern, { is: 'absent' | 'repeated' }>, value: string): boolean {
  switch (pattern.is) {
    case 'one-of':
      return pattern.values.includes(value);
    case 'matches':
      return new RegExp(pattern.regex, pattern.ignoreCase ? 'iu' : 'u').test(value);
    case 'instant':
      return isInstant(value);
    case 'distinct-versions':
      return isDistinctVersions(pattern.words, value.split(','));
  }
}

function isDistinctVersions(words: readonly string[], values: readonly string[]): boolean {
  return new Set(values).size === values.length && values.every((v) => words.includes(v) || isInstant(v));
}
