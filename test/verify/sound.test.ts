import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import { type Entry, settleTies } from '../../src/verify/lists.ts';
import { type Report, type VerifyOptions, verify } from '../../src/verify/verify.ts';
import { buildSample, type SampleBuild } from '../support/sample-build.ts';
import {
  handlerServer,
  type Server,
  sendTo,
  withBody,
  withHeaders,
  withoutQuery,
  withUrl,
} from './servers.ts';

/** Servers that do as the standard says, though not as ours do: an alarm over them is a false one. */

const HOST = 'https://taxii.example/';
const COLLECTION = 'port-threats';
let sample: SampleBuild;
let wide: SampleBuild;
let good: Server;
let fixed: Server;

beforeAll(async () => {
  sample = await buildSample({ baseUrl: HOST, pageSize: 20 });
  wide = await buildSample({ baseUrl: HOST });
  good = handlerServer(sample.site);
  fixed = withoutQuery(handlerServer(wide.site));
});
afterAll(() => {
  sample.remove();
  wide.remove();
});

function look(server: Server, options: Partial<VerifyOptions> = {}): Promise<Report> {
  const wait = async () => undefined;
  const send = sendTo(server);
  return verify({ url: HOST, send, wait, maxRequests: 2000, collection: COLLECTION, ...options });
}

function found({ results }: Report, ...verdicts: string[]): string[] {
  return results.filter(({ outcome }) => verdicts.includes(outcome.verdict)).map(({ id }) => id);
}

function error(status: number, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ title: 'No', http_status: String(status) });
  return new Response(body, { status, headers: { 'Content-Type': TAXII, ...headers } });
}

/** Other answers than the good server's, for the requests that are given one. */
function but(server: Server, answer: (request: Request) => Response | Promise<Response> | undefined): Server {
  return async (request) => (await answer(request)) ?? server(request);
}

const isIn = (request: Request, path: RegExp) => path.test(new URL(request.url).pathname);

