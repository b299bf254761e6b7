import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWorker } from '../../src/hosts/cloudflare-worker/runtime.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { type Ask, crawl, endpoints, leaksOf, secretsFor, tryAllFiles } from '../support/leaks.ts';
import { loadNetlify } from '../support/netlify.ts';
import { buildProtected, guarded } from '../support/protected-content.ts';

/** The adapters of edge hosts over a protected site: the same questions as to the Node server. */

const LONG = 240_000;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const readers = `[members]\nalice:${sha256('member')}\n[others]\nbob:${sha256('other')}\n`;
const member = 'Bearer member';
const outsider = 'Bearer other';
const hosts = ['netlify-edge', 'cloudflare-worker', 'node'];

function headersOf(authorization: string | undefined): [string, string][] {
  return authorization === undefined ? [] : [['Authorization', authorization]];
}

/** Assets as a binding gives them: whatever is in the folder, to whoever asks. */
function worker(site: string): Ask {
  const folder = new SiteFolder(site);
  const { fetch } = createWorker({ basePath: '/' }, (error) => {
    throw error;
  });
  const get = async (url: string, init?: RequestInit) => {
    const bytes = await folder.read(decodeURIComponent(new URL(url).pathname).slice(1));
    return new Response(init?.method === 'HEAD' ? null : ((bytes ?? null) as BodyInit | null), {
      status: bytes ? 200 : 404,
    });
  };
  const env = { ASSETS: { fetch: get }, TAXII_PRESS_READERS: readers };
  return async ({ path, authorization }) => {
    const response = await fetch(
      new Request(`http://host${path}`, { headers: headersOf(authorization) }),
      env as never,
    );
    return {
      status: response.status,
      everything: JSON.stringify([...response.headers]) + (await response.text()),
    };
  };
}

async function netlify(site: string): Promise<Ask> {
  const code = join(site, '_hosts/netlify-edge/edge-functions/taxii.js');
  const { ask } = await loadNetlify(code, new SiteFolder(site), readers);
  return async ({ path, authorization }) => {
    const answer = await ask({ method: 'GET', target: path, headers: headersOf(authorization) });
    const named = ['Location', 'ETag', 'WWW-Authenticate', 'Content-Type'].map((name) => answer.header(name));
    return { status: answer.status, everything: JSON.stringify(named) + answer.body.toString() };
  };
}

describe.each<[string, (site: string) => Ask | Promise<Ask>]>([
  ['a Cloudflare Worker', worker],
  ['a Netlify edge function', netlify],
])('%s', (_, make) => {
  test('gives no file away', { timeout: LONG }, async () => {
    const site = await buildProtected(hosts);
    const ask = await make(site);
    const { leaks, shown, tried } = await tryAllFiles(site, ask, {
      wrong: [outsider, 'Basic anVuazpqdW5r'],
      right: member,
    });
    expect(leaks).toEqual([]);
    expect(shown).toBeGreaterThan(10);
    expect(tried).toBeGreaterThan(400);
    const pages = await crawl(ask);
    expect([pages.leaks, pages.broken]).toEqual([[], []]);
  });

  test('lets in whoever is on the list', { timeout: LONG }, async () => {
    const ask = await make(await buildProtected(hosts));
    for (const collection of guarded)
      for (const path of endpoints(collection))
        for (const [authorization, lists] of [
          [undefined, []],
          [outsider, ['others']],
          [member, ['members']],
        ] as const) {
          const mayRead = !collection.readers || (lists as readonly string[]).includes(collection.readers);
          const seen = await ask({ path, ...(authorization ? { authorization } : {}) });
          expect(seen.status, `${path} ${lists}`).toBe(mayRead ? 200 : lists.length === 0 ? 401 : 404);
          expect(leaksOf(secretsFor(lists), seen, path)).toEqual([]);
        }
  });
});
