import { fromMicroseconds } from '../json/instant.ts';
import { type DatedRelease, dateAdded, lastDateAdded } from '../taxii/date-added.ts';

/**
 * A cursor names a place in a view by the `date_added` of the entry before it, which never changes. So the
 * same name serves `next` and `added_after`, and stays good whatever is published later.
 */
export const START = 'start';

/** What a cursor may look like, as a regular expression (RE2). */
export const CURSOR = 'start|[0-9]{8}T[0-9]{6}-[0-9]{0,6}';

/** `2026-01-31T12:00:00.000120Z` is `20260131T120000-00012`: no ":" for file systems, one spelling per moment. */
export function cursorOf(micros: number): string {
  return fromMicroseconds(micros)
    .replace(/[:-]|0*Z$/g, '')
    .replace('.', '-');
}

/** The cursor that stands before log number `n`: how the entry before it is dated. */
export function cursorBefore(releases: readonly DatedRelease[], n: number): string {
  return n === 0 ? START : cursorOf(dateAdded(releases, n - 1));
}

/**
 * From a moment on, what `added_after` leads to: a cursor, or `inside` where the moment lies between the
 * objects of one release, so that only a moment which is a cursor by itself has a page.
 */
export interface Boundary {
  /** Microseconds since 1970. */
  readonly from: number;
  readonly cursor: string;
}

export const INSIDE = 'inside';

/** The moments at which the answer to `added_after` changes, ascending; before the first one it is `start`. */
export function boundariesOf(releases: readonly DatedRelease[]): Boundary[] {
  return releases.flatMap((release) => {
    if (release.count === 0) return [];
    const last = lastDateAdded(release);
    const end = { from: last, cursor: cursorOf(last) };
    return release.count === 1 ? [end] : [{ from: dateAdded(releases, release.first), cursor: INSIDE }, end];
  });
}

/** The cursor for `added_after`, whose page may or may not exist where the moment lies inside a release. */
export function cursorAfter(boundaries: readonly Boundary[], micros: number): string {
  let low = 0;
  let high = boundaries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (boundaries[middle]!.from <= micros) low = middle + 1;
    else high = middle;
  }
  const { cursor } = boundaries[low - 1] ?? { cursor: START };
  return cursor === INSIDE ? cursorOf(micros) : cursor;
}

/**
 * The `next` token of level 2: the collection, the view, the largest size of page that begins here, as a power
 * of ten, and the cursor.
 */
export function printPageToken(collection: string, view: string, power: number, cursor: string): string {
  return `2.${collection}.${view}.${power}.${cursor}`;
}
