import { TAXII } from '../../src/taxii/media-type.ts';
import {
  type Answer,
  collectionUrl,
  encoded,
  type Json,
  OasisConnection,
  type Query,
  raw,
  rootUrl,
  type Target,
  type Walk,
  Wire,
} from './client-http.ts';

/**
 * The clients that people run, reduced to what they do on the wire (shared/facts/clients.md §2). Each fails where
 * the real one would fail, and gives the objects that the real one would pass on.
 */

/** `Collection` of the OASIS client: opened by its URL, validated before the first list is asked for. */
class OasisCollection {
  private readonly connection: OasisConnection;
  private readonly url: string;

  private constructor(connection: OasisConnection, url: string) {
    this.connection = connection;
    this.url = url;
  }

  static async open(connection: OasisConnection, url: string): Promise<OasisCollection> {
    const body = await connection.get(url);
    need(body, ['id', 'title', 'can_read', 'can_write']);
    if (!url.includes(body.id))
      throw new Error(`the collection '${body.id}' does not match the url '${url}'`);
    return new OasisCollection(connection, url);
  }

  /** `as_pages`: the number of objects on page one is the `limit` of all others, whatever was asked for. */
  async *pages(path: string, perRequest: number, filters: Query): AsyncGenerator<Json> {
    let envelope = await this.ask(path, [...filters, ...limitOf(perRequest)]);
    yield envelope;
    const size = envelope.objects?.length ?? 0;
    while (envelope.more) {
      const next: Query = envelope.next ? [['next', envelope.next]] : [];
      envelope = await this.ask(path, [...filters, ...limitOf(size), ...next]);
      yield envelope;
    }
  }

  async all(path: string, perRequest: number, filters: Query): Promise<Json[]> {
    const objects: Json[] = [];
    for await (const page of this.pages(path, perRequest, filters)) objects.push(...(page.objects ?? []));
    return objects;
  }

  ask(path: string, query: Query = []): Promise<Json> {
    return this.connection.get(`${this.url}${path}`, query);
  }
}

function limitOf(size: number): Query {
  return size > 0 ? [['limit', String(size)]] : [];
}

function need(body: Json, keys: readonly string[]): void {
  for (const key of keys)
    if (body[key] === undefined) throw new Error(`'${key}' is required: ${JSON.stringify(body)}`);
}

/** The OASIS client from the collection's URL; without `perRequest` page one has no `limit`. */
export async function oasisWalk(
  target: Target,
  {
    perRequest = 0,
    filters = [],
    list = 'objects/',
  }: { perRequest?: number; filters?: Query; list?: string } = {},
): Promise<Walk> {
  const connection = new OasisConnection();
  const collection = await OasisCollection.open(connection, collectionUrl(target));
  return { objects: await collection.all(list, perRequest, filters), requests: connection.wire.requests };
}

/** The OASIS client from the discovery URL: API root by its name, collection by its title. */
async function discover(connection: OasisConnection, target: Target): Promise<OasisCollection> {
  const discovery = await connection.get(`${target.server}taxii2/`);
  need(discovery, ['title']);
  const urls: string[] = discovery.api_roots ?? [];
  const found = urls.find((url) => url.split('/').at(-2) === target.apiRoot);
  if (found === undefined) throw new Error(`no API root ${target.apiRoot} in ${urls.join(' ')}`);
  const root = new URL(found, target.server).href;
  need(await connection.get(root), ['title', 'versions', 'max_content_length']);
  const { collections = [] } = await connection.get(`${root}collections/`);
  const named = collections.find(({ title }: Json) => title === target.title);
  if (!named) throw new Error(`no collection titled ${target.title}`);
  return OasisCollection.open(connection, `${root}collections/${named.id}/`);
}

/** Cortex XSOAR: from discovery, types as one list, stops at an empty page, falls back to TAXII 2.0 on a 406. */
export async function xsoarWalk(target: Target, types: readonly string[], perRequest = 100): Promise<Walk> {
  const connection = new OasisConnection();
  try {
    const collection = await discover(connection, target);
    const objects: Json[] = [];
    for await (const page of collection.pages('objects/', perRequest, [['match[type]', types.join(',')]])) {
      if (!page.objects?.length) break;
      objects.push(...page.objects);
    }
    return { objects, requests: connection.wire.requests };
  } catch (error) {
    if (/^406 |version=2\.0/.test((error as Error).message))
      throw new Error('fell back to TAXII 2.0', { cause: error });
    throw error;
  }
}

