import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { kindOf } from '../../src/hosts/file-kinds.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { createSiteServer } from '../../src/server/node-server.ts';
import { schemaFiles } from '../../src/site/schema-files.ts';
import { buildForHosts, type EdgeSite } from '../support/edge-site.ts';
import { RawClient, type RawRequest } from '../support/raw-http.ts';

/** What the Node server makes of the pages that all functions answer with; `page-links.test.ts` follows their links. */

let site: EdgeSite;
let client: RawClient;
const reported: unknown[] = [];
/** Files that cannot be read at the moment. */
const broken = new Set<string>();
/** Blanks that the pages end in at the moment. */
let padding = 0;

class Folder extends SiteFolder {
  override async read(path: string, range?: { start: number; end: number }) {
    if (broken.has(path)) throw new Error('secret detail');
    const bytes = await super.read(path, range);
    return bytes && path.endsWith('.html') ? Buffer.concat([bytes, Buffer.alloc(padding, ' ')]) : bytes;
  }
}

beforeAll(async () => {
  site = await buildForHosts(['node'], { baseUrl: 'https://cti.example/feeds/' });
  const server = createSiteServer(new Folder(site.site), (error) => reported.push(error)).listen(0);
  await once(server, 'listening');
  client = new RawClient({ port: (server.address() as AddressInfo).port });
  return () => server.close();
}, 60_000);
beforeEach(() => {
  broken.clear();
  padding = 0;
  reported.length = 0;
});
afterAll(() => {
  client.close();
  site.remove();
});

function get(target: string, headers: RawRequest['headers'] = [], method = 'GET') {
  return client.send({ method, target, headers });
}

it.each(['index.html', 'style.css', 'hosts.html'])('%s has the headers of its kind', async (path) => {
  const answer = await get(`/feeds/${path}`);
  expect(answer.status).toBe(200);
  const { 'Cache-Control': _, ...headers } = kindOf(path)!.headers;
  for (const [name, value] of Object.entries(headers)) expect(answer.values(name), name).toEqual([value]);
  expect([answer.header('Cache-Control'), answer.header('Vary')]).toEqual(['no-cache', 'Accept-Encoding']);
  expect(Number(answer.header('Content-Length'))).toBe(readFileSync(join(site.site, path)).length);
});

it('a schema is for browsers of other sites as well', async () => {
  const [file] = schemaFiles();
  const answer = await get(`/feeds/${file!.path}`);
  expect([answer.status, answer.header('Content-Type')]).toEqual([200, 'application/schema+json']);
  expect(answer.header('Access-Control-Allow-Origin')).toBe('*');
});

it('spares an unchanged page, also a compressed one', async () => {
  for (const coding of ['identity', 'br', 'gzip']) {
    const encoding: [string, string] = ['Accept-Encoding', coding];
    const page = await get('/feeds/', [encoding]);
    expect(page.header('Content-Encoding')).toBe(coding === 'identity' ? undefined : coding);
    expect(page.body.toString()).toBe(readFileSync(join(site.site, 'index.html'), 'utf8'));
    const again = await get('/feeds/', [encoding, ['If-None-Match', page.header('ETag')!]]);
    expect([again.status, again.body.length, again.header('ETag')]).toEqual([304, 0, page.header('ETag')]);
  }
});

it('tells those who ask for the head alone as much as the others', async () => {
  const encoding: [string, string] = ['Accept-Encoding', 'br'];
  const whole = await get('/feeds/', [encoding]);
  const head = await get('/feeds/', [encoding], 'HEAD');
  expect([head.status, head.body.length]).toEqual([200, 0]);
  for (const name of ['Content-Type', 'Content-Length', 'Content-Encoding', 'ETag', 'Vary'])
    expect(head.header(name), name).toBe(whole.header(name));
  expect((await get('/feeds/nothing', [], 'HEAD')).status).toBe(404);
});

it('a page that is not there varies by coding as well', async () => {
  padding = 2000;
  const page = await get('/feeds/nothing', [['Accept-Encoding', 'gzip']]);
  expect([page.status, page.header('Content-Encoding'), page.header('Vary')]).toEqual([
    404,
    'gzip',
    'Accept-Encoding',
  ]);
});

it('takes no page from anybody', async () => {
  for (const method of ['POST', 'DELETE', 'OPTIONS']) {
    const { status, header } = await get('/feeds/index.html', [], method);
    expect([method, status, header('Allow')]).toEqual([method, 405, 'GET, HEAD']);
  }
});

it('tells its owner of a file that cannot be read, and the visitor to come again', async () => {
  broken.add('index.html');
  const page = await get('/feeds/');
  expect([page.status, page.header('Retry-After')]).toEqual([503, '30']);
  expect(page.body.toString()).not.toContain('secret');
  expect(String(reported)).toContain('secret detail');
});
