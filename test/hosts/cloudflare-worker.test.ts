import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emitWorker, limits } from '../../src/hosts/cloudflare-worker/emit.ts';
import type { HostInput } from '../../src/hosts/host.ts';
import { textFile } from '../../src/site/output-file.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { Target, Walk } from '../support/client-http.ts';
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
import { buildForHosts, differences, type EdgeSite, makeBattery, reference } from '../support/edge-site.ts';
import type { Expected } from '../support/sample-build.ts';
import { seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { type FileHost, type RunningWorker, startFileHost, startWorker } from '../support/worker.ts';

/** The emitted Worker in the real workerd, configured by the emitted wrangler.jsonc. */

let site: EdgeSite;
let worker: RunningWorker;
const configOf = (built: EdgeSite) => join(built.site, '_hosts/cloudflare-worker/wrangler.jsonc');

beforeAll(async () => {
  const port = await freePort();
  site = await buildForHosts(['node', 'cloudflare-worker'], { baseUrl: `http://127.0.0.1:${port}/` });
  worker = await startWorker(configOf(site), { port });
});
afterAll(async () => {
  await worker.stop();
  site.remove();
});

/** Answers to paths that are not TAXII's never show what stands behind TAXII, nor what configures hosts. */
function isNoLeak(answer: { status: number; header: (name: string) => string | undefined; body: Buffer }) {
  expect([200, 304, 308, 400, 404, 405]).toContain(answer.status);
  expect(answer.header('Content-Type') ?? '').not.toContain('taxii');
  if (answer.status === 200)
    expect(answer.header('Content-Type')).toMatch(/^text\/(html|css)|schema\+json|svg/);
}

async function runBattery(running: RunningWorker, built: EdgeSite, count: number) {
  const expect_ = reference(built);
  const ask = (request: Parameters<typeof running.client.send>[0]) => running.client.send(request);
  const { requests } = await makeBattery(built, ask, seed, count);
  const found = { compared: 0, statuses: new Set<number>(), differing: [] as string[] };
  for (const request of requests) {
    const [expected, answer] = [await expect_(request), await ask(request)];
    if (!expected) {
      isNoLeak(answer);
      continue;
    }
    found.compared += 1;
    found.statuses.add(answer.status);
    found.differing.push(...differences(request, expected, answer));
  }
  return found;
}

describe('with static assets', () => {
  it('answers 1,200 random requests as the handler does', async () => {
    const { compared, statuses, differing } = await runBattery(worker, site, 1200);
    expect(differing.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(900);
    expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 204, 400, 404, 406]));
  });

  const walks: Record<string, (target: Target, collection: Expected) => Promise<Walk>> = {
    'OASIS client': (target) => oasisWalk(target),
    'OASIS client, limit=5': (target) => oasisWalk(target, { perRequest: 5 }),
    'OpenCTI ingester': (target) => new OpenCtiIngester(target).walk(),
    'OpenCTI ingester, limit=4': (target) => new OpenCtiIngester(target, 4).walk(),
    'OpenCTI and ctm360 connectors': (target) => nextOnlyWalk(target),
    Elastic: (target) => new Elastic(target).walk(),
    'Elastic, limit=9': (target) => new Elastic(target, 9).walk(),
    'Cortex XSOAR': (target, { objects }) => xsoarWalk(target, [...new Set(objects.map(({ type }) => type))]),
    'misp-modules': (target) => mispModulesWalk(target),
    'stix2, query': (target) => new Stix2Source(target).query(),
  };
  it.each(Object.entries(walks))('%s gets every object once', async (_, walk) => {
    for (const collection of site.collections)
      expect((await walk({ server: worker.address, ...collection }, collection)).objects).toEqual(
        collection.objects,
      );
  });

  it('FortiSOAR gets every object once', async () => {
    for (const collection of site.collections.filter(({ apiRoot }) => apiRoot === site.defaultApiRoot))
      expect((await fortiSoarWalk({ server: worker.address, ...collection })).objects).toEqual(
        collection.objects,
      );
  });

  it('answers conditional requests', async () => {
    const [collection] = site.collections;
    const target = `/${collection!.apiRoot}/collections/${collection!.id}/objects/`;
    const tag = (await worker.client.send({ method: 'GET', target })).header('ETag')!;
    const again = await worker.client.send({ method: 'GET', target, headers: [['If-None-Match', tag]] });
    expect([again.status, again.body.length, again.header('ETag')]).toEqual([304, 0, tag]);
  });

  it('keeps its own files out of the assets', async () => {
    for (const path of ['_hosts/cloudflare-worker/worker.js', '_hosts/cloudflare-worker/wrangler.jsonc'])
      expect((await worker.asset(path)).status).toBe(404);
    expect((await worker.asset('_taxii/site.json')).status).toBe(200);
  });

  it.each([
    '/_taxii/site.json',
    '//_taxii/site.json',
    '/%5ftaxii/site.json',
    '/./_taxii/site.json',
    '/browse/../_taxii/site.json',
    '/browse/%2e%2e/_taxii/site.json',
    '/browse/..%2f_taxii/site.json',
    '/browse/..%5c_taxii/site.json',
    '/_taxii%2fsite.json',
    '/_TAXII/../_taxii/discovery.json',
    '/_hosts/cloudflare-worker/worker.js',
    '/.assetsignore',
    '/%2eassetsignore',
    '/%00',
  ])('does not show %s', async (target) => {
    const { status, body } = await worker.client.send({ method: 'GET', target });
    expect(status).toBe(404);
    expect(body.toString()).toBe(readFileSync(join(site.site, '404.html'), 'utf8'));
  });

  it('serves the pages with the headers of their kind', async () => {
    const page = await worker.client.send({ method: 'GET', target: '/' });
    expect(page.body.toString()).toBe(readFileSync(join(site.site, 'index.html'), 'utf8'));
    expect(page.header('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.header('Content-Security-Policy')).toContain("default-src 'none'");
    expect(page.header('X-Content-Type-Options')).toBe('nosniff');
    expect(page.header('Cache-Control')).toContain('max-age=60');
    const tag = page.header('ETag')!;
    const again = await worker.client.send({ method: 'GET', target: '/', headers: [['If-None-Match', tag]] });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const style = await worker.client.send({ method: 'HEAD', target: '/style.css' });
    expect([style.status, style.header('Content-Type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect((await worker.client.send({ method: 'POST', target: '/' })).status).toBe(405);
  });

  it('sends a reader of a folder to its own path, on this host', async () => {
    const folder = readdirSync(join(site.site, 'browse'))[0]!;
    const collection = readdirSync(join(site.site, 'browse', folder))[0]!;
    const target = `/browse/${folder}/${collection}`;
    const answer = await worker.client.send({ method: 'GET', target: `${target}?x=1` });
    expect([answer.status, answer.header('Location')]).toEqual([308, `${target}/?x=1`]);
    expect((await worker.client.send({ method: 'GET', target: `${target}/` })).status).toBe(200);
    const evil = await worker.client.send({ method: 'GET', target: `//evil.example/..${target}` });
    expect(evil.header('Location') ?? '/').toMatch(/^\/(?!\/)/);
  });

  it('does not look at the Host header', async () => {
    const target = '/taxii2/';
    const headers = [['Host', 'evil.example']] as const;
    const answers = [await worker.client.send({ method: 'GET', target, headers })];
    answers.push(await worker.client.send({ method: 'GET', target }));
    expect(answers[0]!.body.toString()).toBe(answers[1]!.body.toString());
  });
});

describe('in front of GitHub Pages', () => {
  let pages: FileHost;
  let front: RunningWorker;
  beforeAll(async () => {
    pages = await startFileHost(site.folder, { prefix: 'repository/' });
    front = await startWorker(configOf(site), { origin: pages.address });
  });
  afterEach(() => {
    pages.fault = undefined;
  });
  afterAll(async () => {
    await front.stop();
    pages.stop();
  });

  it('answers 1,000 random requests as the handler does', async () => {
    const { compared, differing } = await runBattery(front, site, 1000);
    expect(differing.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(750);
  });

  it('reads ranges, not whole stretches of the log', () => {
    const ranged = pages.asked.filter(({ headers }) => headers.range !== undefined);
    expect(ranged.length).toBeGreaterThan(0);
    expect(pages.asked.filter(({ path }) => /store\/objects\//.test(path))).toEqual(ranged);
  });

  it('passes pages through', async () => {
    const page = await front.client.send({ method: 'GET', target: '/' });
    expect(page.body.toString()).toBe(readFileSync(join(site.site, 'index.html'), 'utf8'));
    expect(page.header('Content-Security-Policy')).toContain("default-src 'none'");
    expect(page.header('Cache-Control')).toContain('max-age=60');
  });

  it.each([
    'status-500',
    'html',
    'redirect',
    'cut-off',
    'wrong-range',
    'silence',
  ] as const)('tells of a storage with the fault %s in TAXII’s words', async (fault) => {
    // A Worker that has read nothing yet.
    const fresh = await startWorker(configOf(site), { origin: pages.address });
    const [collection] = site.collections;
    pages.fault = fault;
    const target = `/${collection!.apiRoot}/collections/${collection!.id}/objects/`;
    const answer = await fresh.client.send({ method: 'GET', target });
    expect([answer.status, answer.header('Content-Type')]).toEqual([503, TAXII]);
    expect(Number(answer.header('Retry-After'))).toBeGreaterThan(0);
    expect(answer.header('Cache-Control')).toBe('no-store');
    expect(JSON.parse(answer.body.toString())).toEqual({ title: 'Not available', http_status: '503' });
    expect(fresh.said()).toContain('Error');
    pages.fault = undefined;
    expect((await fresh.client.send({ method: 'GET', target })).status).toBe(200);
    await fresh.stop();
  });

  it('tells of a failing origin without its words where a page is asked for', async () => {
    pages.fault = 'status-500';
    const answer = await front.client.send({ method: 'GET', target: '/' });
    expect([answer.status, answer.header('Retry-After')]).toEqual([503, '30']);
    expect(answer.body.toString()).not.toContain('Oops');
  });

  it.each([
    'not a url',
    'file:///etc/',
    'https://host.example/no-slash',
  ])('refuses the origin %s', async (origin) => {
    const fresh = await startWorker(configOf(site), { origin });
    const answer = await fresh.client.send({ method: 'GET', target: '/taxii2/' });
    expect([answer.status, answer.header('Content-Type')]).toEqual([503, TAXII]);
    await fresh.stop();
  });
});

describe('below the root of a host', () => {
  it('finds pages and TAXII under the path of the base URL', async () => {
    const built = await buildForHosts(['cloudflare-worker'], { baseUrl: 'https://cti.example/feeds/' });
    const running = await startWorker(configOf(built));
    for (const target of ['/feeds/', '/feeds/taxii2/', '/taxii2/'])
      expect([target, (await running.client.send({ method: 'GET', target })).status]).toEqual([target, 200]);
    const style = await running.client.send({ method: 'GET', target: '/feeds/style.css' });
    expect(style.header('Content-Type')).toBe('text/css; charset=utf-8');
    const raw = await running.client.send({ method: 'GET', target: '/feeds/_taxii/site.json' });
    expect(raw.status).toBe(404);
    await running.stop();
    built.remove();
  });
});

describe('emission', () => {
  const input = (count: number, size = 1): HostInput => ({
    config: {
      title: 'x',
      defaultApiRoot: 'a',
      hosts: [],
      paging: { max: 1 },
      compat: { emptyObjects: false },
      apiRoots: [],
    },
    collections: [],
    apiRoots: [],
    files: Array.from({ length: count }, (_, n) => textFile(`${n}.json`, () => 'x'.repeat(size))),
  });
  const found = (given: HostInput) =>
    emitWorker(given).diagnostics.map(({ code, severity, message }) => [code, severity, message]);

  it('says what the plans of Cloudflare do not take', () => {
    expect(found(input(limits.freeFiles.most))).toEqual([]);
    expect(found(input(limits.freeFiles.most + 1))).toEqual([
      [
        'host/limit-exceeded',
        'warning',
        expect.stringContaining('20000 files on the free plan; this site has 20001'),
      ],
    ]);
    expect(found(input(limits.paidFiles.most + 1))).toEqual([
      [
        'host/limit-exceeded',
        'error',
        expect.stringContaining('100000 files on the paid plan; this site has 100001'),
      ],
    ]);
    expect(found(input(1, limits.fileBytes.most))).toEqual([]);
    expect(found(input(1, limits.fileBytes.most + 1))).toEqual([
      ['host/limit-exceeded', 'error', expect.stringContaining('this site has 26214401')],
    ]);
  });

  it('is one file that imports nothing and reaches for nothing of Node', () => {
    const text = readFileSync(join(site.site, '_hosts/cloudflare-worker/worker.js'), 'utf8');
    expect(text).not.toMatch(/^\s*import\b|\brequire\(|\bprocess\.|\bBuffer\b|__dirname/m);
    expect(text).toContain('Apache License');
    expect(text.length).toBeLessThan(100_000);
  });
});
