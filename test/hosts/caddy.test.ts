import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { type BatteryBuild, buildBatterySite } from '../battery/battery-site.ts';
import { handlerReference } from '../battery/compare.ts';
import { corpus } from '../battery/corpus.ts';
import { fileReference, rulesOf } from '../battery/file-reference.ts';
import { randomRequests } from '../battery/random-requests.ts';
import { printReport, runBattery } from '../battery/run.ts';
import { type HarvestedToken, harvestTokens } from '../battery/tokens.ts';
import { Truth } from '../battery/truth.ts';
import {
  asObjects,
  defaultRootWalks,
  faultsOfWalk,
  mannersFor,
  ofType,
  productWalks,
  walkList,
} from '../battery/walks.ts';
import { navigatorWalk } from '../support/clients.ts';
import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-http.ts';
import { seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { importFile, startCaddy } from '../support/servers/caddy.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** Level 2 on the real Caddy, against the file table's meaning and against level 3. */

const PATIENCE = 300_000;

describe.skipIf(!isInstalled('caddy'))('caddy', () => {
  let build: BatteryBuild;
  let server: RunningServer;
  let client: RawClient;
  let baseUrl: string;
  let tokens: readonly HarvestedToken[];

  beforeAll(async () => {
    const port = await freePort();
    baseUrl = `http://127.0.0.1:${port}/`;
    build = await buildBatterySite({ baseUrl, hosts: ['caddy'], pageSize: 100, objects: 250 });
    openPath(build.site);
    server = await startCaddy({
      root: build.site,
      port,
      configuration: { site: importFile(join(build.site, '_hosts/caddy/site.caddy')) },
    });
    client = new RawClient({ port });
    tokens = await harvestTokens(send, build.description);
  }, PATIENCE);
  afterAll(async () => {
    client?.close();
    await server?.stop();
    build?.remove();
  });

  function send(request: RawRequest): Promise<RawAnswer> {
    return client.send(request);
  }

  function get(target: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
    return send({ method: 'GET', target, headers: Object.entries(headers) });
  }

  async function battery(kind: 'corpus' | 'random') {
    const site = build.description;
    expect(tokens.length).toBeGreaterThan(20);
    const truth = new Truth(handlerReference(new SiteFolder(build.site)), site, tokens);
    const reference = fileReference(build.site, rulesOf(join(build.site, '../content'), baseUrl));
    const requests =
      kind === 'corpus' ? corpus(site, tokens) : randomRequests({ seed, count: 3000, site, tokens });
    const report = await runBattery({ requests, send, reference, truth, departure, declines: true });
    console.log(printReport(report));
    return report;
  }

  it('answers the corpus exactly or declines', { timeout: PATIENCE }, async () => {
    const report = await battery('corpus');
    expect(report.wrong.length, printReport(report)).toBe(0);
  });

  it('answers 3,000 random requests as the table says, and none wrongly', { timeout: PATIENCE }, async () => {
    const report = await battery('random');
    expect(report.wrong.length, printReport(report)).toBe(0);
    // Chance must not make a battery of refusals.
    expect(report.kinds.get('equal: 200')).toBeGreaterThan(500);
    expect(report.kinds.get('truth: exact')).toBeGreaterThan(800);
  });

  describe('clients', { timeout: PATIENCE }, () => {
    it.each(
      productWalks.filter(({ always }) => always).map((one) => [one.name, one] as const),
    )('%s', async (_, { run, type }) => {
      for (const collection of build.collections) {
        const walk = await run({ server: baseUrl, ...collection }, collection);
        expect(faultsOfWalk(walk, ofType(collection, type))).toEqual([]);
      }
    });

    it.each(defaultRootWalks.map((one) => [one.name, one] as const))('%s', async (_, { run }) => {
      for (const collection of build.collections.filter(({ apiRoot }) => apiRoot === build.defaultApiRoot))
        expect(
          faultsOfWalk(await run({ server: baseUrl, ...collection }, collection), collection.objects),
        ).toEqual([]);
    });

    it('Navigator, in a browser', async () => {
      for (const collection of build.collections) {
        const { objects } = await navigatorWalk({ server: baseUrl, ...collection });
        expect(objects.map(({ id }) => id)).toEqual(collection.objects.slice(0, 100).map(({ id }) => id));
      }
    });

    it('in every manner of walking', async () => {
      let walks = 0;
      for (const collection of build.collections)
        for (const manner of mannersFor(collection)) {
          const { objects, requests } = await walkList({ server: baseUrl, ...collection }, manner);
          const entries = manner.list === 'manifest' ? asObjects(objects, collection.objects) : objects;
          // Smaller pages lead to the next border of larger ones, so there are more of them than elsewhere.
          const faults = faultsOfWalk({ objects: entries, requests: 0 }, ofType(collection, manner.type));
          expect(faults, JSON.stringify(manner)).toEqual([]);
          expect(requests).toBeLessThan(entries.length * 2 + 20);
          walks += 1;
        }
      expect(walks).toBeGreaterThan(500);
    });
  });

  describe('headers', () => {
    const objects = '/synthetic/collections/feed/objects/';
    const fileOf = (name: string) => join(build.site, name);

    it('of a page', async () => {
      const answer = await get(`${objects}?limit=10`);
      expect(answer.status).toBe(200);
      expect(answer.header('Content-Type')).toBe(TAXII);
      expect(answer.header('Cache-Control')).toMatch(/^public, max-age=60/);
      expect(answer.header('Vary')).toBe('Accept, Accept-Encoding');
      expect(answer.header('X-Content-Type-Options')).toBe('nosniff');
      expect(answer.header('Last-Modified')).toBeUndefined();
      expect(answer.header('Access-Control-Expose-Headers')).toContain('X-TAXII-Date-Added-Last');
    });

    it('of errors', async () => {
      const wrong = await get(`${objects}?limit=0`, { Range: 'bytes=0-3', 'If-None-Match': '*' });
      expect([wrong.status, wrong.header('Cache-Control')]).toEqual([400, 'no-store']);
      expect(JSON.parse(wrong.body.toString())).toMatchObject({ http_status: '400' });
      expect(wrong.header('ETag')).toBeUndefined();
      const post = await send({ method: 'POST', target: '/synthetic/' });
      expect([post.status, post.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    });

    it('of a preflight', async () => {
      const asked = await send({
        method: 'OPTIONS',
        target: objects,
        headers: [['Access-Control-Request-Headers', 'accept,x-{http.request.host}']],
      });
      expect([asked.status, asked.body.length]).toEqual([204, 0]);
      expect(asked.header('Access-Control-Allow-Headers')).toBe('accept,x-{http.request.host}');
      expect(asked.header('Access-Control-Allow-Methods')).toBe('GET, HEAD, OPTIONS');
      const plain = await send({ method: 'OPTIONS', target: objects });
      expect(plain.header('Access-Control-Allow-Headers')).toBe('Authorization, Accept, Version');
    });

    it('an entity tag spares an unchanged answer, and a date does not', async () => {
      const etag = (await get(objects)).header('ETag')!;
      const again = await get(objects, { 'If-None-Match': etag });
      expect([again.status, again.body.length, again.header('ETag')]).toEqual([304, 0, etag]);
      expect((await get(objects, { 'If-Modified-Since': 'Wed, 01 Jan 2070 00:00:00 GMT' })).status).toBe(200);
    });

    it('a range is given as one, whole answers are compressed', async () => {
      const { body } = await get(objects, { 'Accept-Encoding': 'identity' });
      const part = await get(objects, { Range: 'bytes=10-29', 'Accept-Encoding': 'gzip' });
      expect([part.status, part.encodedBody.toString()]).toEqual([206, body.subarray(10, 30).toString()]);
      const whole = await get(objects, { 'Accept-Encoding': 'gzip' });
      expect(whole.header('Content-Encoding')).toBe('gzip');
      expect(whole.encodedBody.length).toBeLessThan(body.length / 2);
      expect(whole.body.equals(body)).toBe(true);
      expect(whole.header('Vary')).toBe('Accept, Accept-Encoding');
    });

    it('compressed files are taken where they are', async () => {
      const path = fileOf('_taxii/discovery.json');
      writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
      for (const coding of ['br', 'gzip']) {
        const answer = await get('/taxii2/', { 'Accept-Encoding': coding });
        expect(answer.header('Content-Encoding')).toBe(coding);
        expect(answer.header('Content-Type')).toBe(TAXII);
        expect(answer.body.toString()).toBe(readFileSync(path, 'utf8'));
      }
    });
  });

  describe('what is not TAXII', () => {
    it.each([
      ['/', 'index.html', 'text/html; charset=utf-8'],
      ['/index.html?x', 'index.html', 'text/html; charset=utf-8'],
      ['/style.css', 'style.css', 'text/css; charset=utf-8'],
      ['/browse/public/port-threats/', 'browse/public/port-threats/index.html', 'text/html; charset=utf-8'],
    ])('%s', async (target, file, type) => {
      const answer = await get(target, { 'Accept-Encoding': 'identity' });
      expect([answer.status, answer.header('Content-Type')]).toEqual([200, type]);
      expect(answer.body.toString()).toBe(readFileSync(join(build.site, file), 'utf8'));
      expect(answer.header('X-Content-Type-Options')).toBe('nosniff');
      expect(answer.header('Last-Modified')).toBeUndefined();
      if (type.startsWith('text/html'))
        expect(answer.header('Content-Security-Policy')).toMatch(/^default-src 'none'/);
    });

    it('a folder leads to its page, and nowhere else', async () => {
      const answer = await get('/browse/public/port-threats');
      expect([answer.status, answer.header('Location')]).toEqual([308, '/browse/public/port-threats/']);
      for (const target of ['//browse/public/port-threats', '//example.org/..', '/%2Fexample.org/%2e%2e']) {
        const { status, header } = await get(target);
        if (status === 308) expect(header('Location')).toMatch(/^\/(?![/\\])/);
        else expect([200, 404]).toContain(status);
      }
    });

    it.each([
      '/nothing',
      '/_taxii/discovery.json',
      '/_taxii/',
      '//_taxii/discovery.json',
      '/_hosts/caddy/site.caddy',
      `/${'a'.repeat(300)}`,
      `/${'a/'.repeat(3000)}`,
      '/*.html',
      '/[i]ndex.html',
    ])('%s is not there', async (target) => {
      const answer = await get(target);
      expect([answer.status, answer.header('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(answer.body.toString()).toBe(readFileSync(join(build.site, '404.html'), 'utf8'));
      expect(answer.header('Cache-Control')).toBe('no-store');
    });

    // The table takes every path with an escape or a dot segment for one of TAXII's that nobody knows.
    it.each([
      '/./_taxii/discovery.json',
      '/x/../_taxii/discovery.json',
      '/_hosts/../_hosts/caddy/site.caddy',
      '/../../../../../../etc/passwd',
      '/%5Ftaxii/discovery.json',
      '/browse/..%2f_taxii/discovery.json',
      '/%00',
      '/..%2f..%2f..%2f..%2f..%2fetc/passwd',
    ])('%s is not there either', async (target) => {
      const answer = await get(target);
      expect([answer.status, answer.header('Content-Type')]).toEqual([404, TAXII]);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ title: 'Not found', http_status: '404' });
    });

    it('is read-only', async () => {
      const answer = await send({ method: 'POST', target: '/' });
      expect([answer.status, answer.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    });
  });

  it('knows its own departures', async () => {
    const answer = await get('/synthetic/%zz');
    expect(answer.status).toBe(400);
  });
});

/** What host.ts says of requests that Caddy cannot read. */
function departure({ target }: RawRequest, { status }: RawAnswer): string | undefined {
  const [path = ''] = target.split('?');
  if (status === 400 && /%(?![0-9A-Fa-f]{2})/.test(path)) return 'a malformed escape in the path';
  return undefined;
}
