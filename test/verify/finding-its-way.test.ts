import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { basic } from '../../src/verify/credentials.ts';
import { politely } from '../../src/verify/polite.ts';
import { printReport } from '../../src/verify/print-report.ts';
import { NoSuchCollectionError } from '../../src/verify/target.ts';
import { CannotVerifyError, type Report, type VerifyOptions, verify } from '../../src/verify/verify.ts';
import { NoAnswerError, type Send } from '../../src/verify/wire.ts';
import { buildSample, type SampleBuild } from '../support/sample-build.ts';
import { handlerServer, type Server, sendTo, withUrl } from './servers.ts';

/** Where a check begins, how it behaves towards the server, and what it makes of levels. */

const HOST = 'https://taxii.example/';
let sample: SampleBuild;
let good: Server;

beforeAll(async () => {
  sample = await buildSample({ baseUrl: HOST, pageSize: 20 });
  good = handlerServer(sample.site);
});
afterAll(() => sample.remove());

function look(server: Server, options: Partial<VerifyOptions> = {}): Promise<Report> {
  const wait = async () => undefined;
  return verify({ url: HOST, send: sendTo(server), wait, maxRequests: 2000, ...options });
}

function notTaxii(body: string, status = 200): Server {
  return async () => new Response(body, { status, headers: { 'Content-Type': 'text/html' } });
}

describe('a check begins at', () => {
  const [id, alias] = ['e8a951d7-b916-46e7-9b6d-dff58cccad23', 'port-threats'];
  test.each([
    ['the host', HOST],
    ['the host without its slash', HOST.slice(0, -1)],
    ['discovery', `${HOST}taxii2/`],
    ['an API root', `${HOST}public/`],
    ['an API root without its slash', `${HOST}public`],
    ['the collections', `${HOST}public/collections/`],
    ['a collection', `${HOST}public/collections/${id}/`],
    ['a collection by its alias', `${HOST}public/collections/${alias}`],
    ['its objects, with a query', `${HOST}public/collections/${id}/objects/?limit=5`],
    ['a page of the site', `${HOST}browse/public/index.html`],
  ])('%s', async (_, url) => {
    const report = await look(good, { url });
    expect(report).toMatchObject({ url, level: 3, conforms: true });
    if (url.includes('s/e8') || url.includes(alias)) expect(report.collection!.url).toContain(id);
  });

  test('a collection that is named, by id, alias or title', async () => {
    for (const collection of [id, alias, 'Port threats'])
      expect((await look(good, { collection })).collection).toEqual({
        title: 'Port threats',
        url: `${HOST}public/collections/${id}/`,
      });
    await expect(look(good, { collection: 'none' })).rejects.toThrow(NoSuchCollectionError);
  });
});

describe('levels', () => {
  const hasList = (url: string) => /match%5B[^=]*=[^&]*%2C/.test(url);
  const declining =
    (headers: Record<string, string>): Server =>
    async (request) => {
      const answer = await good(request);
      if (!hasList(request.url) || answer.status !== 200) return answer;
      return new Response('{"title":"No page for this","http_status":"400"}', { status: 400, headers });
    };
  const TAXII = { 'Content-Type': 'application/taxii+json;version=2.1' };

  test('2: what is not exact is declined', async () => {
    const report = await look(declining(TAXII), { collection: 'port-threats' });
    const declined = report.results
      .filter(({ outcome }) => outcome.verdict === 'declined')
      .map(({ id }) => id);
    expect(declined).toEqual(['T-3.4.1-2', 'T-3.4.1-5', 'T-3.4.1-11']);
    expect(report).toMatchObject({ level: 2, conforms: true });
  });

  test('2 is not enough where 3 is demanded', async () => {
    expect(await look(declining(TAXII), { level: 3 })).toMatchObject({ level: 2, conforms: false });
    expect(await look(declining(TAXII), { level: 2 })).toMatchObject({ level: 2, conforms: true });
  });

  test('an error that is none of TAXII declines nothing', async () => {
    const report = await look(declining({ 'Content-Type': 'text/html' }), { collection: 'port-threats' });
    expect(report).toMatchObject({ level: 3, conforms: false });
  });

  test('single types may not be declined', async () => {
    const server: Server = async (request) =>
      request.url.includes('match%5Btype%5D')
        ? new Response('{"title":"No"}', { status: 400, headers: TAXII })
        : good(request);
    const { conforms, results } = await look(server, { collection: 'port-threats' });
    expect(conforms).toBe(false);
    expect(results.find(({ id }) => id === 'T-3.4.1-1')!.outcome.verdict).toBe('fail');
  });

  test('0: a host with files', async () => {
    expect(await look(notTaxii('<h1>Files</h1>'))).toMatchObject({ level: 0, conforms: false });
    expect(await look(notTaxii('<h1>Files</h1>'), { level: 0 })).toMatchObject({ level: 0, conforms: true });
    expect(await look(notTaxii('[]'), { level: 0 })).toMatchObject({ level: 0, conforms: true });
  });

  test('a server whose collections cannot be read shows nothing', async () => {
    const server: Server = async (request) =>
      /collections\/.+/.test(request.url)
        ? new Response('{"title":"No"}', { status: 403, headers: TAXII })
        : request.url.endsWith('collections/')
          ? new Response('{}', { headers: TAXII })
          : good(request);
    const report = await look(server);
    expect(report).toMatchObject({ level: undefined, conforms: false, meetsStandards: false });
    expect(printReport(report)).toContain('No level (there is no collection to look into)\n');
    expect(printReport(report)).toMatch(
      /\nIt does not conform: [^\n]*there is no collection to look into\.\n/,
    );
    expect(printReport(report)).not.toMatch(/level (?:undefined|3)/i);
  });
});

