import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { emitLambda, limits } from '../../src/hosts/lambda-edge/emit.ts';
import type { Origin } from '../../src/hosts/lambda-edge/events.ts';
import { createLambda, type LambdaFunction } from '../../src/hosts/lambda-edge/runtime.ts';
import type { ReleaseMaterial } from '../../src/release/ledger.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { cloudFront, METHODS } from '../support/cloudfront.ts';
import {
  type Ask,
  buildForHosts,
  differences,
  type EdgeSite,
  emptyFolder,
  makeBattery,
  reference,
} from '../support/edge-site.ts';
import { type History, Texts } from '../support/history.ts';
import { collection, collectionId, type Files, publishHistory, siteConfig } from '../support/memory-site.ts';
import { randomFrom, seed } from '../support/seed.ts';
import { type FileHost, startFileHost } from '../support/worker.ts';

/** The emitted function between CloudFront's events, in front of a bucket that may not be listed. */

const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
const SECRET = 'known-to-the-distribution-alone';

let site: EdgeSite;
let bucket: FileHost;
let lambda: LambdaFunction;
let ask: Ask;

function originOf({ address }: FileHost): Origin {
  const { hostname, port } = new URL(address);
  const customHeaders = { referer: [{ key: 'Referer', value: SECRET }] };
  return { domainName: hostname, path: '', protocol: 'http', port: Number(port), customHeaders };
}

async function load(code: string): Promise<LambdaFunction> {
  const module = join(emptyFolder('lambda'), 'index.mjs');
  copyFileSync(code, module);
  return (await import(/* @vite-ignore */ pathToFileURL(module).href)).handler;
}

beforeAll(async () => {
  site = await buildForHosts(['lambda-edge'], { baseUrl: 'https://cti.example/' });
  bucket = await startFileHost(site.folder, { missing: 403 });
  lambda = await load(join(site.site, '_hosts/lambda-edge/index.mjs'));
  ask = cloudFront({ lambda, origin: originOf(bucket) }).ask;
});
afterEach(() => {
  bucket.fault = undefined;
  logged.mockClear();
});
afterAll(() => {
  bucket.stop();
  site.remove();
});

