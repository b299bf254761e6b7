/**
 * `date_added` of every object version of a collection (TAXII 2.1 §3.3, §5.3.1).
 *
 * Versions are numbered in the order in which they were published. Each has its own microsecond: the date of
 * its release plus its place in the release. The last one of a release falls on a whole millisecond, because
 * one big client cuts `X-TAXII-Date-Added-Last` to milliseconds and would fetch the tail again at every poll.
 */

/** A release as far as dates are concerned: when it was made, and its first number in the log. */
export interface DatedRelease {
  /** Microseconds since 1970, on a whole millisecond. */
  readonly micros: number;
  readonly first: number;
  readonly count: number;
}

const MILLISECOND = 1000;

/** The `date_added`, in microseconds, of log number `n`. */
export function dateAdded(releases: readonly DatedRelease[], n: number): number {
  const release = releases[lastIndex(releases, (candidate) => candidate.first <= n)]!;
  return release.micros + padding(release.count) + (n - release.first) + 1;
}

/** The `date_added` of a release's last object; the date itself where it has none. */
export function lastDateAdded(release: DatedRelease): number {
  return release.micros + Math.ceil(release.count / MILLISECOND) * MILLISECOND;
}

/** The first log number whose `date_added` is later than `micros`; the length of the log where none is. */
export function firstAddedAfter(releases: readonly DatedRelease[], micros: number): number {
  const index = lastIndex(releases, (candidate) => candidate.micros <= micros);
  if (index === -1) return 0;
  const release = releases[index]!;
  const passed = micros - release.micros - padding(release.count);
  return release.first + Math.min(Math.max(passed, 0), release.count);
}

function padding(count: number): number {
  return (MILLISECOND - (count % MILLISECOND)) % MILLISECOND;
}

// Releases without objects share their `first` with the next one, which owns it: so the last that fits.
function lastIndex(releases: readonly DatedRelease[], fits: (release: DatedRelease) => boolean): number {
  let low = 0;
  let high = releases.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(releases[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
