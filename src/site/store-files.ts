import { byCodeUnits } from '../json/canonical.ts';
import { sha256, sha256OfAll } from '../json/digest.ts';
import { compareInstants } from '../json/instant.ts';
import { storeFolder } from '../query/paths.ts';
import { bucketOf, type Head, printTable, type ShardRef, STORE_FORMAT } from '../query/store-format.ts';
import type { Ledger, LogEntry } from '../release/ledger.ts';
import type { ReadText } from '../release/source-object.ts';
import { SHARD, type View } from '../release/view.ts';
import { inLogOrder } from './list-file.ts';
import { type OutputFile, textFile } from './output-file.ts';
import type { PublishedCollection } from './site.ts';

/** The files of a collection's store (`query/store-format.ts`), which level 3 answers from. */
export function storeFiles({ config, ledger }: PublishedCollection, read: ReadText): OutputFile[] {
  const folder = storeFolder(config.apiRoot, config.id);
  const files = new Map<string, OutputFile>();
  const add = (name: string, file: OutputFile) => {
    files.set(file.path, file);
    return name;
  };
  const named = (kind: string, print: () => string) => {
    const name = sha256(print()).slice(0, 16);
    return add(name, textFile(`${folder}/${kind}/${name}.json`, print));
  };
  const stretches = cutLog(ledger.log);
  const head: Head = {
    format: STORE_FORMAT,
    collection: config.id,
    log: ledger.log.length,
    releases: ledger.dated.map(({ micros, first, count }) => [micros, first, count] as const),
    objects: stretches.map((stretch) => {
      const name = stretchName(stretch);
      add(name, { path: `${folder}/objects/${name}.json`, chunks: () => printStretch(stretch, read) });
      return [stretch[0]!.n, name] as const;
    }),
    views: indexes(ledger, named),
    ids: buckets(ledger).map((bucket) => named('ids', () => printBucket(bucket))),
  };
  return [...files.values(), textFile(`${folder}/head.json`, () => JSON.stringify(head))];
}

/** Gives a file's content a place under its own hash, and tells the name. */
type Named = (kind: string, print: () => string) => string;

const STRETCH_BYTES = 256 * 1024;
const STRETCH_ENTRIES = 500;

/** Cut by what was published, not by what is left: a withdrawal moves no border. */
function cutLog(log: readonly LogEntry[]): LogEntry[][] {
  const stretches: LogEntry[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const entry of log) {
    const current = stretches.at(-1);
    if (!current || bytes + entry.text.length > STRETCH_BYTES || current.length === STRETCH_ENTRIES) {
      stretches.push([entry]);
      bytes = entry.text.length;
    } else {
      current.push(entry);
      bytes += entry.text.length;
    }
  }
  return stretches;
}

/** From the digests that are known already, so that naming a stretch reads no object. */
function stretchName(stretch: readonly LogEntry[]): string {
  const digest = sha256OfAll(stretch.map((entry) => (isPresent(entry) ? entry.digest : '-')));
  return `${stretch[0]!.n}-${digest.slice(0, 16)}`;
}

function isPresent(entry: LogEntry): boolean {
  return entry.withdrawnIn === undefined;
}

const encoder = new TextEncoder();
const comma = encoder.encode(',');

function* printStretch(stretch: readonly LogEntry[], read: ReadText): Generator<Uint8Array> {
  yield encoder.encode(printTable(stretch.map((entry) => (isPresent(entry) ? entry.text.length : 0))));
  for (const entry of stretch) {
    if (!isPresent(entry)) continue;
    yield comma;
    yield read(entry.text);
  }
  yield encoder.encode(']');
}

function indexes(ledger: Ledger, named: Named): Head['views'] {
  const printer = shardPrinter(named);
  const index = (view: View) => JSON.stringify(shards(view, printer));
  const types = [...ledger.lastByType].sort(([a], [b]) => byCodeUnits(a, b));
  const typeIndex = types.map(([type, view]) => `${JSON.stringify(type)}:${index(view)}`);
  return {
    all: named('index', constant(index(ledger.views.all))),
    last: named('index', constant(index(ledger.views.last))),
    first: named('index', constant(index(ledger.views.first))),
    types: named('index', constant(`{${typeIndex.join(',')}}`)),
  };
}

function constant(text: string): () => string {
  return () => text;
}

function shards(view: View, print: ShardPrinter): ShardRef[] {
  const refs: ShardRef[] = [];
  for (let slot = 0; slot < view.slots.length; slot += SHARD) {
    const live = view.slots.slice(slot, slot + SHARD).filter((entry) => view.has(entry));
    if (live.length > 0) refs.push(print(live));
  }
  return refs;
}

type ShardPrinter = (live: readonly LogEntry[]) => ShardRef;

/** Prints each shard once: where objects have one version each, three views hold the same ones. */
function shardPrinter(named: Named): ShardPrinter {
  const printed = new Map<number, { live: readonly LogEntry[]; ref: ShardRef }[]>();
  return (live) => {
    const sameStart = printed.get(live[0]!.n) ?? [];
    const twin = sameStart.find((other) => isSameList(other.live, live));
    if (twin) return twin.ref;
    const name = named('rows', () => printRows(live));
    const ref = shardRef(live, name);
    printed.set(live[0]!.n, [...sameStart, { live, ref }]);
    return ref;
  };
}

function isSameList(a: readonly LogEntry[], b: readonly LogEntry[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}

function shardRef(live: readonly LogEntry[], name: string): ShardRef {
  const versions = live.map(({ objectVersion }) => objectVersion);
  return {
    first: live[0]!.n,
    last: live.at(-1)!.n,
    name,
    types: [...new Set(live.map(({ type }) => type))].sort(),
    oldest: versions.reduce((a, b) => (compareInstants(b, a) < 0 ? b : a)),
    newest: versions.reduce((a, b) => (compareInstants(b, a) > 0 ? b : a)),
  };
}

// Identifiers and instants hold nothing that JSON would escape; building the text by hand is four times faster.

/** A list of `Row`s. */
function printRows(live: readonly LogEntry[]): string {
  return `[${live.map(({ n, id, objectVersion }) => `[${n},"${id}","${objectVersion}"]`).join(',')}]`;
}

const BUCKET_OBJECTS = 1000;

/** Present entries by id, in a power of two of buckets of some 500 to 1,000 objects each. */
function buckets(ledger: Ledger): [id: string, entries: readonly LogEntry[]][][] {
  let count = 1;
  while (count * BUCKET_OBJECTS < ledger.present.size) count *= 2;
  const found = Array.from({ length: count }, () => [] as [string, readonly LogEntry[]][]);
  for (const [id, entries] of ledger.present) found[bucketOf(id, count)]!.push([id, entries]);
  for (const bucket of found) bucket.sort(([a], [b]) => byCodeUnits(a, b));
  return found;
}

/** A `Bucket`. */
function printBucket(bucket: readonly (readonly [id: string, entries: readonly LogEntry[]])[]): string {
  return `{${bucket.map(([id, entries]) => `"${id}":[${inLogOrder(entries).map(printIdRow).join(',')}]`).join(',')}}`;
}

/** An `IdRow`. */
function printIdRow({ n, objectVersion, views }: LogEntry): string {
  return `[${n},"${objectVersion}",${views}]`;
}
