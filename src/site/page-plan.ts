import { cursorOf, printPageToken, START } from '../query/cursor.ts';
import type { LogEntry } from '../release/ledger.ts';
import type { View } from '../release/view.ts';
import { type DatedRelease, dateAdded, lastDateAdded } from '../taxii/date-added.ts';

/** One answer of level 2: the live entries from a cursor on. */
export interface Page {
  readonly size: number;
  readonly cursor: string;
  /** Made anew at each call: a page keeps no entries. */
  readonly entries: () => LogEntry[];
  readonly first?: LogEntry;
  readonly last?: LogEntry;
  /** The value of `next`, where there is more. */
  readonly next?: string;
}

/** Longer pages from the middle of a view would be stored for every release, and read by few. */
const LONGEST_FROM_RELEASE = 100;
/** Long pages near the end change with every release, so only the latest releases have them. */
const LATE = 8;

/**
 * The pages of a view, at every size: from the start, from each multiple of the size, and from each release.
 *
 * A place is how many entries had entered the view before; it never changes. An entry that left makes its
 * pages reach further, so they stay well filled, and no page is empty while anything follows. A page from a
 * multiple ends at a multiple, so that a walk meets pages that exist; one from another place ends where it is
 * full, and the smaller sizes lead on from there to the next multiple.
 */
export function* planPages(
  view: View,
  name: string,
  collection: string,
  releases: readonly DatedRelease[],
  sizes: readonly number[],
): Generator<Page> {
  const places = new Places(view, releases, sizes);
  for (const size of sizes) {
    const done = new Set<string>();
    for (const [cursor, place] of starts(places, size)) {
      if (done.has(cursor)) continue;
      done.add(cursor);
      yield places.page(size, cursor, place, (end) =>
        printPageToken(collection, name, places.power(end), places.cursor(end)),
      );
    }
  }
}

function* starts(places: Places, size: number): Generator<[cursor: string, place: number]> {
  yield [START, 0];
  for (let place = size; place <= places.count; place += size) yield [places.cursor(place), place];
  if (size > LONGEST_FROM_RELEASE) return;
  for (const [index, release] of places.releases.entries()) {
    const isLate = index >= places.releases.length - LATE;
    if (release.count === 0 || (size === LONGEST_FROM_RELEASE && !isLate)) continue;
    const place = places.firstFrom(release.first + release.count);
    yield [cursorOf(lastDateAdded(release)), place];
    // A reader of one type has come to its own last object, which is seldom the release's last.
    yield [places.cursor(place), place];
  }
}

class Places {
  readonly releases: readonly DatedRelease[];
  private readonly entered: readonly LogEntry[];
  /** The places of the entries that are still in the view, ascending. */
  private readonly live: number[] = [];
  private readonly sizes: readonly number[];

  constructor(view: View, releases: readonly DatedRelease[], sizes: readonly number[]) {
    this.releases = releases;
    this.entered = view.entered;
    this.sizes = sizes;
    for (const [place, entry] of view.entered.entries()) if (view.has(entry)) this.live.push(place);
  }

  get count(): number {
    return this.entered.length;
  }

  cursor(place: number): string {
    return place === 0 ? START : cursorOf(dateAdded(this.releases, this.entered[place - 1]!.n));
  }

  /** The first place whose entry has at least log number `n`. */
  firstFrom(n: number): number {
    return lowerBound(this.entered.length, (place) => this.entered[place]!.n >= n);
  }

  /** The power of ten of the largest size that divides a place. */
  power(place: number): number {
    const index = this.sizes.findIndex((size) => place % size === 0);
    return this.sizes.length - 1 - index;
  }

  page(size: number, cursor: string, place: number, token: (end: number) => string): Page {
    const from = lowerBound(this.live.length, (index) => this.live[index]! >= place);
    const end = this.end(size, place, from);
    const to = lowerBound(this.live.length, (index) => this.live[index]! >= end);
    const at = (index: number) => this.entered[this.live[index]!]!;
    return {
      size,
      cursor,
      entries: () => this.live.slice(from, to).map((own) => this.entered[own]!),
      ...(to > from ? { first: at(from), last: at(to - 1) } : {}),
      ...(to < this.live.length ? { next: token(end) } : {}),
    };
  }

  /** Where a page ends that begins at a place, whose first live entry is `live[from]`. */
  private end(size: number, place: number, from: number): number {
    const tooMuch = this.live[from + size];
    if (tooMuch === undefined) return this.count;
    if (place % size === 0 && place > 0) return tooMuch - (tooMuch % size);
    const full = this.live[from + size - 1]! + 1;
    const aligned = this.sizes.map((candidate) => tooMuch - (tooMuch % candidate));
    return aligned.find((candidate) => candidate >= full)!;
  }
}

function lowerBound(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