describe('level 3', () => {
  test('an API root that is for others, listed all the same (§4.2)', async () => {
    for (const status of [401, 403]) {
      const report = await look(
        but(good, (request) => (isIn(request, /^\/members\//) ? error(status) : undefined)),
      );
      expect(found(report, 'fail', 'unchecked')).toEqual([]);
      expect(report).toMatchObject({ level: 3, conforms: true, meetsStandards: true });
    }
  });

  test('discovery that is for others, where the API root is known (§4.1)', async () => {
    const server = but(good, (request) => (isIn(request, /^\/taxii2/) ? error(401) : undefined));
    const report = await look(server, { url: `${HOST}public/` });
    expect(found(report, 'fail', 'unchecked')).toEqual([]);
  });

  test('a type that STIX does not know is refused (§3.4.1)', async () => {
    const server = but(good, ({ url }) => (url.includes('x-no-such-type') ? error(400) : undefined));
    expect(found(await look(server), 'fail', 'unchecked')).toEqual([]);
  });

  test('an older version of STIX of the same objects, for those who ask for it (§3.4.1)', async () => {
    const server: Server = async (request) => {
      const url = new URL(request.url);
      if (url.searchParams.get('match[spec_version]') !== '2.0') return good(request);
      url.searchParams.delete('match[spec_version]');
      const response = await good(withUrl(request, url.href));
      const { objects, ...rest } = await response.json();
      // Observables are of STIX 2.1 alone.
      const older = objects
        .filter(({ created }: { created?: string }) => created !== undefined)
        .map(({ spec_version: _, ...object }: { spec_version: string }) => object);
      return withBody(response, JSON.stringify({ ...rest, objects: older }));
    };
    const report = await look(server);
    expect(report.results.find(({ id }) => id === 'T-3.4.1-11')!.outcome).toEqual({ verdict: 'pass' });
  });

  test('a collection that this client may not read says so, and gives nothing (§5.4)', async () => {
    const mine = 'e8a951d7-b916-46e7-9b6d-dff58cccad23';
    const server: Server = async (request) => {
      const name = /\/collections\/([^/]+)/.exec(request.url)?.[1];
      if (name && ![mine, COLLECTION].includes(name)) return error(/^5d1f0c3e/.test(name) ? 404 : 403);
      const response = await good(request);
      if (!isIn(request, /collections\/?$/) || request.method !== 'GET') return response;
      const { collections } = await response.json();
      const told = collections.map((one: { id: string }) => ({ ...one, can_read: one.id === mine }));
      return withBody(response, JSON.stringify({ collections: told }));
    };
    const report = await look(server);
    expect(found(report, 'fail', 'unchecked')).toEqual([]);
    const { results } = report;
    expect(results.find(({ id }) => id === 'T-5.4-2')!.outcome).toEqual({ verdict: 'pass' });
  });

  test('compressed answers, with all that belongs to them', async () => {
    const { gzipSync } = await import('node:zlib');
    const server: Server = async (request) => {
      const response = withHeaders(await good(request), { Vary: 'Accept-Encoding' });
      const isWanted = request.headers.has('Accept-Encoding') && request.method === 'GET';
      if (!isWanted || response.status !== 200) return response;
      const bytes = gzipSync(await response.text());
      return withHeaders(withBody(response, bytes), { 'Content-Encoding': 'gzip' });
    };
    const report = await look(server);
    expect(found(report, 'fail', 'unchecked')).toEqual([]);
    expect(found(report, 'skipped')).not.toContain('H-12.5.5-1');
  });

  test('objects that are added while it is looked into are no fault, and not passed over', async () => {
    const added = '2026-11-22T12:00:01.000000Z';
    const record = {
      id: 'tool--5d1f0c3e-7a2b-4c9d-8e6f-0a1b2c3d4e50',
      date_added: added,
      version: added,
      media_type: 'application/stix+json;version=2.1',
    };
    let asked = 0;
    const server: Server = async (request) => {
      asked += 1;
      const response = withHeaders(await good(request), { Date: 'Sun, 22 Nov 2026 12:00:00 GMT' });
      const url = new URL(request.url);
      const isList =
        request.method === 'GET' && response.status === 200 && /\/manifest\/?$/.test(url.pathname);
      if (!isList || asked < 100 || url.search.includes('match') || url.search.includes('2200'))
        return response;
      const body = await response.json();
      if (body.more) return withBody(response, JSON.stringify(body));
      return withBody(response, JSON.stringify({ ...body, objects: [...(body.objects ?? []), record] }));
    };
    const report = await look(server);
    expect(found(report, 'fail').filter((id) => /^T-3\.[45]/.test(id))).toEqual([]);
    expect(report.conforms).toBe(false);
    const doubted = report.results.filter(({ outcome }) => outcome.verdict === 'unchecked');
    expect(doubted.length).toBeGreaterThan(0);
    for (const { outcome } of doubted) expect(JSON.stringify(outcome)).toContain(`${record.id} was added`);
  });

  test('what only our own levels promise is told apart from the standard', async () => {
    const server = but(good, ({ headers }) => (headers.get('Accept') === '*/*' ? error(406) : undefined));
    expect(await look(server)).toMatchObject({ conforms: false, meetsStandards: true });
    const broken = but(good, ({ url }) => (url.endsWith('limit=0') ? error(500) : undefined));
    expect(await look(broken)).toMatchObject({ conforms: false, meetsStandards: false });
  });
});

test('level 2 may tell of a match[id] without a match as missing, and of a combination, and level 3 may not', async () => {
  const missing = but(good, async (request) => {
    if (/match%5Btype%5D=[^&]*&added_after/.test(request.url)) return error(404);
    if (!request.url.includes('match%5Bid%5D') || request.method !== 'GET') return undefined as never;
    const response = await good(request);
    const text = await response.text();
    return text === '{"more":false}' ? error(404) : withBody(response, text);
  });
  expect(found(await look(missing), 'fail')).toEqual(['T-3.4.1-6', 'T-3.4.1-12']);
  const declining = but(missing, ({ url }) => (/=[^&]*%2C/.test(url) ? error(400) : undefined));
  const report = await look(declining);
  expect(found(report, 'fail', 'unchecked')).toEqual([]);
  expect(found(report, 'lacking')).toEqual(['T-3.4.1-6', 'T-3.4.1-12']);
  expect(report).toMatchObject({ level: 2, conforms: true });
});

describe('level 1', () => {
  const single = /\/objects\/[^/]+(?:\/versions)?\/?$/;

  test('may lack single objects and the dates in headers, and says what it lacks', async () => {
    const server: Server = async (request) => {
      if (isIn(request, single)) return new Response('<h1>Not found</h1>', { status: 404 });
      const bare = { 'X-TAXII-Date-Added-First': null, 'X-TAXII-Date-Added-Last': null };
      return withHeaders(await fixed(request), bare);
    };
    const report = await look(server);
    expect(found(report, 'fail', 'unchecked', 'declined')).toEqual([]);
    expect(found(report, 'lacking')).toEqual(['T-3.2-1', 'T-3.2-3', 'T-5.6-1', 'T-5.8-1', 'T-5.8-2']);
    expect(report).toMatchObject({ level: 1, conforms: true });
  });

  test('may hide what it does not hold (storage without leave to list)', async () => {
    const server: Server = async (request) => {
      const response = await fixed(request);
      return response.status === 404 ? error(403) : response;
    };
    const report = await look(server);
    expect(found(report, 'fail', 'unchecked')).toEqual([]);
    expect(found(report, 'lacking')).toEqual(['T-5.2-3', 'T-5.6-2', 'T-4.3-1']);
  });

  test('may not have wrong ones instead', async () => {
    const dates: Server = async (request) => {
      const response = await fixed(request);
      const last = response.headers.get('X-TAXII-Date-Added-Last');
      return last ? withHeaders(response, { 'X-TAXII-Date-Added-Last': '2020-01-01T00:00:00Z' }) : response;
    };
    expect(found(await look(dates), 'fail')).toContain('T-3.2-1');
    const other: Server = async (request) =>
      isIn(request, single) && !request.url.includes('versions')
        ? fixed(withUrl(request, request.url.replace(/objects\/.*/, 'objects/')))
        : fixed(request);
    expect(found(await look(other), 'fail')).toContain('T-5.6-1');
  });

  test('is held to all of it at level 3', async () => {
    const server = but(good, (request) => (isIn(request, single) ? error(404) : undefined));
    expect(found(await look(server), 'fail')).toEqual(expect.arrayContaining(['T-5.6-1', 'T-5.8-1']));
    const hidden = but(good, (request) => (/5d1f0c3e/.test(request.url) ? error(403) : undefined));
    expect(found(await look(hidden), 'fail')).toEqual(expect.arrayContaining(['T-5.2-3', 'T-5.6-2']));
  });
});

test('objects of one date may come in any order, and others may not', () => {
  const records = [
    ['a', 1],
    ['b', 2],
    ['c', 2],
    ['d', 2],
    ['e', 3],
  ].map(([id, date_added]) => ({ id, value: { date_added } }) as unknown as Entry);
  const settled = settleTies(records);
  expect(settled(['a', 'd', 'c', 'b', 'e'])).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(settled(['e', 'd', 'a', 'c', 'b'])).toEqual(['e', 'd', 'a', 'b', 'c']);
  expect(settled(['y', 'x'])).toEqual(['y', 'x']);
});
