import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitApache } from '../../src/hosts/apache/emit.ts';
import { BOUNDARIES, HTACCESS_BOUNDARIES } from '../../src/hosts/apache/limits.ts';
import type { HostInput } from '../../src/hosts/host.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { RawClient } from '../support/raw-http.ts';
import { buildContent } from '../support/sample-build.ts';
import { scratch } from '../support/scratch.ts';
import { startApache } from '../support/servers/apache.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** What Apache sends beside the answers themselves. */

const content = join(import.meta.dirname, '../../content');
const PATIENCE = 120_000;

describe.skipIf(!isInstalled('apache'))('headers of apache', () => {
  const home = scratch('apache-headers');
  const site = join(home, 'site');
  let server: RunningServer;
  let client: RawClient;

  beforeAll(async () => {
    const copy = join(home, 'content');
    cpSync(content, copy, { recursive: true });
    const config = readFileSync(join(copy, 'site.yaml'), 'utf8');
    writeFileSync(join(copy, 'site.yaml'), config.replace(/^hosts:.*$/m, 'hosts: [apache]'));
    await buildContent(copy, site, 'http://127.0.0.1/');
    openPath(site);
    server = await startApache({ root: site, htaccess: true });
    client = new RawClient({ port: server.port });
  }, PATIENCE);
  afterAll(async () => {
    client?.close();
    await server?.stop();
    rmSync(home, { recursive: true });
  });

  const send = (method: string, target: string, headers: Record<string, string> = {}) =>
    client.send({ method, target, headers: Object.entries(headers) });

  it('of a preflight', async () => {
    const wanted = 'accept,x-%{HTTP_HOST}';
    const asked = await send('OPTIONS', '/taxii2/', { 'Access-Control-Request-Headers': wanted });
    expect([asked.status, asked.body.length]).toEqual([204, 0]);
    expect(asked.header('Access-Control-Allow-Headers')).toBe(wanted);
    const plain = await send('OPTIONS', '/taxii2/');
    expect(plain.header('Access-Control-Allow-Headers')).toBe('Authorization, Accept, Version');
    expect(plain.header('Access-Control-Max-Age')).toBe('86400');
  });

  it('of errors', async () => {
    const post = await send('POST', '/taxii2/', { 'If-None-Match': '*' });
    expect([post.status, post.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect([post.header('Cache-Control'), post.header('ETag')]).toEqual(['no-store', undefined]);
    expect((await send('GET', '/taxii2/')).header('Allow')).toBeUndefined();
  });

  it('compressed files are taken where they are', async () => {
    const path = join(site, '_taxii/discovery.json');
    const text = readFileSync(path);
    // Told from what Apache would compress by itself.
    writeFileSync(`${path}.br`, brotliCompressSync(`${text} `));
    writeFileSync(`${path}.gz`, gzipSync(`${text}  `));
    for (const [coding, end] of [
      ['br', ' '],
      ['gzip', '  '],
    ]) {
      const { header, body } = await send('GET', '/taxii2/', { 'Accept-Encoding': `x, ${coding};q=0.5` });
      expect([header('Content-Encoding'), header('Content-Type')]).toEqual([coding, TAXII]);
      expect(header('Content-Language')).toBeUndefined();
      expect(body.toString()).toBe(`${text}${end}`);
    }
    const refused = await send('GET', '/taxii2/', { 'Accept-Encoding': 'br;q=0, gzip;q=0.0' });
    expect([refused.header('Content-Encoding'), refused.body.toString()]).toEqual([undefined, `${text}`]);
  });

  it('a tag is good for compressed answers, and a date for nothing', async () => {
    const target = '/public/collections/port-threats/objects/';
    const coded = await send('GET', target, { 'Accept-Encoding': 'gzip' });
    const tag = coded.header('ETag')!;
    expect(tag).toMatch(/-gzip"$/);
    const again = await send('GET', target, { 'Accept-Encoding': 'gzip', 'If-None-Match': tag });
    expect([again.status, again.header('Access-Control-Allow-Origin')]).toEqual([304, '*']);
    const dated = await send('GET', target, { 'If-Modified-Since': 'Wed, 01 Jan 2070 00:00:00 GMT' });
    expect([dated.status, dated.header('Last-Modified')]).toEqual([200, undefined]);
  });
});

describe('limits of apache', () => {
  const found = (count: number) => {
    const own = Array.from({ length: count }, (_, from) => ({ from, cursor: 'start' }));
    const rules = { boundaries: new Map([['c', own]]), folders: [] };
    const input = { rules, apiRoots: [], config: {} } as unknown as HostInput;
    return emitApache(input).diagnostics.map(({ code, severity }) => `${severity} ${code}`);
  };

  it('are a warning where it is slow, and an error where it is slow everywhere', () => {
    expect(found(HTACCESS_BOUNDARIES.most)).toEqual([]);
    expect(found(HTACCESS_BOUNDARIES.most + 1)).toEqual(['warning host/limit-exceeded']);
    expect(found(BOUNDARIES.most)).toEqual(['warning host/limit-exceeded']);
    expect(found(BOUNDARIES.most + 1)).toEqual(['error host/limit-exceeded']);
  });
});
