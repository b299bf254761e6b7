import { MissingFileError, type Range, type Storage } from './storage.ts';
import {
  type Bucket,
  bucketOf,
  type Head,
  type IdRow,
  objectRange,
  type Row,
  type ShardRef,
  type TypeIndex,
  tableSize,
  type ViewIndex,
} from './store-format.ts';

/** Parsed files that never change under their names, the least recently used given up first. */
export class Cache {
  private readonly files = new Map<string, unknown>();
  private readonly size: number;
  constructor(size: number) {
    this.size = size;
  }

  get(path: string): unknown {
    const file = this.files.get(path);
    if (file !== undefined) this.put(path, file);
    return file;
  }

  put(path: string, file: unknown): void {
    this.files.delete(path);
    this.files.set(path, file);
    const oldest = this.files.size > this.size ? this.files.keys().next().value : undefined;
    if (oldest !== undefined) this.files.delete(oldest);
  }
}

const decoder = new TextDecoder();

export async function readJson<Value>(storage: Storage, path: string): Promise<Value> {
  const bytes = await storage.read(path);
  if (!bytes) throw new MissingFileError(path);
  return JSON.parse(decoder.decode(bytes)) as Value;
}

/** Bytes that are cheaper to read along than to leave out by another read. */
const NEAR = 16 * 1024;

/** Ascending ranges in groups, each of which is worth one read. */
function joinNear(ranges: readonly Range[]): Range[][] {
  const groups: Range[][] = [];
  for (const range of ranges) {
    const group = groups.at(-1);
    if (group && range.start - group.at(-1)!.end <= NEAR) group.push(range);
    else groups.push([range]);
  }
  return groups;
}

/** The store of one collection as one request sees it: a head, and what it points to. */
export class CollectionStore {
  readonly head: Head;
  private readonly storage: Storage;
  private readonly cache: Cache;
  private readonly directory: string;

  private constructor(storage: Storage, cache: Cache, directory: string, head: Head) {
    this.storage = storage;
    this.cache = cache;
    this.directory = directory;
    this.head = head;
  }

  static async open(storage: Storage, cache: Cache, directory: string): Promise<CollectionStore> {
    const head = await readJson<Head>(storage, `${directory}/head.json`);
    return new CollectionStore(storage, cache, directory, head);
  }

  view(name: 'all' | 'last' | 'first'): Promise<ViewIndex> {
    return this.file<ViewIndex>(`index/${this.head.views[name]}.json`);
  }

  /** The shards that hold the latest versions of the objects of one type. */
  async typeView(type: string): Promise<ViewIndex> {
    const types = await this.file<TypeIndex>(`index/${this.head.views.types}.json`);
    return Object.hasOwn(types, type) ? types[type]! : [];
  }

  rows(shard: ShardRef): Promise<readonly Row[]> {
    return this.file<readonly Row[]>(`rows/${shard.name}.json`);
  }

  /** The present entries of one object, in log order; undefined where the collection has no such object. */
  async entriesOf(id: string): Promise<readonly IdRow[] | undefined> {
    const name = this.head.ids[bucketOf(id, this.head.ids.length)];
    const bucket = await this.file<Bucket>(`ids/${name}.json`);
    return Object.hasOwn(bucket, id) ? bucket[id] : undefined;
  }

  /** The bytes of the objects at ascending log numbers. */
  async objects(numbers: readonly number[]): Promise<Uint8Array[]> {
    const byStretch = new Map<number, number[]>();
    for (const n of numbers) {
      const stretch = this.stretchOf(n);
      const own = byStretch.get(stretch);
      if (own) own.push(n);
      else byStretch.set(stretch, [n]);
    }
    const parts = await Promise.all([...byStretch].map(([stretch, own]) => this.readStretch(stretch, own)));
    return parts.flat();
  }

  private stretchOf(n: number): number {
    let low = 0;
    let high = this.head.objects.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.head.objects[middle]![0] <= n) low = middle;
      else high = middle;
    }
    return low;
  }

  private async readStretch(stretch: number, numbers: readonly number[]): Promise<Uint8Array[]> {
    const [first, name] = this.head.objects[stretch]!;
    const path = `objects/${name}.json`;
    const end = this.head.objects[stretch + 1]?.[0] ?? this.head.log;
    const table = await this.table(path, end - first);
    const spans = joinNear(numbers.map((n) => objectRange(table, n - first)));
    const parts = await Promise.all(spans.map((span) => this.readSpan(path, span)));
    return parts.flat();
  }

  private async readSpan(path: string, ranges: readonly Range[]): Promise<Uint8Array[]> {
    const from = ranges[0]!.start;
    const bytes = await this.range(path, { start: from, end: ranges.at(-1)!.end });
    return ranges.map(({ start, end }) => bytes.subarray(start - from, end - from));
  }

  private async table(path: string, count: number): Promise<readonly number[]> {
    const key = `${this.directory}/${path}#table`;
    const known = this.cache.get(key) as readonly number[] | undefined;
    if (known) return known;
    // The table is the list inside the list: "[[ … ]".
    const bytes = await this.range(path, { start: 1, end: tableSize(count) + 1 });
    const table = JSON.parse(decoder.decode(bytes)) as number[];
    this.cache.put(key, table);
    return table;
  }

  private async range(path: string, range: Range): Promise<Uint8Array> {
    const full = `${this.directory}/${path}`;
    const bytes = await this.storage.read(full, range);
    if (!bytes) throw new MissingFileError(full);
    return bytes.length === range.end - range.start ? bytes : bytes.subarray(range.start, range.end);
  }

  private async file<Value>(path: string): Promise<Value> {
    const full = `${this.directory}/${path}`;
    const known = this.cache.get(full) as Value | undefined;
    if (known !== undefined) return known;
    const value = await readJson<Value>(this.storage, full);
    this.cache.put(full, value);
    return value;
  }
}