describe('no report', () => {
  test('where nobody answers, or lets nobody in', async () => {
    const dead: Send = async () => {
      throw new NoAnswerError('connect ECONNREFUSED');
    };
    await expect(look(good, { send: dead })).rejects.toThrow(/^no answer: connect ECONNREFUSED \(https/);
    await expect(look(good, { send: dead })).rejects.toThrow(CannotVerifyError);
    await expect(look(notTaxii('', 401))).rejects.toThrow(/status 401 .*--user/);
    await expect(look(notTaxii('', 429))).rejects.toThrow(/429/);
  });

  test('a server that breaks off later has failed there', async () => {
    const send: Send = async (request) => {
      if (request.url.includes('/versions')) throw new NoAnswerError('socket hang up');
      return sendTo(good)(request);
    };
    const { results, conforms } = await look(good, { send });
    const { outcome } = results.find(({ id }) => id === 'T-5.8-1')!;
    expect(outcome).toMatchObject({ verdict: 'fail', seen: 'no answer: socket hang up' });
    expect(conforms).toBe(false);
  });
});

describe('manners', () => {
  test('never more requests than allowed, and what was not tried is not met', async () => {
    let count = 0;
    const server: Server = async (request) => {
      count += 1;
      return good(request);
    };
    const report = await look(server, { maxRequests: 60 });
    expect(count).toBe(60);
    expect(report).toMatchObject({ requests: 60, conforms: false });
    const left = report.results.filter(({ outcome }) => outcome.verdict === 'unchecked');
    expect(left.length).toBeGreaterThan(20);
    expect(left[0]!.outcome).toMatchObject({ reason: expect.stringContaining('--max-requests') });
  });

  test('waits as long as a busy server asks, then goes on', async () => {
    let count = 0;
    const waits: number[] = [];
    const server: Server = async (request) => {
      count += 1;
      if (count % 50 !== 0) return good(request);
      return new Response('', { status: 429, headers: { 'Retry-After': '7' } });
    };
    const report = await look(server, { wait: async (milliseconds) => void waits.push(milliseconds) });
    expect(report).toMatchObject({ level: 3, conforms: true });
    expect(waits.length).toBeGreaterThan(4);
    expect(new Set(waits)).toEqual(new Set([7000]));
  });

  test.each<[string, number, Record<string, string>, number[], number]>([
    ['429 without a time', 429, {}, [5000, 10000, 15000], 4],
    [
      'a date, by the clock of the server',
      503,
      { 'Retry-After': 'Sun, 22 Nov 2026 10:00:30 GMT', Date: 'Sun, 22 Nov 2026 10:00:00 GMT' },
      [30000, 30000, 30000],
      4,
    ],
    [
      'a date that has passed',
      429,
      { 'Retry-After': 'Sun, 22 Nov 2026 10:00:00 GMT', Date: 'Sun, 22 Nov 2026 10:01:00 GMT' },
      [0, 0, 0],
      4,
    ],
    ['too long', 429, { 'Retry-After': '600' }, [], 1],
    ['503 without a time is an answer', 503, {}, [], 1],
  ])('%s', async (_, status, headers, expected, asked) => {
    const waits: number[] = [];
    let count = 0;
    const send: Send = async () => {
      count += 1;
      return { status, headers: new Headers(headers), bytes: new Uint8Array() };
    };
    const polite = politely(send, async (milliseconds) => void waits.push(milliseconds));
    expect((await polite({ method: 'GET', url: HOST, headers: {} })).status).toBe(status);
    expect([waits, count]).toEqual([expected, asked]);
  });

  test('nothing is written, and credentials go to one origin only', async () => {
    const asked: Request[] = [];
    const server: Server = async (request) => {
      asked.push(request);
      const answer = await good(withUrl(request, request.url));
      if (!request.url.endsWith('/taxii2/')) return answer;
      const text = await answer.text();
      const roots = text.replace('"api_roots":[', '"api_roots":["https://elsewhere.example/api/",');
      return new Response(roots, { headers: { 'Content-Type': 'application/taxii+json;version=2.1' } });
    };
    const report = await look(server, { credentials: basic('reader:open sesame') });
    expect(new Set(asked.map(({ url }) => new URL(url).origin))).toEqual(new Set(['https://taxii.example']));
    expect(asked[0]!.headers.get('Authorization')).toBe('Basic cmVhZGVyOm9wZW4gc2VzYW1l');
    const writes = asked.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
    expect(writes.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/').at(-2)}`)).toEqual([
      'POST objects',
      expect.stringMatching(/^DELETE tool--5d1f/),
    ]);
    const shown = JSON.stringify(report);
    expect(shown).not.toMatch(/sesame|cmVhZGVy/);
  });

  test('a collection that can be written is not written to', async () => {
    const methods = new Set<string>();
    const server: Server = async (request) => {
      methods.add(request.method);
      const answer = await good(request);
      const text = await answer.text();
      const body =
        answer.status === 304 || text === ''
          ? null
          : text.replaceAll('"can_write":false', '"can_write":true');
      return new Response(body, { status: answer.status, headers: answer.headers });
    };
    const { results } = await look(server);
    expect(methods).toEqual(new Set(['GET', 'HEAD', 'OPTIONS']));
    expect(results.find(({ id }) => id === 'T-5.7-1')!.outcome.verdict).toBe('skipped');
  });
});

