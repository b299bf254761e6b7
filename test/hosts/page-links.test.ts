import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../src/commands/serve.ts';
import type { LambdaFunction } from '../../src/hosts/lambda-edge/runtime.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { cloudFront } from '../support/cloudfront.ts';
import { type Ask, buildForHosts, type EdgeSite } from '../support/edge-site.ts';
import { startImageServer } from '../support/image.ts';
import { loadNetlify } from '../support/netlify.ts';
import { crawlPages, pagesOf } from '../support/page-links.ts';
import { RawClient } from '../support/raw-http.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { startNginxNjs } from '../support/servers/nginx-njs.ts';
import { startFileHost, startWorker } from '../support/worker.ts';

/** The pages of a site on all hosts of level 3, at the root of a host and under a path: no link leads nowhere. */

const PATIENCE = 120_000;

interface Running {
  readonly ask: Ask;
  readonly stop: () => unknown;
}

type Start = (site: EdgeSite) => Promise<Running>;

/** How each host of level 3 is started with a built site. */
const starts: Readonly<Record<string, Start>> = {
  async node({ site }) {
    const end = new AbortController();
    const said = await new Promise<string>((resolve) => {
      const report = (error: unknown) => console.error(error);
      const options = { content: site, site, port: 0, address: '127.0.0.1', report, signal: end.signal };
      serve({ ...options, say: resolve });
    });
    const client = new RawClient({ port: Number(/:(\d+)\//.exec(said)![1]) });
    return { ask: (request) => client.send(request), stop: () => end.abort() };
  },
  async image({ site }) {
    const port = await freePort();
    const { stop } = await startImageServer(site, port);
    const client = new RawClient({ port });
    return { ask: (request) => client.send(request), stop };
  },
  async 'cloudflare-worker'({ site }) {
    const worker = await startWorker(join(site, '_hosts/cloudflare-worker/wrangler.jsonc'));
    return { ask: (request) => worker.client.send(request), stop: worker.stop };
  },
  async 'netlify-edge'({ site, folder }) {
    const code = join(site, '_hosts/netlify-edge/edge-functions/taxii.js');
    const { ask } = await loadNetlify(code, folder);
    return { ask, stop: () => undefined };
  },
  async 'lambda-edge'({ site, folder }) {
    const bucket = await startFileHost(folder, { missing: 403 });
    const { hostname, port } = new URL(bucket.address);
    const origin = {
      domainName: hostname,
      path: '',
      protocol: 'http',
      port: Number(port),
      customHeaders: {},
    } as const;
    const { handler } = (await import(/* @vite-ignore */ join(site, '_hosts/lambda-edge/index.mjs'))) as {
      handler: LambdaFunction;
    };
    return { ask: cloudFront({ lambda: handler, origin }).ask, stop: bucket.stop };
  },
  async 'nginx-njs'({ site }) {
    const port = await freePort();
    const server = await startNginxNjs(site, port);
    const client = new RawClient({ port });
    return { ask: (request) => client.send(request), stop: server.stop };
  },
};

const hosts = Object.keys(starts).filter((name) => name !== 'image');

describe.each(['https://cti.example/', 'https://cti.example/feeds/of.ours/'])('%s', (baseUrl) => {
  let site: EdgeSite;

  beforeAll(async () => {
    site = await buildForHosts(hosts, { baseUrl });
  }, PATIENCE);
  afterAll(() => site.remove());

  for (const name of Object.keys(starts))
    describe.skipIf(name === 'nginx-njs' && !isInstalled('nginx-njs'))(name, () =>
      checkHost(baseUrl, starts[name]!, () => site),
    );
});

function checkHost(baseUrl: string, start: Start, site: () => EdgeSite): void {
  const base = new URL(baseUrl).pathname;
  let running: Running;
  const get = (target: string) => running.ask({ method: 'GET', target });
  const file = (path: string) => readFileSync(join(site().site, path), 'utf8');

  beforeAll(async () => {
    running = await start(site());
  }, PATIENCE);
  afterAll(() => running.stop());

  it('answers every link of every page', async () => {
    const { seen, broken } = await crawlPages(running.ask, site().site, baseUrl);
    expect(broken).toEqual([]);
    for (const path of ['', 'style.css', 'hosts.html', ...pagesOf(site().site)])
      expect(seen).toContain(base + path);
    expect(pagesOf(site().site).length).toBeGreaterThan(4);
  });

  it('answers TAXII there, and discovery at the root of the host', async () => {
    for (const path of ['/taxii2/', `${base}taxii2/`, `${base}taxii2`]) {
      const { status, header } = await get(path);
      expect([path, status, header('Content-Type')]).toEqual([path, 200, TAXII]);
    }
  });

  it('sends whoever asks for a folder without its slash to the place under the path', async () => {
    const [{ apiRoot, alias }] = site().collections as [EdgeSite['collections'][0]];
    const folder = `browse/${apiRoot}/${alias}`;
    // A browser would take what follows two slashes for a host.
    for (const before of new Set([base, '/', '//'])) {
      const { status, header } = await get(`${before}${folder}?a=b`);
      expect([status, header('Location')]).toEqual([308, `${base}${folder}/?a=b`]);
    }
  });

  it.runIf(base !== '/')('sends whoever leaves out the path’s last slash to the pages', async () => {
    const { status, header } = await get(`${base.slice(0, -1)}?a=b`);
    expect([status, header('Location')]).toEqual([308, `${base}?a=b`]);
  });

  it('reads a path from elsewhere as if it were under the path', async () => {
    expect((await get('/')).body.toString()).toBe(file('index.html'));
    expect((await get('/style.css')).body.toString()).toBe(file('style.css'));
  });

  it('shows its own page where there is none, and nothing of what is not for visitors', async () => {
    for (const before of new Set([base, '/']))
      for (const path of [
        'nothing',
        'browse/',
        '_taxii/site.json',
        '%5Ftaxii/site.json',
        '_hosts/node/Dockerfile',
        `.${base}_taxii/site.json`,
        `x/..${base}_taxii/site.json`,
      ]) {
        const { status, body } = await get(before + path);
        expect([before + path, status]).toEqual([before + path, 404]);
        expect(body.toString()).toBe(file('404.html'));
      }
  });
}