describe('the function', () => {
  it('answers 1,200 random requests as the handler does', async () => {
    const expectation = reference(site);
    const { requests } = await makeBattery(site, ask, seed, 1200);
    const differing: string[] = [];
    let compared = 0;
    for (const request of requests.filter(({ method }) => METHODS.includes(method))) {
      const [expected, answer] = [await expectation(request), await ask(request)];
      if (expected) {
        compared += 1;
        differing.push(...differences(request, expected, answer));
      } else expect(answer.header('Content-Type') ?? '').not.toContain('taxii');
    }
    expect(differing.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(850);
  });

  it('reads the bucket with the headers of the distribution', () => {
    const reads = bucket.asked.filter(({ path }) => path.startsWith('_taxii/'));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.every(({ headers }) => headers.referer === SECRET)).toBe(true);
  });

  it.each([
    '/_taxii/site.json',
    '/%5Ftaxii/site.json',
    '/x/..%2f_taxii/site.json',
    '/_hosts/lambda-edge/index.mjs',
  ])('does not show %s', async (target) => {
    const { status, body } = await ask({ method: 'GET', target });
    expect(status).toBe(404);
    expect(body.toString()).toBe(readFileSync(join(site.site, '404.html'), 'utf8'));
  });

  it('serves the pages with the headers of their kind', async () => {
    const page = await ask({ method: 'GET', target: '/?response-content-type=text/evil' });
    expect(page.body.toString()).toBe(readFileSync(join(site.site, 'index.html'), 'utf8'));
    expect(page.header('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.header('Content-Security-Policy')).toContain("default-src 'none'");
    const headers: [string, string][] = [['If-None-Match', page.header('ETag')!]];
    expect((await ask({ method: 'GET', target: '/', headers })).status).toBe(304);
    const missing = await ask({ method: 'GET', target: '/missing.html' });
    expect(missing.status).toBe(404);
    expect(missing.body.toString()).toBe(readFileSync(join(site.site, '404.html'), 'utf8'));
    expect((await ask({ method: 'POST', target: '/' })).status).toBe(405);
  });

  it('sends a reader of a folder to its own path', async () => {
    const root = readdirSync(join(site.site, 'browse'))[0]!;
    const target = `/browse/${root}/${readdirSync(join(site.site, 'browse', root))[0]}`;
    const answer = await ask({ method: 'GET', target });
    expect([answer.status, answer.header('Location')]).toEqual([308, `${target}/`]);
    expect((await ask({ method: 'GET', target: `${target}/` })).status).toBe(200);
  });

  it.each([
    'status-500',
    'html',
    'redirect',
    'cut-off',
    'silence',
  ] as const)('tells of a bucket with the fault %s in TAXII’s words', async (fault) => {
    bucket.fault = fault;
    const answer = await ask({ method: 'GET', target: '/taxii2/' });
    expect([answer.status, answer.header('Content-Type'), answer.header('Retry-After')]).toEqual([
      503,
      TAXII,
      '30',
    ]);
    expect(JSON.parse(answer.body.toString())).toEqual({ title: 'Not available', http_status: '503' });
    expect(logged).toHaveBeenCalledOnce();
  });

  it('tells of a bucket that fails for a page without its words', async () => {
    bucket.fault = 'status-500';
    const answer = await ask({ method: 'GET', target: '/style.css' });
    expect(answer.status).toBe(503);
    expect(answer.body.toString()).not.toContain('Oops');
  });

  it('refuses events that it is not made for', async () => {
    const request = { method: 'GET', uri: '/taxii2/', querystring: '', headers: {} };
    const cf = { config: { eventType: 'viewer-request' }, request };
    expect(await lambda({ Records: [{ cf }] })).toMatchObject({ status: '503' });
  });
});

/** Objects of very different sizes, all in one release. */
function largeHistory(sizes: readonly number[]): History {
  const texts = new Texts();
  const objects = sizes.map((size, n) =>
    texts.add({
      type: 'tool',
      spec_version: '2.1',
      id: `tool--${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
      created: '2023-01-01T00:00:00.000Z',
      modified: '2023-01-01T00:00:00.000Z',
      name: `"é${n}"`,
      description: '"\\ü'.repeat(Math.ceil(size / 6)),
    }),
  );
  const release: ReleaseMaterial = { version: '1', date: '2024-01-01T00:00:00.000Z', objects, removed: [] };
  return { texts, releases: [release], states: [] };
}

async function withMemorySite<Value>(files: Files, use: (ask: Ask) => Promise<Value>): Promise<Value> {
  const host = await startFileHost({ read: async (path) => files.get(path) }, { missing: 403 });
  try {
    const made = createLambda({ basePath: '/' }, console.error);
    return await use(cloudFront({ lambda: made, origin: originOf(host) }).ask);
  } finally {
    host.stop();
  }
}

describe('answers larger than a megabyte', () => {
  const random = randomFrom(seed);
  const sizes = Array.from({ length: 1000 }, (_, n) =>
    n % 97 === 0 ? 200_000 : Math.floor(random() * 4000),
  );
  const { stages } = publishHistory(largeHistory(sizes), 1000);
  const target = `/api/collections/${collectionId}/objects/`;

  it('come in several pages, every object once, each page well filled', () =>
    withMemorySite(stages[0]!, async (askLarge) => {
      const ids: string[] = [];
      const bytes: number[] = [];
      for (let query = ''; ; ) {
        const answer = await askLarge({ method: 'GET', target: target + query });
        expect(answer.status).toBe(200);
        const { objects, more, next } = JSON.parse(answer.body.toString());
        ids.push(...objects.map(({ id }: { id: string }) => id));
        bytes.push(answer.body.length);
        if (!more) break;
        query = `?next=${next}`;
      }
      expect(ids).toEqual(
        sizes.map((_, n) => `tool--${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`),
      );
      expect(bytes.length).toBeGreaterThan(4);
      // Most of the pages are at least a third of what CloudFront takes, quotation marks being a third of the text.
      expect(bytes.filter((size) => size > 330_000).length).toBeGreaterThan(bytes.length / 2);
    }));

  it('are the same for HEAD and GET, and for whoever has them already', () =>
    withMemorySite(stages[0]!, async (askLarge) => {
      const [got, head] = [
        await askLarge({ method: 'GET', target }),
        await askLarge({ method: 'HEAD', target }),
      ];
      expect([head.status, head.body.length, head.header('ETag')]).toEqual([200, 0, got.header('ETag')]);
      const headers: [string, string][] = [['If-None-Match', got.header('ETag')!]];
      const again = await askLarge({ method: 'GET', target, headers });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    }));

  it('keep to the limit and to the filters that were asked for', () =>
    withMemorySite(stages[0]!, async (askLarge) => {
      const many = await askLarge({ method: 'GET', target: `${target}?l%69mit=500&match[type]=tool` });
      expect(JSON.parse(many.body.toString()).objects.length).toBeLessThanOrEqual(500);
      const few = await askLarge({ method: 'GET', target: `${target}?limit=3` });
      expect(JSON.parse(few.body.toString()).objects.length).toBe(3);
      const none = await askLarge({ method: 'GET', target: `${target}?match[type]=malware` });
      expect(none.body.toString()).toBe('{"more":false}');
    }));

  it('with one object are refused by the build, and by the function in TAXII’s words', async () => {
    const history = largeHistory([10, 700_000, 10]);
    const { stages: huge, ledger } = publishHistory(history, 1000);
    const files = [...huge[0]!].map(([path, bytes]) => ({ path, chunks: () => [bytes] }));
    const input = {
      config: siteConfig(1000),
      collections: [{ config: collection, ledger }],
      apiRoots: [],
      files,
    };
    const [found, ...others] = emitLambda(input).diagnostics;
    expect([found?.code, found?.severity, others]).toEqual(['host/limit-exceeded', 'error', []]);
    expect(found?.message).toContain(String(limits.object.most));
    await withMemorySite(huge[0]!, async (askHuge) => {
      const answer = await askHuge({ method: 'GET', target });
      // The first object still fits; the second one never does.
      const { next } = JSON.parse(answer.body.toString());
      const refused = await askHuge({ method: 'GET', target: `${target}?next=${next}` });
      expect([refused.status, refused.header('Content-Type')]).toEqual([500, TAXII]);
      expect(JSON.parse(refused.body.toString()).title).toBe('Too large for this host');
    });
  });

  it('are no fault of sites with ordinary objects', () => {
    const { ledger, stages: small } = publishHistory(largeHistory([400_000]), 1000);
    const files = [...small[0]!].map(([path, bytes]) => ({ path, chunks: () => [bytes] }));
    const input = {
      config: siteConfig(1000),
      collections: [{ config: collection, ledger }],
      apiRoots: [],
      files,
    };
    expect(emitLambda(input).diagnostics).toEqual([]);
  });
});