/** Whatever comes back, there is a report or a plain refusal. */
describe('answers that make no sense', () => {
  const TAXII = { 'Content-Type': 'application/taxii+json;version=2.1' };
  test.each([
    'null',
    '[]',
    '"x"',
    '{}',
    '{"title":5,"api_roots":[1,null,"http://[","/a b/","/\\ud800/"],"default":[]}',
    '{"versions":"","collections":[null,{"id":null},{"id":"\\ud800","alias":{},"title":[]}],"objects":[{}],"more":true}',
    '{"versions":[{}],"collections":[{"id":"a"}],"objects":[{"id":"a"},{"id":"\\ud800--","modified":1,"date_added":{}}],"more":true,"next":"\\ud800"}',
    '{"versions":[],"api_roots":["/x/"],"collections":[{"id":"a"}],"objects":[{"id":"a","type":"a"},{"id":"b--","type":null}],"__proto__":{"more":true}}',
    '{"api_roots":["/x/"],"objects":[',
    `{"api_roots":["/x/"],"collections":[{"id":"a"}],"objects":[{"id":"a--","deep":${'['.repeat(3000)}${']'.repeat(3000)}}]}`,
    '\ufeff{}',
    '\u0000',
  ])('%s', async (body) => {
    for (const status of [200, 404, 500]) {
      const server: Server = async () => new Response(body, { status, headers: { ...TAXII, ETag: 'x' } });
      const report = await look(server);
      if (report.level !== 0) expect(report.conforms).toBe(false);
    }
  });

  test.each(Array.from({ length: 12 }, (_, n) => n))('bodies cut or bent at place %i', async (n) => {
    const server: Server = async (request) => {
      const answer = await good(request);
      if (answer.status !== 200 || request.method === 'HEAD') return answer;
      const text = await answer.text();
      const at = Math.floor((text.length * (n + 1)) / 13);
      const bent =
        n % 3 === 0
          ? text.slice(0, at)
          : `${text.slice(0, at)}${n % 3 === 1 ? '"' : '0'}${text.slice(at + 1)}`;
      return new Response(bent, { headers: answer.headers });
    };
    const report = await look(server).catch((error: unknown) => {
      expect(error).toBeInstanceOf(CannotVerifyError);
      return undefined;
    });
    if (report && report.level !== 0) expect(report.results.length).toBeGreaterThan(50);
  });
});
