import { toMicroseconds } from '../../src/json/instant.ts';
import { createHandler } from '../../src/query/handler.ts';
import { storeFolder } from '../../src/query/paths.ts';
import { datedReleases } from '../../src/query/select-rows.ts';
import type { Storage } from '../../src/query/storage.ts';
import { Cache, CollectionStore, readJson } from '../../src/query/store.ts';
import { SITE_INDEX, type SiteIndex } from '../../src/query/store-format.ts';
import type { DatedRelease } from '../../src/taxii/date-added.ts';
import { collectionPath, objectsPath } from '../../src/taxii/urls.ts';

/** What requests are made up from: the names, identifiers, types and dates of a built site. */
export interface BatterySite {
  readonly pageSize: number;
  readonly apiRoots: readonly { readonly name: string; readonly collections: readonly BatteryCollection[] }[];
  /** The collections of all API roots. */
  readonly collections: readonly BatteryCollection[];
}

export interface BatteryCollection {
  readonly apiRoot: string;
  readonly id: string;
  readonly alias?: string;
  /** Every object that any answer may hold, in the order of their first entry. */
  readonly objects: readonly BatteryObject[];
  readonly types: readonly string[];
  readonly releases: readonly DatedRelease[];
  /** `date_added` of every object version, in microseconds, ascending. */
  readonly dates: readonly number[];
}

export interface BatteryObject {
  readonly id: string;
  readonly type: string;
  readonly versions: readonly string[];
}

/** Reads the description of a site from its own level 3 files. */
export async function describeSite(storage: Storage): Promise<BatterySite> {
  const index = await readJson<SiteIndex>(storage, SITE_INDEX);
  const apiRoots = await Promise.all(
    index.apiRoots.map(async ({ name, collections }) => ({
      name,
      collections: await Promise.all(collections.map((one) => describe(storage, name, one))),
    })),
  );
  return { pageSize: index.pageSize, apiRoots, collections: apiRoots.flatMap((root) => root.collections) };
}

async function describe(
  storage: Storage,
  apiRoot: string,
  { id, alias }: { id: string; alias?: string },
): Promise<BatteryCollection> {
  const store = await CollectionStore.open(storage, new Cache(100), storeFolder(apiRoot, id));
  const objects = new Map<string, BatteryObject & { versions: string[] }>();
  const dates: number[] = [];
  for (const record of await wholeManifest(storage, `${collectionPath(apiRoot, id)}manifest/`)) {
    dates.push(toMicroseconds(record.date_added));
    const known = objects.get(record.id);
    if (known) known.versions.push(record.version);
    else
      objects.set(record.id, { id: record.id, type: record.id.split('--')[0]!, versions: [record.version] });
  }
  const all = [...objects.values()];
  const types = [...new Set(all.map(({ type }) => type))];
  const releases = datedReleases(store);
  return { apiRoot, id, ...(alias ? { alias } : {}), objects: all, types, releases, dates };
}

interface Record {
  readonly id: string;
  readonly version: string;
  readonly date_added: string;
}

async function wholeManifest(storage: Storage, path: string): Promise<Record[]> {
  const handler = createHandler(storage);
  const records: Record[] = [];
  for (let query = '?match[version]=all'; ; ) {
    const answer = await handler(new Request(`http://localhost${path}${query}`));
    const body = (await answer!.json()) as { more: boolean; next: string; objects?: Record[] };
    records.push(...(body.objects ?? []));
    if (!body.more) return records;
    query = `?next=${body.next}`;
  }
}

/** The path of a list of a collection, with the trailing slash. */
export function listPath(
  { apiRoot, id }: { readonly apiRoot: string; readonly id: string },
  list: 'objects' | 'manifest' | 'object' | 'versions',
  object = '',
): string {
  if (list === 'manifest') return `${collectionPath(apiRoot, id)}manifest/`;
  const objects = objectsPath(apiRoot, id);
  if (list === 'objects') return objects;
  return list === 'object' ? `${objects}${object}/` : `${objects}${object}/versions/`;
}
