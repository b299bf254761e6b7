import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { serve } from '../../src/commands/serve.ts';
import { COLLECTIONS_WITH_DATES, emitServeJson } from '../../src/hosts/serve/emit.ts';
import { textFile } from '../../src/site/output-file.ts';
import { checkCollisions } from '../../src/site/plan-site.ts';
import { TestContent } from '../support/content.ts';

/** Findings that no page can show by files and commands, and that no other test makes. */

test.runIf(process.platform === 'linux')('a place that takes no files', async () => {
  const { exitCode, diagnostics } = await build({ content: new TestContent().folder, out: '/proc/site' });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect([exitCode, errors.map(({ code }) => code)]).toEqual([1, ['io/cannot-write']]);
});

test('a port that another server has', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const { exitCode, diagnostics } = await serve({
    content: new TestContent().folder,
    port,
    address: '127.0.0.1',
    say: () => undefined,
    report: () => undefined,
    signal: new AbortController().signal,
  });
  other.close();
  expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([2, ['io/cannot-listen']]);
});

test('more collections than a host has rules for', () => {
  const dates = { first: '2026-01-01T00:00:00Z', last: '2026-01-02T00:00:00Z' };
  const collections = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `id-${n}`, dates, releases: [] }));
  const codes = (count: number) => {
    const apiRoots = [{ name: 'api', collections: collections(count) }];
    return emitServeJson({ apiRoots }).diagnostics.map(({ code }) => code);
  };
  expect(codes(COLLECTIONS_WITH_DATES)).toEqual([]);
  expect(codes(COLLECTIONS_WITH_DATES + 1)).toEqual(['host/limit-exceeded']);
});

test('two sources of one file, also where only case tells them apart', () => {
  const file = (...parts: string[]) => textFile(join(...parts), () => '');
  const found = checkCollisions([
    file('api', 'index.html'),
    file('api', 'style.css'),
    file('api', 'Index.html'),
  ]);
  expect(found.map(({ code }) => code)).toEqual(['site/output-collision']);
});
