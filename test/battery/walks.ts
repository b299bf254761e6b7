import { TAXII } from '../../src/taxii/media-type.ts';
import {
  collectionUrl,
  encoded,
  type Json,
  type Query,
  raw,
  type Target,
  type Walk,
  Wire,
} from '../support/client-http.ts';
import {
  Elastic,
  fortiSoarWalk,
  mispModulesWalk,
  nextOnlyWalk,
  OpenCtiIngester,
  oasisWalk,
  Stix2Source,
  xsoarWalk,
} from '../support/clients.ts';
import type { Expected } from '../support/sample-build.ts';
import {
  azureImporterWalk,
  cywareWalk,
  ibmXtiWalk,
  luminarWalk,
  netskopeWalk,
  OneUptime,
  secOpsWalk,
} from './product-clients.ts';

/** How a client goes through a list. */
export interface Manner {
  readonly list: 'objects' | 'manifest';
  /** What it goes on by: `more`; whether there is a `next`; or `more`, with Date-Added-Last as `added_after`. */
  readonly by: 'more' | 'next' | 'date';
  /** What it sends again at every page; "first-count" is `limit` = the size of page one, as the OASIS client does. */
  readonly keeps: 'everything' | 'limit' | 'nothing' | 'first-count';
  readonly limit: number | undefined;
  readonly type: string | undefined;
  readonly slash: boolean;
  readonly colons: 'raw' | 'encoded';
  /** Sent with page one; before all content. */
  readonly addedAfter: string | undefined;
}

/** Goes through a list in any manner. */
export async function walkList(target: Target, manner: Manner): Promise<Walk> {
  const wire = new Wire();
  const url = `${collectionUrl(target)}${manner.list}${manner.slash ? '/' : ''}`;
  const print = manner.colons === 'raw' ? raw : encoded;
  const entries: Json[] = [];
  for (
    let query: Query = [...filtersOf(manner), ...sinceOf(manner), ...limitOf(manner.limit)], size = 0;
    ;
  ) {
    const { body, headers } = await wire.get(url + print(query), { Accept: TAXII });
    const page: readonly Json[] = body.objects ?? [];
    entries.push(...page);
    if (manner.by === 'next' ? !body.next : !body.more) return { objects: entries, requests: wire.requests };
    if (page.length === 0) throw new Error(`more, and nothing on this page: ${url}${print(query)}`);
    size ||= page.length;
    const last = headers.get('X-TAXII-Date-Added-Last');
    if (manner.by !== 'date') query = [...kept(manner, size), ['next', body.next]];
    else if (last) query = [...filtersOf(manner), ...limitOf(manner.limit), ['added_after', last]];
    else throw new Error(`no X-TAXII-Date-Added-Last: ${url}${print(query)}`);
  }
}

function kept(manner: Manner, size: number): Query {
  const filters = [...filtersOf(manner), ...sinceOf(manner)];
  switch (manner.keeps) {
    case 'everything':
      return [...filters, ...limitOf(manner.limit)];
    case 'first-count':
      return [...filters, ...limitOf(size)];
    case 'limit':
      return limitOf(manner.limit);
    case 'nothing':
      return [];
  }
}

function filtersOf({ type }: Manner): Query {
  return type === undefined ? [] : [['match[type]', type]];
}

function sinceOf({ addedAfter }: Manner): Query {
  return addedAfter === undefined ? [] : [['added_after', addedAfter]];
}

function limitOf(limit: number | undefined): Query {
  return limit === undefined ? [] : [['limit', String(limit)]];
}

const WAYS: readonly Pick<Manner, 'by' | 'keeps'>[] = [
  { by: 'more', keeps: 'everything' },
  { by: 'more', keeps: 'first-count' },
  { by: 'more', keeps: 'limit' },
  { by: 'next', keeps: 'nothing' },
  { by: 'date', keeps: 'everything' },
];

/**
 * Every way, over objects and manifests, unfiltered and by type, with limits of every size; slashes and colons take
 * turns.
 */
export function mannersFor(collection: Expected): Manner[] {
  const types = [undefined, ...extremeTypes(collection), 'x-none'];
  const limits = [undefined, 1, 7, 10, 99, 1000];
  const manners: Manner[] = [];
  for (const list of ['objects', 'manifest'] as const)
    for (const way of WAYS)
      for (const limit of limits)
        for (const type of types) {
          const turn = manners.length;
          // One object a page is no more telling with many objects than with few.
          const count = ofType(collection, type).length;
          if (limit !== undefined && count / limit > MOST_PAGES) continue;
          manners.push({
            ...way,
            list,
            limit,
            type,
            slash: turn % 3 !== 0,
            colons: turn % 2 === 0 ? 'raw' : 'encoded',
            addedAfter: turn % 4 === 1 ? '2000-01-01T00:00:00Z' : undefined,
          });
        }
  return manners;
}

const MOST_PAGES = 50;