/** misp-modules `taxii21` import: always `match[spec_version]=2.1`, pages of 100. */
export function mispModulesWalk(target: Target): Promise<Walk> {
  return oasisWalk(target, { perRequest: 100, filters: [['match[spec_version]', '2.1']] });
}

/** python-stix2's TAXIICollectionSource: it believes that the server applied the filters, and drops them. */
export class Stix2Source {
  private readonly target: Target;

  constructor(target: Target) {
    this.target = target;
  }

  query(filters: Query = []): Promise<Walk> {
    return oasisWalk(this.target, { perRequest: 5000, filters });
  }

  allVersions(id: string): Promise<Walk> {
    return this.query([
      ['match[id]', id],
      ['match[version]', 'all'],
    ]);
  }

  /** The object, or undefined where the server says 404. */
  async get(id: string): Promise<Json | undefined> {
    const collection = await OasisCollection.open(new OasisConnection(), collectionUrl(this.target));
    try {
      const { objects = [] } = await collection.ask(`objects/${id}/`);
      return objects[0];
    } catch (error) {
      if ((error as Error).message.startsWith('404 ')) return undefined;
      throw error;
    }
  }
}

/**
 * OpenCTI's built-in ingester: the objects URL alone, one page per tick of its scheduler. Its state lives on:
 * `next` while there is more, then Date-Added-Last through a JavaScript date, which cuts it to milliseconds.
 */
export class OpenCtiIngester {
  readonly wire = new Wire();
  private readonly url: string;
  private readonly limit: Query;
  private next: string | undefined;
  private addedAfter: string | undefined;

  constructor(target: Target, limit?: number) {
    this.url = `${collectionUrl(target)}objects/`;
    this.limit = limitOf(limit ?? 0);
  }

  /** Asks for one page. */
  async tick(): Promise<{ objects: readonly Json[]; done: boolean }> {
    const query: [string, string][] = [...this.limit] as [string, string][];
    if (this.addedAfter !== undefined) query.push(['added_after', this.addedAfter]);
    if (this.next !== undefined) query.push(['next', this.next]);
    const { body, headers } = await this.wire.get(this.url + raw(query), { Accept: TAXII });
    const objects = body.objects ?? [];
    // An empty page leaves the state as it was: the same `next` is asked for at every tick from then on.
    if (objects.length > 0) this.remember(body, headers);
    else if (this.next !== undefined) throw new Error(`stands still on next=${this.next}`);
    return { objects, done: this.next === undefined };
  }

  private remember(body: Json, headers: Headers): void {
    this.next = body.more && body.next ? body.next : undefined;
    const last = headers.get('X-TAXII-Date-Added-Last');
    if (this.next === undefined) this.addedAfter = (last ? new Date(last) : new Date()).toISOString();
  }

  /** Ticks until the server says that there is no more. */
  async walk(): Promise<Walk> {
    const before = this.wire.requests;
    this.wire.beginWalk();
    const objects: Json[] = [];
    for (;;) {
      const page = await this.tick();
      objects.push(...page.objects);
      if (page.done) return { objects, requests: this.wire.requests - before };
    }
  }
}

/** Elastic's ti_custom: goes on as long as there is a `next`, whatever `more` says; its cursor is Date-Added-Last. */
export class Elastic {
  readonly wire = new Wire();
  private readonly url: string;
  private readonly limit: Query;
  private cursor = '1970-01-01T00:00:00Z';

  constructor(target: Target, limit?: number) {
    this.url = `${collectionUrl(target)}objects/`.replace(/\/+$/, '');
    this.limit = limitOf(limit ?? 0);
  }

