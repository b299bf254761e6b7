import { fromMicroseconds } from '../json/instant.ts';
import { emptyList, type Next, opening } from '../query/answer.ts';
import type { LogEntry } from '../release/ledger.ts';
import { type DatedRelease, dateAdded } from '../taxii/date-added.ts';
import { manifestRecord } from '../taxii/resources.ts';

const encoder = new TextEncoder();

/** An envelope or a manifest (TAXII 2.1 §3.7, §5.3.1), piece by piece: what it holds may be larger than memory. */
export function* listChunks(
  entries: Iterable<LogEntry>,
  print: (entry: LogEntry) => Uint8Array,
  { next, emptyObjects }: { readonly next?: Next; readonly emptyObjects: boolean },
): Generator<Uint8Array> {
  let separator = `${opening(next)},"objects":[`;
  let isEmpty = true;
  for (const entry of entries) {
    yield encoder.encode(separator);
    yield print(entry);
    separator = ',';
    isEmpty = false;
  }
  yield encoder.encode(isEmpty ? emptyList(emptyObjects) : ']}');
}

/** `date_added` as it goes over the wire. */
export function dateOf(releases: readonly DatedRelease[], { n }: LogEntry): string {
  return fromMicroseconds(dateAdded(releases, n));
}

/** A manifest record as JSON. */
export function recordOf(releases: readonly DatedRelease[], entry: LogEntry): Uint8Array {
  return encoder.encode(
    JSON.stringify(manifestRecord(entry.id, dateOf(releases, entry), entry.objectVersion)),
  );
}

export function inLogOrder(entries: readonly LogEntry[]): readonly LogEntry[] {
  return entries.length === 1 ? entries : [...entries].sort((a, b) => a.n - b.n);
}

/** The versions of one object (§5.8.1), all in one answer. */
export function versionsText(entries: readonly LogEntry[]): string {
  return JSON.stringify({
    more: false,
    versions: inLogOrder(entries).map(({ objectVersion }) => objectVersion),
  });
}
