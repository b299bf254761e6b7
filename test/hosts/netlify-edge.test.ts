import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import {
  buildForHosts,
  differences,
  type EdgeAnswer,
  type EdgeSite,
  makeBattery,
  reference,
} from '../support/edge-site.ts';
import { loadNetlify, type NetlifyShim } from '../support/netlify.ts';
import { seed } from '../support/seed.ts';

/** The emitted edge function under a shim of Netlify's documented interface. */

let site: EdgeSite;
let netlify: NetlifyShim;
const codeOf = (built: EdgeSite) => join(built.site, '_hosts/netlify-edge/edge-functions/taxii.js');
const fetched = vi
  .spyOn(globalThis, 'fetch')
  .mockRejectedValue(new Error('a fetch comes back to the function'));
const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  site = await buildForHosts(['netlify-edge'], { baseUrl: 'https://cti.example/' });
  netlify = await loadNetlify(codeOf(site), site.folder);
});
afterEach(() => {
  netlify.fault = undefined;
  logged.mockClear();
});
afterAll(() => {
  expect(fetched).not.toHaveBeenCalled();
  site.remove();
});

function get(target: string, headers: [string, string][] = []): Promise<EdgeAnswer> {
  return netlify.ask({ method: 'GET', target, headers });
}

describe('the edge function', () => {
  it('answers 1,200 random requests as the handler does', async () => {
    const expectation = reference(site);
    const { requests } = await makeBattery(site, netlify.ask, seed, 1200);
    const differing: string[] = [];
    let compared = 0;
    for (const request of requests) {
      const [expected, answer] = [await expectation(request), await netlify.ask(request)];
      if (expected) {
        compared += 1;
        differing.push(...differences(request, expected, answer));
      } else expect(answer.header('Content-Type') ?? '').not.toContain('taxii');
    }
    expect(differing.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(900);
  });

  it('runs for every path, so that nothing is served past it', () => {
    expect(netlify.config).toEqual({ path: '/*' });
  });

  it.each([
    '/_taxii/site.json',
    '/%5Ftaxii/site.json',
    '/_hosts/netlify-edge/netlify.toml',
    '/%2e./_taxii/site.json',
  ])('does not show %s', async (target) => {
    const { status, body } = await get(target);
    expect(status).toBe(404);
    expect(body.toString()).toBe(readFileSync(join(site.site, '404.html'), 'utf8'));
  });

  it('serves the pages, with the headers of their kind and conditions passed on', async () => {
    const page = await get('/');
    expect(page.body.toString()).toBe(readFileSync(join(site.site, 'index.html'), 'utf8'));
    expect(page.header('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.header('Content-Security-Policy')).toContain("default-src 'none'");
    expect((await get('/', [['If-None-Match', page.header('ETag')!]])).status).toBe(304);
    expect((await netlify.ask({ method: 'DELETE', target: '/style.css' })).status).toBe(405);
  });

  it('keeps immutable files, and reads pointers anew', async () => {
    const { apiRoot, id } = site.collections[0]!;
    const target = `/${apiRoot}/collections/${id}/objects/`;
    await get(target);
    const before = netlify.asked.length;
    await get(target);
    expect(netlify.asked.slice(before)).toEqual([
      '_taxii/site.json',
      `_taxii/${apiRoot}/${id}/store/head.json`,
    ]);
  });

  it.each([
    ['an error', () => new Response('<h1>Oops</h1>', { status: 500 })],
    ['a page instead of the file', () => new Response('<p>Hello')],
    ['a redirect', () => new Response(null, { status: 301, headers: { Location: 'https://evil.example/' } })],
    ['a failure', () => Promise.reject(new Error('secret detail'))],
    ['nothing', () => new Response(null, { status: 404 })],
  ])('tells of files that give %s in TAXII’s words', async (_, fault) => {
    netlify.fault = fault;
    const answer = await get('/taxii2/');
    expect([answer.status, answer.header('Content-Type'), answer.header('Retry-After')]).toEqual([
      503,
      TAXII,
      '30',
    ]);
    expect(JSON.parse(answer.body.toString())).toEqual({ title: 'Not available', http_status: '503' });
    expect(logged).toHaveBeenCalledOnce();
  });

  it('comes with the configuration that names its folder', () => {
    const toml = readFileSync(join(site.site, '_hosts/netlify-edge/netlify.toml'), 'utf8');
    expect(toml).toContain('edge_functions = "dist/_hosts/netlify-edge/edge-functions"');
  });
});
