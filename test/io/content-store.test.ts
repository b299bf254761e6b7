import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ContentStore } from '../../src/io/content-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'taxii-press-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fill(count: number, size: number): { store: ContentStore; paths: string[] } {
  const store = new ContentStore(size * 2);
  const paths = Array.from({ length: count }, (_, n) => join(folder, `${n}.json`));
  for (const [n, path] of paths.entries()) {
    writeFileSync(path, String.fromCharCode(97 + (n % 26)).repeat(size));
    store.open(path);
  }
  return { store, paths };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

test('ranges and whole files, of what is in memory and of what is not, in any order', () => {
  const { store } = fill(150, 10);
  for (let round = 0; round < 3; round += 1)
    for (const n of [0, 149, 1, 120, 0, 60]) {
      const letter = String.fromCharCode(97 + (n % 26));
      expect(text(store.slice(n, 2, 5))).toBe(letter.repeat(3));
      if (round === 1) expect(text(store.bytes(n))).toBe(letter.repeat(10));
    }
  for (let n = 0; n < 150; n += 1) expect(store.slice(n, 0, 10).length).toBe(10);
  store.close();
  expect(text(store.slice(3, 0, 1))).toBe('d');
  store.close();
});

test('a file that was changed in between is refused, rather than cut at the wrong places', () => {
  const { store, paths } = fill(5, 10);
  writeFileSync(paths[0]!, 'other content');
  expect(() => store.slice(0, 0, 3)).toThrow('was changed');
  store.close();
});