function typesOf(objects: readonly Json[]): string[] {
  return [...new Set(objects.map(({ type }) => type))];
}

/** The types with the most and with the fewest objects. */
function extremeTypes(collection: Expected): string[] {
  const types = typesOf(collection.objects).sort(
    (a, b) => ofType(collection, b).length - ofType(collection, a).length,
  );
  return [...new Set([types[0], types.at(-1)])].filter((type) => type !== undefined);
}

export function ofType({ objects }: Expected, type: string | undefined): readonly Json[] {
  return type === undefined ? objects : objects.filter((object) => object.type === type);
}

/** A walk by a product, and what must come of it. */
export interface NamedWalk {
  readonly name: string;
  readonly run: (target: Target, collection: Expected) => Promise<Walk>;
  /** A type, where the client asks for one only. */
  readonly type?: string;
  /** False for hosts of level 2 that may decline what this client asks for. */
  readonly always: boolean;
}

/** The products of shared/facts/clients.md that read whole collections, from discovery or from the objects' URL. */
export const productWalks: readonly NamedWalk[] = [
  walk('OASIS client', (target) => oasisWalk(target)),
  walk('OASIS client, per_request=5', (target) => oasisWalk(target, { perRequest: 5 })),
  walk('OASIS client, manifest', manifestByOasis),
  walk('OASIS client, added_after', (target) =>
    oasisWalk(target, { filters: [['added_after', '2000-01-01T00:00:00.123Z']] }),
  ),
  walk('stix2', (target) => new Stix2Source(target).query()),
  walk('OpenCTI ingester', (target) => new OpenCtiIngester(target).walk()),
  walk('OpenCTI ingester, limit=4', (target) => new OpenCtiIngester(target, 4).walk()),
  walk('OpenCTI and ctm360 connectors', (target) => nextOnlyWalk(target)),
  walk('OpenCTI luminar connector', luminarWalk),
  walk('OpenCTI ibm-xti connector', ibmXtiWalk),
  walk('Elastic', (target) => new Elastic(target).walk()),
  walk('Elastic, limit=9', (target) => new Elastic(target, 9).walk()),
  walk('misp-modules', mispModulesWalk),
  walk('Netskope', netskopeWalk),
  walk('Azure Function importer', (target) => azureImporterWalk(target, 20)),
  { ...walk('Google SecOps', (target) => secOpsWalk(target)), type: 'indicator' },
  { ...walk('OneUptime', (target) => new OneUptime(target).walk()), type: 'indicator' },
  { ...walk('Cortex XSOAR', (target) => xsoarWalk(target, ['indicator'])), type: 'indicator' },
  // Lists of types are among what a host of rules may decline.
  {
    ...walk('Cortex XSOAR, all types', (target, { objects }) => xsoarWalk(target, typesOf(objects), 20)),
    always: false,
  },
];

function walk(name: string, run: NamedWalk['run']): NamedWalk {
  return { name, run, always: true };
}

/** The manifest has an entry for each object, in the same order. */
async function manifestByOasis(target: Target, { objects }: Expected): Promise<Walk> {
  const found = await oasisWalk(target, { list: 'manifest/' });
  return { ...found, objects: asObjects(found.objects, objects) };
}

/** Manifest records as the objects that they stand for, so that both kinds of walks are compared alike. */
export function asObjects(records: readonly Json[], objects: readonly Json[]): Json[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  return records.map(({ id }) => byId.get(id) ?? id);
}

/** FortiSOAR and Cyware take the default API root and no other. */
export const defaultRootWalks: readonly NamedWalk[] = [
  walk('FortiSOAR', (target) => fortiSoarWalk(target)),
  walk('FortiSOAR, limit=3', (target) => fortiSoarWalk(target, 3)),
  walk('Cyware', (target) => cywareWalk(target)),
];

/**
 * What is wrong with a walk: objects lost, doubled or out of order, dates that do not ascend, more requests than
 * there are objects. Empty where it is right.
 */
export function faultsOfWalk({ objects, requests }: Walk, wanted: readonly Json[]): string[] {
  const faults: string[] = [];
  const ids = objects.map((object) => object?.id ?? object);
  if (new Set(ids).size !== ids.length) faults.push(`${ids.length - new Set(ids).size} objects twice`);
  const lost = wanted.filter(({ id }) => !ids.includes(id));
  if (lost.length > 0) faults.push(`${lost.length} of ${wanted.length} objects lost, such as ${lost[0].id}`);
  if (ids.length > wanted.length) faults.push(`${ids.length - wanted.length} objects too many`);
  if (faults.length === 0 && JSON.stringify(objects) !== JSON.stringify(wanted))
    faults.push('other contents, or another order');
  if (requests > wanted.length * 2 + FIRST_REQUESTS)
    faults.push(`${requests} requests for ${wanted.length} objects`);
  return faults;
}

/** Discovery, the API root, its collections, the collection, and a preflight at most. */
const FIRST_REQUESTS = 6;
