import { shorten } from '../diagnostics/shorten.ts';
import type { Path } from './rules/rule.ts';

/** Of a name in a message, no more is shown. */
const LONGEST_STEP = 80;

/** A path for a message, such as "labels.0". */
export function placeIn(path: Path): string {
  return path.map((step) => shorten(String(step), LONGEST_STEP)).join('.');
}

/** A value in a few words, for a message. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
  if (typeof value === 'string' && value.length > 80) return JSON.stringify(`${value.slice(0, 77)}…`);
  return JSON.stringify(value);
}
