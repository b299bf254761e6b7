import { TAXII } from '../../src/taxii/media-type.ts';
import {
  collectionUrl,
  encoded,
  type Json,
  type Query,
  raw,
  rootUrl,
  type Target,
  type Walk,
  Wire,
} from '../support/client-http.ts';
import { oasisWalk } from '../support/clients.ts';

/**
 * Further products that read TAXII 2.1, reduced to what they do on the wire (shared/facts/clients.md §1, §2), beside
 * those of test/support/clients.ts. Each fails where the real one would.
 */

/** OpenCTI's connector `luminar`: pages of 9,999 as long as there is a `next`, whatever `more` says. */
export async function luminarWalk(target: Target): Promise<Walk> {
  const wire = new Wire();
  const objects: Json[] = [];
  for (let next: Query = []; ; ) {
    const url = `${collectionUrl(target)}objects/${encoded([['limit', '9999'], ...next])}`;
    const { body } = await wire.get(url, { Accept: TAXII });
    objects.push(...(body.objects ?? []));
    if (!body.next) return { objects, requests: wire.requests };
    next = [['next', body.next]];
  }
}

/** OpenCTI's connector `ibm-xti`: the OASIS client with pages of 50; it reads `objects` without a guard. */
export async function ibmXtiWalk(target: Target): Promise<Walk> {
  return oasisWalk(target, { perRequest: 50 });
}

/** Google SecOps: indicators only, by the OASIS client; it stops at the first page without one. */
export function secOpsWalk(target: Target, perRequest = 100): Promise<Walk> {
  const filters: Query = [
    ['match[type]', 'indicator'],
    ['added_after', '2000-01-01T00:00:00Z'],
  ];
  return oasisWalk(target, { perRequest, filters });
}

/** Netskope: the API root, a collection by its title, then the OASIS client's pager with pages of 100. */
export async function netskopeWalk(target: Target): Promise<Walk> {
  const wire = new Wire();
  const root = await wire.get(rootUrl(target), { Accept: TAXII });
  if (!root.body.versions?.includes(TAXII)) throw new Error(`no 2.1 in ${root.body.versions}`);
  const { body } = await wire.get(`${rootUrl(target)}collections/`, { Accept: TAXII });
  const found = body.collections?.find(({ title }: Json) => title === target.title);
  if (!found?.can_read) throw new Error(`no readable collection titled ${target.title}`);
  const filters: Query = [['added_after', '2001-02-03T04:05:06.789012Z']];
  const walk = await oasisWalk({ ...target, id: found.id }, { perRequest: 100, filters });
  return { ...walk, requests: walk.requests + wire.requests };
}

/** OneUptime: refuses redirects, sends all parameters at every page, and keeps Date-Added-Last for the next run. */
export class OneUptime {
  private readonly wire = new Wire('error');
  private readonly target: Target;
  private readonly limit: number;
  private cursor: string | undefined;

  constructor(target: Target, limit = 100) {
    if (!/^[A-Za-z0-9._~-]+$/.test(target.id)) throw new Error(`no URL-safe id: ${target.id}`);
    this.target = target;
    this.limit = limit;
  }

  async walk(): Promise<Walk> {
    const before = this.wire.requests;
    this.wire.beginWalk();
    const since: Query = this.cursor === undefined ? [] : [['added_after', this.cursor]];
    const objects: Json[] = [];
    for (let next: Query = []; ; ) {
      const query: Query = [['match[type]', 'indicator'], ['limit', String(this.limit)], ...since, ...next];
      const url = `${collectionUrl(this.target)}objects/${encoded(query)}`;
      const { body, headers } = await this.wire.get(url, { Accept: TAXII });
      objects.push(...(body.objects ?? []));
      this.cursor = headers.get('X-TAXII-Date-Added-Last') ?? this.cursor;
      if (!body.next) return { objects, requests: this.wire.requests - before };
      next = [['next', body.next]];
    }
  }
}

/** Cyware's cytaxii2: begins with the `default` API root of the discovery document. */
export async function cywareWalk(target: Target, limit = 100): Promise<Walk> {
  const wire = new Wire();
  const discovery = await wire.get(`${target.server}taxii2/`, { Accept: TAXII });
  const root: unknown = discovery.body.default;
  if (typeof root !== 'string') throw new Error('KeyError: default');
  const { body } = await wire.get(`${new URL(root, target.server).href}collections/`, { Accept: TAXII });
  if (!body.collections?.some(({ id }: Json) => id === target.id))
    throw new Error(`no ${target.id} in ${root}`);
  const objects: Json[] = [];
  for (let next: Query = []; ; ) {
    const query: Query = [['limit', String(limit)], ['added_after', '2000-01-01T00:00:00.000Z'], ...next];
    const page = await wire.get(`${collectionUrl(target)}objects/${encoded(query)}`, { Accept: TAXII });
    objects.push(...(page.body.objects ?? []));
    if (!page.body.more) return { objects, requests: wire.requests };
    next = [['next', page.body.next]];
  }
}

/** cc-taxii2-client-rs: strict types; a discovery document without all of its optional keys is refused. */
export async function rustDiscovery(target: Target): Promise<Json> {
  const { body } = await new Wire().get(`${target.server}taxii2/`, { Accept: TAXII });
  for (const key of ['title', 'description', 'contact', 'default'])
    if (typeof body[key] !== 'string') throw new Error(`missing field ${key}`);
  return body;
}

/** An importer in an Azure Function: keeps `next` across runs, and asks for a page again when its upload failed. */
export async function azureImporterWalk(target: Target, limit: number): Promise<Walk> {
  const wire = new Wire();
  const objects: Json[] = [];
  for (let query: Query = [['limit', String(limit)]]; ; ) {
    const url = `${collectionUrl(target)}objects/${raw(query)}`;
    const { body, text, headers } = await wire.get(url, { Accept: TAXII });
    wire.beginWalk();
    const again = await wire.get(url, { Accept: TAXII });
    if (again.text !== text) throw new Error(`not the same answer twice: ${url}`);
    objects.push(...(body.objects ?? []));
    if (!headers.has('X-TAXII-Date-Added-Last') && objects.length > 0) throw new Error('the cursor is lost');
    if (!body.next) return { objects, requests: wire.requests };
    query = [
      ['next', body.next],
      ['limit', String(limit)],
    ];
  }
}

/** IntelliBird's probe of public servers: what it finds fault with, in its own words. */
export async function intelliBirdProbe(target: Target): Promise<string[]> {
  const faults: string[] = [];
  const { headers, body } = await new Wire().get(`${collectionUrl(target)}objects/?limit=1`, {
    Accept: TAXII,
  });
  if (!headers.get('Content-Type')?.includes('version=2.1')) faults.push('Content-Type without version=2.1');
  if (!headers.get('X-TAXII-Date-Added-Last')) faults.push('no X-TAXII-Date-Added-Last');
  if (body.more && !body.next) faults.push('more without next');
  if (body.objects?.length > 1) faults.push('limit is not kept');
  return faults;
}
