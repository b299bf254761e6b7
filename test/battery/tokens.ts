import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { type BatteryCollection, type BatterySite, listPath } from './site.ts';

/** A `next` that a server gave out, with what its walk began with and how far that had come. */
export interface HarvestedToken {
  readonly token: string;
  readonly apiRoot: string;
  readonly collection: string;
  readonly list: 'objects' | 'manifest' | 'object' | 'versions';
  readonly object: string;
  /** The filters of the walk, without limit and next, as a query. */
  readonly filters: string;
  /** X-TAXII-Date-Added-Last of the answer that gave it: what comes next was added after that. */
  readonly after: string;
}

export type Send = (request: RawRequest) => Promise<Pick<RawAnswer, 'status' | 'header' | 'body'>>;

/** Pages of a walk whose tokens are kept. */
const PAGES = 3;

/** Walks the lists of a server a little, with several filters and limits, for the tokens that it gives out. */
export async function harvestTokens(send: Send, site: BatterySite): Promise<HarvestedToken[]> {
  const found = new Map<string, HarvestedToken>();
  for (const collection of site.collections)
    for (const walk of walksOf(collection))
      for (const limit of ['1', '2', '10', '100', undefined])
        for (const token of await follow(send, collection, walk, limit))
          if (!found.has(token.token)) found.set(token.token, token);
  return [...found.values()];
}

interface Walk {
  readonly list: HarvestedToken['list'];
  readonly object: string;
  readonly filters: string;
}

function walksOf({ types, objects, releases }: BatteryCollection): Walk[] {
  const [type = 'x-none', other = type] = types;
  const date = releases[0] ? new Date(releases[0].micros / 1000).toISOString() : '2000-01-01T00:00:00Z';
  const filters = [
    '',
    `match[type]=${type}`,
    `match[type]=${type},${other}`,
    'match[version]=all',
    'match[version]=first',
    'match[spec_version]=2.1',
    `added_after=${date}`,
    `match[id]=${objects
      .slice(0, 5)
      .map(({ id }) => id)
      .join(',')}`,
  ];
  const many = objects.reduce(
    (best, one) => (one.versions.length > best.versions.length ? one : best),
    objects[0]!,
  );
  return [
    ...filters.flatMap((text) => [
      { list: 'objects' as const, object: '', filters: text },
      { list: 'manifest' as const, object: '', filters: text },
    ]),
    ...(many
      ? [
          { list: 'object' as const, object: many.id, filters: 'match[version]=all' },
          { list: 'versions' as const, object: many.id, filters: '' },
        ]
      : []),
  ];
}

async function follow(
  send: Send,
  collection: BatteryCollection,
  walk: Walk,
  limit: string | undefined,
): Promise<HarvestedToken[]> {
  const tokens: HarvestedToken[] = [];
  const path = listPath(collection, walk.list, walk.object);
  const limited = limit === undefined ? [] : [`limit=${limit}`];
  for (let query = [walk.filters, ...limited].filter((part) => part !== ''); tokens.length < PAGES; ) {
    const answer = await send({ method: 'GET', target: `${path}?${query.join('&')}` });
    const next: unknown = answer.status === 200 ? JSON.parse(answer.body.toString()).next : undefined;
    const after = answer.header('X-TAXII-Date-Added-Last');
    if (typeof next !== 'string' || after === undefined) break;
    const { apiRoot, id } = collection;
    tokens.push({ ...walk, token: next, apiRoot, collection: id, after });
    query = [...limited, `next=${next}`];
  }
  return tokens;
}
