import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { release } from '../../src/commands/release.ts';
import { serve } from '../../src/commands/serve.ts';
import { day, TestContent, tool } from '../support/content.ts';

/** Runs the command until the test ends; gives its address, and a promise of what it says next. */
async function start(content: TestContent, site?: string) {
  const stop = new AbortController();
  let heard: (text: string) => void = () => undefined;
  const next = () => new Promise<string>((resolve) => (heard = resolve));
  const first = next();
  const result = serve({
    content: content.folder,
    ...(site === undefined ? {} : { site }),
    port: 0,
    address: '127.0.0.1',
    say: (text) => heard(text),
    report: (error) => heard(`crash ${error}`),
    signal: stop.signal,
  });
  onTestFinished(async () => {
    stop.abort();
    await result;
  });
  const said = await Promise.race([first, result.then(({ diagnostics }) => JSON.stringify(diagnostics))]);
  return { url: /http:\/\/\S+/.exec(said)?.[0] ?? '', said, next, result };
}

function released(): TestContent {
  const content = new TestContent();
  content.object('one', tool(1));
  expect(release({ content: content.folder, version: '1.0.0', date: day(60) }).exitCode).toBe(0);
  return content;
}

async function get(url: string) {
  const response = await fetch(url, { headers: { Accept: 'application/taxii+json;version=2.1' } });
  // biome-ignore lint/suspicious/noExplicitAny: whatever came back
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}

test('answers from the content, and again after a change of it', async () => {
  const content = released();
  const { url, next } = await start(content);
  expect((await get(`${url}taxii2/`)).body).toMatchObject({ title: 'Site', api_roots: ['/api/'] });
  const collection = (await get(`${url}api/collections/`)).body.collections[0];
  const objects = `${url}api/collections/${collection.id}/objects/`;
  expect((await get(objects)).body.objects).toEqual([tool(1)]);
  content.object('two', tool(2));
  const rebuilt = next();
  expect(release({ content: content.folder, version: '1.1.0', date: day(61) }).exitCode).toBe(0);
  expect(await rebuilt).toBe('Rebuilt.');
  expect((await get(objects)).body.objects).toEqual([tool(1), tool(2)]);
});

test('a change that is wrong leaves the last sound site', async () => {
  const content = released();
  const { url, next } = await start(content);
  const rebuilt = next();
  content.append('site.yaml', 'colour: red\n');
  expect(await rebuilt).toContain('Not rebuilt');
  expect((await get(`${url}taxii2/`)).body.title).toBe('Site');
});

test('serves a built site, if it was built for level 3', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'taxii-press-test-')), 'dist');
  expect((await build({ content: released().folder, out })).exitCode).toBe(0);
  const { url } = await start(new TestContent(), out);
  expect((await get(`${url}taxii2/`)).status).toBe(200);
  const other = new TestContent('serve');
  expect((await build({ content: other.folder, out })).exitCode).toBe(0);
  expect((await start(other, out)).said).toContain('host/wrong-level');
});

test('what is no request, or too long a one, gets an error of TAXII', async () => {
  const { url } = await start(released());
  const long = await get(`${url}api/collections/?x=${'y'.repeat(70_000)}`);
  expect([long.status, long.body.http_status]).toEqual([431, '431']);
  expect(long.headers.get('Content-Type')).toBe('application/taxii+json;version=2.1');
  expect((await get(`${url}api/%ff/`)).body).toMatchObject({ http_status: '404' });
});

test('compresses what is worth it', async () => {
  const content = released();
  for (let n = 2; n < 30; n += 1) content.object(`t${n}`, tool(n));
  release({ content: content.folder, version: '1.1.0', date: day(61) });
  const { url } = await start(content);
  const { id } = (await get(`${url}api/collections/`)).body.collections[0];
  const objects = `${url}api/collections/${id}/objects/`;
  const plain = await fetch(objects, { headers: { 'Accept-Encoding': 'identity' } });
  for (const coding of ['br', 'gzip']) {
    const packed = await fetch(objects, { headers: { 'Accept-Encoding': coding } });
    expect(packed.headers.get('Content-Encoding')).toBe(coding);
    expect(Number(packed.headers.get('Content-Length'))).toBeLessThan(
      Number(plain.headers.get('Content-Length')) / 2,
    );
    expect(await packed.text()).toBe(await plain.clone().text());
  }
});
