import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitApache } from '../../src/hosts/apache/emit.ts';
import { HTACCESS_BYTES, MAIN_BYTES } from '../../src/hosts/apache/limits.ts';
import type { HostInput } from '../../src/hosts/host.ts';
import { fileTable } from '../../src/query/file-table.ts';
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

  it('needs no more to be overridden than its page says', async () => {
    const override = 'FileInfo AuthConfig Indexes Options=Indexes,MultiViews';
    const page = readFileSync(join(import.meta.dirname, '../../templates/hosts/apache.md'), 'utf8');
    expect(page).toContain(`AllowOverride ${override}`);
    const own = await startApache({ root: site, htaccess: override });
    const answer = await fetch(`${own.url}taxii2/`);
    await own.stop();
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, TAXII]);
  });
});

describe('limits of apache', () => {
  const emitted = (count: number) => {
    const collections = Array.from({ length: count }, (_, n) => ({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      alias: `collection-${n}`,
      types: ['indicator', 'malware'],
    }));
    const table = fileTable({ base: '/', pageSize: 100, apiRoots: [{ name: 'api', collections }] });
    const boundaries = new Map(collections.map(({ id }) => [id, [{ from: 1e15, cursor: 'start' }]]));
    const rules = { table, boundaries, folders: [], files: [] };
    const input = { rules, apiRoots: [], config: {} } as unknown as HostInput;
    const { files, diagnostics } = emitApache(input);
    const text = Buffer.concat([...files[0]!.chunks()]).toString();
    return { text, found: diagnostics.map(({ code, severity, message }) => ({ code, severity, message })) };
  };

  it('are warnings, since Apache is only slow', () => {
    const warning = { code: 'host/limit-exceeded', severity: 'warning' };
    const few = emitted(200);
    expect(few.text.length).toBeLessThan(HTACCESS_BYTES.most);
    expect(few.found).toEqual([]);
    const many = emitted(900);
    expect(many.text.length).toBeGreaterThan(HTACCESS_BYTES.most);
    expect(many.found).toMatchObject([
      { ...warning, message: expect.stringContaining(`has ${many.text.length}.`) },
    ]);
    const most = emitted(3000);
    expect(most.text.length).toBeGreaterThan(MAIN_BYTES.most);
    expect(most.found).toMatchObject([
      { ...warning, message: expect.stringContaining('a main configuration') },
    ]);
  });

  it('a collection takes no line of its own, and no line is too long for `.htaccess`', () => {
    const lines = emitted(900).text.split('\n');
    expect(lines.length - emitted(1).text.split('\n').length).toBeLessThan(100);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(8192);
  });
});
