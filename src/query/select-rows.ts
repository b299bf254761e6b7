import { compareInstants, isInstant } from '../json/instant.ts';
import { type DatedRelease, firstAddedAfter } from '../taxii/date-added.ts';
import type { Filter, Selection } from './selection.ts';
import type { CollectionStore } from './store.ts';
import { type IdRow, type Row, type ShardRef, VIEW_BITS, type ViewIndex } from './store-format.ts';

/** The rows of one answer, in log order, and whether more follow. */
export interface Page {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/** STIX 2.1 is what a site publishes, so every object has this specification version. */
const SPEC_VERSION = '2.1';
const NOTHING: Page = { rows: [], more: false };

/**
 * The rows that a selection asks for, at most `limit`.
 * @returns 'unknown' where the selection begins behind the log's end, as no token of this collection does
 */
export async function selectRows(
  store: CollectionStore,
  selection: Selection,
  limit: number,
): Promise<Page | 'unknown'> {
  const { filter } = selection;
  const start = startOf(store, selection);
  if (typeof selection.from === 'object' && 'n' in selection.from && start >= store.head.log)
    return 'unknown';
  if (filter.specVersions && !filter.specVersions.includes(SPEC_VERSION)) return NOTHING;
  if (filter.ids) return pageOf(await rowsOfIds(store, filter, filter.ids), start, limit);
  return merge(await streams(store, filter, start), typeTest(filter), limit);
}

export function datedReleases(store: CollectionStore): DatedRelease[] {
  return store.head.releases.map(([micros, first, count]) => ({ micros, first, count }));
}

function startOf(store: CollectionStore, { from }: Selection): number {
  if (from === 'start') return 0;
  return 'n' in from ? from.n : firstAddedAfter(datedReleases(store), from.addedAfter);
}

function typeTest({ types }: Filter): (id: string) => boolean {
  if (!types) return () => true;
  const wanted = new Set(types);
  return (id) => wanted.has(id.slice(0, id.indexOf('--')));
}

// Few ids, each in a known bucket: no list needs to be walked.
async function rowsOfIds(store: CollectionStore, filter: Filter, ids: readonly string[]): Promise<Row[]> {
  const hasType = typeTest(filter);
  const rows: Row[] = [];
  for (const id of new Set(ids.filter(hasType))) {
    const entries = (await store.entriesOf(id)) ?? [];
    for (const entry of entries) if (hasVersion(filter, entry)) rows.push([entry[0], id, entry[1]]);
  }
  return rows.sort((a, b) => a[0] - b[0]);
}

// §3.4.1, match[version]
function hasVersion({ versions }: Filter, [, objectVersion, views]: IdRow): boolean {
  if (versions === 'all') return true;
  return versions.some((version) => {
    if (version === 'last') return (views & VIEW_BITS.last) !== 0;
    if (version === 'first') return (views & VIEW_BITS.first) !== 0;
    return compareInstants(version, objectVersion) === 0;
  });
}

function pageOf(rows: readonly Row[], start: number, limit: number): Page {
  const rest = rows.filter(([n]) => n >= start);
  return { rows: rest.slice(0, limit), more: rest.length > limit };
}

/** The lists that together hold what a filter asks for; an entry may be in several of them. */
async function streams(store: CollectionStore, filter: Filter, start: number): Promise<RowStream[]> {
  const open = (index: ViewIndex, keep: (row: Row) => boolean = () => true) =>
    new RowStream(
      store,
      index.filter((shard) => shard.last >= start && hasTypes(shard, filter)),
      start,
      keep,
    );
  if (filter.versions === 'all') return [open(await store.view('all'))];
  const found: RowStream[] = [];
  if (filter.versions.includes('last')) {
    const indexes = filter.types
      ? await Promise.all([...new Set(filter.types)].map((type) => store.typeView(type)))
      : [await store.view('last')];
    found.push(...indexes.map((index) => open(index)));
  }
  if (filter.versions.includes('first')) found.push(open(await store.view('first')));
  const exact = filter.versions.filter(isInstant);
  if (exact.length > 0) {
    const index = (await store.view('all')).filter((shard) => exact.some((version) => spans(shard, version)));
    found.push(open(index, (row) => exact.some((version) => compareInstants(version, row[2]) === 0)));
  }
  return found;
}

function hasTypes(shard: ShardRef, { types }: Filter): boolean {
  return !types || shard.types.some((type) => types.includes(type));
}

function spans(shard: ShardRef, version: string): boolean {
  return compareInstants(shard.oldest, version) <= 0 && compareInstants(version, shard.newest) <= 0;
}

/** The rows of a list of shards, one shard in memory at a time. */
class RowStream {
  /** The next row; undefined at the end, and before `advance` was called. */
  row: Row | undefined;
  private rows: readonly Row[] = [];
  private at = 0;
  private shard = 0;
  private readonly store: CollectionStore;
  private readonly shards: readonly ShardRef[];
  private readonly start: number;
  private readonly keep: (row: Row) => boolean;

  constructor(
    store: CollectionStore,
    shards: readonly ShardRef[],
    start: number,
    keep: (row: Row) => boolean,
  ) {
    this.store = store;
    this.shards = shards;
    this.start = start;
    this.keep = keep;
  }

  async advance(accept: (id: string) => boolean): Promise<void> {
    for (;;) {
      while (this.at < this.rows.length) {
        const row = this.rows[this.at++]!;
        if (row[0] >= this.start && accept(row[1]) && this.keep(row)) {
          this.row = row;
          return;
        }
      }
      const next = this.shards[this.shard++];
      this.row = undefined;
      if (!next) return;
      this.rows = await this.store.rows(next);
      this.at = 0;
    }
  }
}

async function merge(
  sources: readonly RowStream[],
  accept: (id: string) => boolean,
  limit: number,
): Promise<Page> {
  const rows: Row[] = [];
  await Promise.all(sources.map((source) => source.advance(accept)));
  for (;;) {
    let next: Row | undefined;
    for (const { row } of sources) if (row && (!next || row[0] < next[0])) next = row;
    if (!next) return { rows, more: false };
    if (rows.length === limit) return { rows, more: true };
    rows.push(next);
    for (const source of sources) if (source.row?.[0] === next[0]) await source.advance(accept);
  }
}
