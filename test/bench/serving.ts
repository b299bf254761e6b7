import { SiteFolder } from '../../src/io/site-folder.ts';
import { createHandler } from '../../src/query/handler.ts';
import type { Range, Storage } from '../../src/query/storage.ts';
import { rareType, syntheticId, syntheticObjectId, uncommonType } from '../support/synthetic.ts';
import { median, round } from './measure.ts';

/** A site on disk that counts what is read from it. */
class CountingStorage implements Storage {
  reads = 0;
  bytes = 0;
  private readonly site: SiteFolder;

  constructor(folder: string) {
    this.site = new SiteFolder(folder);
  }

  async read(path: string, range?: Range): Promise<Uint8Array | undefined> {
    const bytes = await this.site.read(path, range);
    this.reads += 1;
    this.bytes += bytes?.length ?? 0;
    return bytes;
  }
}

interface Cost {
  readonly reads: number;
  readonly bytesRead: number;
  readonly microseconds: number;
}

interface Answered {
  readonly status: number;
  readonly bytesAnswered: number;
  /** By a handler that has just been made. */
  readonly cold: Cost;
  /** By one that has answered the same before. */
  readonly warm: Cost;
}

const collection = `http://taxii.example/synthetic/collections/${syntheticId}`;

/** The requests by name, for a site of `objects` objects. */
async function requestsFor(folder: string, objects: number): Promise<Record<string, string>> {
  const ask = createHandler(new SiteFolder(folder));
  const get = async (path: string) => (await ask(new Request(collection + path)))!;
  const idAt = (share: number) => syntheticObjectId(Math.floor(objects * share), objects);
  const addedAt = async (share: number) =>
    (await get(`/objects/${idAt(share)}/`)).headers.get('X-TAXII-Date-Added-Last')!;
  const deep = (await (await get(`/objects/?limit=10&added_after=${await addedAt(0.9)}`)).json()) as {
    next?: string;
  };
  const one = idAt(0.7);
  const three = [0.1, 0.5, 0.9].map(idAt).join(',');
  return {
    'objects limit=1': '/objects/?limit=1',
    'objects limit=10': '/objects/?limit=10',
    'objects limit=100': '/objects/?limit=100',
    'objects limit=1000': '/objects/?limit=1000',
    'objects limit=100, next at 90 %': `/objects/?limit=100&next=${deep.next}`,
    'objects, added_after at 98 %, limit=10': `/objects/?limit=10&added_after=${await addedAt(0.98)}`,
    'manifest limit=100': '/manifest/?limit=100',
    'manifest limit=1000': '/manifest/?limit=1000',
    'one object': `/objects/${one}/`,
    'versions of one object': `/objects/${one}/versions/`,
    'match[type]=rare': `/objects/?match[type]=${rareType}`,
    'match[type]=rare, match[version]=all': `/objects/?match[type]=${rareType}&match[version]=all`,
    'match[type]=uncommon, limit=100': `/objects/?match[type]=${uncommonType}&limit=100`,
    'match[id] of three': `/objects/?match[id]=${three}`,
    'match[version]=all, limit=100': '/objects/?match[version]=all&limit=100',
    'match[version]=<a timestamp nobody has>': '/objects/?match[version]=2024-01-01T00:00:00.500Z',
  };
}

async function answer(folder: string, url: string, repeats: number): Promise<Answered> {
  const storage = new CountingStorage(folder);
  let [status, bytesAnswered] = [0, 0];
  const time = async (ask: ReturnType<typeof createHandler>): Promise<Cost> => {
    const before = { reads: storage.reads, bytes: storage.bytes };
    const start = performance.now();
    const response = (await ask(new Request(url)))!;
    const body = await response.arrayBuffer();
    const microseconds = (performance.now() - start) * 1000;
    [status, bytesAnswered] = [response.status, body.byteLength];
    return { reads: storage.reads - before.reads, bytesRead: storage.bytes - before.bytes, microseconds };
  };
  // The machine's code is warm in both: what differs is what the handler remembers.
  const handler = createHandler(storage);
  const warm: Cost[] = [];
  const cold: Cost[] = [];
  for (let n = 0; n < repeats; n += 1) {
    warm.push(await time(handler));
    cold.push(await time(createHandler(storage)));
  }
  return { status, bytesAnswered, cold: typical(cold.slice(1)), warm: typical(warm.slice(1)) };
}

function typical(costs: readonly Cost[]): Cost {
  const { reads, bytesRead } = costs[0]!;
  return {
    reads,
    bytesRead,
    microseconds: Math.round(median(costs.map(({ microseconds }) => microseconds))),
  };
}

export interface BuiltSite {
  readonly folder: string;
  readonly objects: number;
}

/** What answers cost on a small site and on a large one (TAXII over files must not grow with the collection). */
export async function benchServing(small: BuiltSite, large: BuiltSite, repeats: number) {
  const [inSmall, inLarge] = await Promise.all(
    [small, large].map(({ folder, objects }) => requestsFor(folder, objects)),
  );
  const rows = [];
  for (const [name, path] of Object.entries(inSmall!)) {
    const a = await answer(small.folder, collection + path, repeats);
    const b = await answer(large.folder, collection + inLarge![name]!, repeats);
    rows.push({
      request: name,
      small: a,
      large: b,
      ratio: { cold: ratios(a.cold, b.cold), warm: ratios(a.warm, b.warm) },
    });
  }
  return { smallObjects: small.objects, largeObjects: large.objects, repeats, requests: rows };
}

function ratios(a: Cost, b: Cost): Cost {
  return {
    reads: round(b.reads / a.reads),
    bytesRead: round(b.bytesRead / a.bytesRead),
    microseconds: round(b.microseconds / a.microseconds),
  };
}
