/**
 * The files behind level 3: a collection's log, cut so that an answer reads a few small files whatever the
 * collection's size, and a publish rewrites few of them. All names but `head.json` change with the content.
 *
 *   head.json              the pointer to everything else; read anew for every request
 *   objects/<n>-<hash>     a stretch of the log, from number n on: the objects' own bytes
 *   rows/<hash>            up to 1,000 slots of a view: what a manifest needs of each entry
 *   index/<hash>           the shards of a view, with what lets a reader pass some by
 *   ids/<hash>             the entries of all objects whose ids fall into one bucket
 */

export const STORE_FORMAT = 'taxii-press/store/1';
export const SITE_INDEX = '_taxii/site.json';

/** `_taxii/site.json`: what the site holds. */
export interface SiteIndex {
  readonly format: typeof STORE_FORMAT;
  /** The path of the base URL, "/" or such as "/repository/". */
  readonly basePath: string;
  /** What the site was built for (DESIGN §6). */
  readonly levels: readonly number[];
  readonly pageSize: number;
  readonly emptyObjects: boolean;
  readonly apiRoots: readonly IndexedRoot[];
  /** Only where not everybody may read everything. */
  readonly protection?: {
    /** What clients are told that they log in to (RFC 9110 §11.5). */
    readonly realm: string;
    readonly defaultApiRoot: string;
  };
}

export interface IndexedRoot {
  readonly name: string;
  /** The readers list whose clients may read its documents; everybody where there is none. */
  readonly readers?: string;
  /** As a discovery document has it; only on a protected site. */
  readonly url?: string;
  readonly collections: readonly IndexedCollection[];
}

export interface IndexedCollection {
  readonly id: string;
  readonly alias?: string;
  /** The readers list whose clients may read it; everybody where there is none. */
  readonly readers?: string;
}

export interface Head {
  readonly format: typeof STORE_FORMAT;
  readonly collection: string;
  /** Entries in the log. */
  readonly log: number;
  /** Microseconds, first log number and count of every release. */
  readonly releases: readonly (readonly [micros: number, first: number, count: number])[];
  /** First log number and name of every stretch. */
  readonly objects: readonly (readonly [first: number, name: string])[];
  /** Names of the indexes; `types` holds the latest versions by type. */
  readonly views: {
    readonly all: string;
    readonly last: string;
    readonly first: string;
    readonly types: string;
  };
  /** Names of the buckets; their number is a power of two. */
  readonly ids: readonly string[];
}

/** A shard as an index lists it. The entries' types and the span of their versions let a reader pass it by. */
export interface ShardRef {
  readonly first: number;
  readonly last: number;
  readonly name: string;
  readonly types: readonly string[];
  readonly oldest: string;
  readonly newest: string;
}

export type ViewIndex = readonly ShardRef[];
export type TypeIndex = Readonly<Record<string, ViewIndex>>;

/** Log number, identifier, version. */
export type Row = readonly [n: number, id: string, objectVersion: string];

/** Log number, version, and the views that the entry is in, as the bits below. */
export type IdRow = readonly [n: number, objectVersion: string, views: number];
export type Bucket = Readonly<Record<string, readonly IdRow[]>>;

export const VIEW_BITS = { all: 1, last: 2, first: 4 } as const;

/** Which bucket an id falls into: FNV-1a over its UTF-16 code units. */
export function bucketOf(id: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 16)) & (buckets - 1);
}

/**
 * A stretch of the log is a JSON list. Its first element is a list of numbers of fixed width: where each
 * entry ends, counted from the end of that list. The others are the objects, each after a comma. An entry
 * that was withdrawn ends where the one before it does: it is gone, and no other entry has moved its place.
 */
const WIDTH = 9;

/** The size of the table of a stretch with `count` entries, from the start of the file. */
export function tableSize(count: number): number {
  return 2 + count * WIDTH + Math.max(count - 1, 0);
}

/** The opening bracket and the table, from the sizes of the entries' objects; 0 for a withdrawn one. */
export function printTable(sizes: readonly number[]): string {
  let end = 0;
  const ends = sizes.map((size) => {
    end += size === 0 ? 0 : size + 1;
    return String(end).padStart(WIDTH);
  });
  return `[[${ends.join(',')}]`;
}

/** Where in the file the object of the entry at `ordinal` stands, from the parsed table. */
export function objectRange(table: readonly number[], ordinal: number): { start: number; end: number } {
  const base = tableSize(table.length) + 1;
  const start = ordinal === 0 ? 0 : table[ordinal - 1]!;
  return { start: base + start + 1, end: base + table[ordinal]! };
}
