import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudFront } from '../support/cloudfront.ts';
import { type Ask, buildForHosts, type EdgeSite, emptyFolder } from '../support/edge-site.ts';
import { loadNetlify } from '../support/netlify.ts';
import { startFileHost, startWorker } from '../support/worker.ts';

/** A protected API root on the hosts that run the handler, with the readers where each host keeps its secrets. */

const TOKEN = 'a-token-that-only-its-reader-has';
const digest = createHash('sha256').update(TOKEN).digest('hex');
const readers = `[members]\nharbour:${digest}\n`;

let site: EdgeSite;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  site = await buildForHosts(['cloudflare-worker', 'netlify-edge', 'lambda-edge', 'node'], {
    baseUrl: 'https://cti.example/',
    protect: { apiRoot: 'members', readers: 'members' },
  });
});
afterAll(async () => {
  for (const close of closing) await close();
  site.remove();
});

const hosts: Record<string, (secret: string | undefined) => Promise<Ask>> = {
  async 'cloudflare-worker'(secret) {
    const config = join(site.site, '_hosts/cloudflare-worker/wrangler.jsonc');
    const worker = await startWorker(config, secret === undefined ? {} : { readers: secret });
    closing.push(() => worker.stop());
    return (request) => worker.client.send(request);
  },
  async 'netlify-edge'(secret) {
    const code = join(site.site, '_hosts/netlify-edge/edge-functions/taxii.js');
    return (await loadNetlify(code, site.folder, secret)).ask;
  },
  async 'lambda-edge'(secret) {
    const bucket = await startFileHost(site.folder, { missing: 403 });
    closing.push(() => bucket.stop());
    const module = join(emptyFolder('lambda'), 'index.mjs');
    copyFileSync(join(site.site, '_hosts/lambda-edge/index.mjs'), module);
    const { handler: lambda } = await import(/* @vite-ignore */ pathToFileURL(module).href);
    const { hostname: domainName, port } = new URL(bucket.address);
    const value = Buffer.from(secret ?? '').toString('base64');
    const customHeaders =
      secret === undefined ? {} : { 'x-taxii-press-readers': [{ key: 'X-Taxii-Press-Readers', value }] };
    const origin = { domainName, path: '', protocol: 'http', port: Number(port), customHeaders } as const;
    const { ask } = cloudFront({ lambda, origin });
    return async (request) => {
      const answer = await ask(request);
      // What the function reads by itself goes out without the secret.
      const reads = bucket.asked.filter(({ path }) => path.startsWith('_taxii/'));
      expect(reads.every(({ headers }) => headers['x-taxii-press-readers'] === undefined)).toBe(true);
      return answer;
    };
  },
};

describe.each(Object.entries(hosts))('%s', (_, start) => {
  const target = '/members/';
  const shown = (token: string): [string, string][] => [['Authorization', `Bearer ${token}`]];

  it('lets in who shows a token, and nobody else', async () => {
    const ask = await start(readers);
    const without = await ask({ method: 'GET', target });
    expect([without.status, without.header('WWW-Authenticate') !== undefined]).toEqual([401, true]);
    expect((await ask({ method: 'GET', target, headers: shown('wrong') })).status).toBe(401);
    const answer = await ask({ method: 'GET', target, headers: shown(TOKEN) });
    expect(answer.status).toBe(200);
    expect(answer.header('Cache-Control')).toContain('private');
    expect(answer.header('Vary')).toContain('Authorization');
    expect((await ask({ method: 'GET', target: '/public/' })).status).toBe(200);
  });

  it('lets in nobody where the host has no such secret', async () => {
    const ask = await start(undefined);
    expect((await ask({ method: 'GET', target, headers: shown(TOKEN) })).status).toBe(401);
    expect((await ask({ method: 'GET', target: '/public/' })).status).toBe(200);
  });
});

it.each([
  'cloudflare-worker/worker.js',
  'netlify-edge/edge-functions/taxii.js',
  'lambda-edge/index.mjs',
  'node/server.mjs',
])('%s names neither a reader nor the machine that made it', (path) => {
  const text = readFileSync(join(site.site, '_hosts', path), 'utf8');
  expect(text).toContain('Apache License');
  for (const secret of [digest, process.cwd(), site.site]) expect(text).not.toContain(secret);
});
