import { fromMicroseconds, toMicroseconds } from '../json/instant.ts';
import { type Boundary, START } from '../query/cursor.ts';

/** A day or an hour in UTC, for hosts that can look a word up but cannot compare moments. */
export interface Period {
  /** How its timestamps begin: `2026-01-31`, or `2026-01-31T09`. */
  readonly key: string;
  /** What `added_after` leads to when it begins. */
  readonly cursor: string;
  /** In its course, ascending. */
  readonly boundaries: readonly Boundary[];
}

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

/** Every day from the first boundary's to the last one's, those without a boundary included. */
export function boundaryDays(boundaries: readonly Boundary[]): Period[] {
  const [first, last] = [boundaries[0], boundaries.at(-1)];
  if (!first || !last) return [];
  const start = Math.floor(first.from / DAY) * DAY;
  return split({ start, end: last.from + 1, step: DAY, keyLength: 10 }, boundaries, START);
}

/** Of all collections, as `boundaryDays` has them. */
export function countDays(collections: ReadonlyMap<string, readonly Boundary[]>): number {
  let days = 0;
  for (const own of collections.values()) days += boundaryDays(own).length;
  return days;
}

/** The hours of a day, those without a boundary included. */
export function boundaryHours({ key, cursor, boundaries }: Period): Period[] {
  const start = toMicroseconds(`${key}T00:00:00Z`);
  return split({ start, end: start + DAY, step: HOUR, keyLength: 13 }, boundaries, cursor);
}

/** All in microseconds, but for the length of keys in characters. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly keyLength: number;
}

function split(
  { start, end, step, keyLength }: Span,
  boundaries: readonly Boundary[],
  cursor: string,
): Period[] {
  const periods: Period[] = [];
  let index = 0;
  let current = cursor;
  for (let at = start; at < end; at += step) {
    const from = index;
    while (index < boundaries.length && boundaries[index]!.from < at + step) index += 1;
    const own = boundaries.slice(from, index);
    periods.push({ key: fromMicroseconds(at).slice(0, keyLength), cursor: current, boundaries: own });
    current = own.at(-1)?.cursor ?? current;
  }
  return periods;
}