  /** One run: the first, or one with the cursor of the last. */
  async walk(): Promise<Walk> {
    const before = this.wire.requests;
    this.wire.beginWalk();
    const addedAfter = this.cursor;
    const objects: Json[] = [];
    for (let next: Query = []; ; ) {
      const query = encoded([['added_after', addedAfter], ...this.limit, ...next]);
      const { body, headers, status } = await this.wire.get(`${this.url}/${query}`, { Accept: TAXII });
      if (status !== 200 && status !== 206) throw new Error(`status ${status}`);
      objects.push(...(body.objects ?? []));
      this.cursor = headers.get('X-TAXII-Date-Added-Last') ?? this.cursor;
      if (!body.next) return { objects, requests: this.wire.requests - before };
      next = [['next', body.next]];
    }
  }
}

/**
 * FortiSOAR: `/taxii2/` with any Accept, the first API root verbatim, the type it answers with as the next Accept;
 * then a doubled slash, no trailing one, and a Basic credential throughout.
 */
export async function fortiSoarWalk(target: Target, limit?: number): Promise<Walk> {
  const wire = new Wire();
  const authorization = { Authorization: 'Basic Og==' };
  const discovery = await wire.get(`${target.server}taxii2/`, { Accept: '*/*', ...authorization });
  const root: string = discovery.body.api_roots[0];
  if (!/^https?:/.test(root)) throw new Error(`Invalid URL '${root}': no scheme supplied`);
  const { headers: found } = await wire.get(root, { Accept: '*/*', ...authorization });
  const headers = { Accept: found.get('Content-Type') ?? '', ...authorization };
  const { body } = await wire.get(`${root}/collections/`, headers);
  if (!body.collections.some(({ id }: Json) => id === target.id))
    throw new Error(`no collection ${target.id}`);
  const objects: Json[] = [];
  for (let next: Query = []; ; ) {
    const query: Query = [['added_after', '1970-01-01T00:00:00.000000Z'], ...limitOf(limit ?? 0), ...next];
    const page = await wire.get(`${root}/collections/${target.id}/objects${encoded(query)}`, headers);
    objects.push(...(page.body.objects ?? []));
    if (!page.body.next) return { objects, requests: wire.requests };
    next = [['next', page.body.next]];
  }
}

/** The OpenCTI connectors `taxii2` and `ctm360-threatcover`: after page one nothing but `next`. */
export async function nextOnlyWalk(target: Target, limit?: number): Promise<Walk> {
  const wire = new Wire();
  const objects: Json[] = [];
  const first: Query = [['added_after', '1970-01-01T00:00:00.000001Z'], ...limitOf(limit ?? 0)];
  for (let query = first; ; ) {
    const { body } = await wire.get(`${collectionUrl(target)}objects/${encoded(query)}`, { Accept: TAXII });
    objects.push(...(body.objects ?? []));
    if (!body.more) return { objects, requests: wire.requests };
    if (!body.next) throw new Error('more without next');
    query = [['next', body.next]];
  }
}

/** The headers that the ATT&CK Navigator's requests carry beyond what a browser sends unasked. */
const NAVIGATOR = ['authorization', 'version'];

/** ATT&CK Navigator in a browser: a preflight request, then the objects in one answer. It knows no second page. */
export async function navigatorWalk(target: Target): Promise<Walk> {
  const wire = new Wire();
  const url = `${rootUrl(target)}collections/${target.id}/objects/`;
  const origin = { Origin: 'https://navigator.example' };
  const asking = {
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Headers': 'accept,authorization,version',
  };
  const preflight = await wire.send(url, { ...origin, ...asking }, 'OPTIONS');
  if (preflight.status < 200 || preflight.status > 299)
    throw new Error(`CORS: preflight has ${preflight.status}`);
  const allowed = (preflight.headers.get('Access-Control-Allow-Headers') ?? '')
    .toLowerCase()
    .split(/\s*,\s*/);
  for (const header of NAVIGATOR)
    if (!allowed.includes(header)) throw new Error(`CORS: ${header} is not allowed`);
  checkOrigin(preflight);
  const answer = await wire.get(url, {
    ...origin,
    Accept: TAXII,
    Authorization: 'Basic Og==',
    version: '2.1',
  });
  checkOrigin(answer);
  return { objects: answer.body.objects ?? [], requests: wire.requests };
}

function checkOrigin({ headers }: Answer): void {
  if (headers.get('Access-Control-Allow-Origin') !== '*') throw new Error('CORS: the origin is not allowed');
}
