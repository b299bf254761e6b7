import { describe, expect, test } from 'vitest';
import { namesCollection } from '../../src/query/file-paths.ts';

describe('a path names something in the collections', () => {
  const finds = (base: string, path: string, root?: string) =>
    new RegExp(namesCollection({ base }, root)).test(path);

  test('of an API root, in every spelling that is answered', () => {
    for (const path of ['/api/collections/x', '/api/collections/x/objects/', '//api//collections//%78'])
      expect([finds('/', path), finds('/', path, 'api'), finds('/', path, 'other')]).toEqual([
        true,
        true,
        false,
      ]);
    for (const path of ['/api/', '/api/collections', '/api/collections/', '/api/collections//', '/'])
      expect(finds('/', path)).toBe(false);
  });

  test('below the path of the base URL, and where a host has taken that away', () => {
    for (const path of ['/feeds/api/collections/x', '/api/collections/x'])
      expect(finds('/feeds/', path, 'api')).toBe(true);
  });

  test('and not only in the path of the base URL', () => {
    const base = '/collections/of-ours/';
    expect(finds(base, '/collections/of-ours/api/', 'api')).toBe(false);
    expect(finds(base, '/collections/of-ours/api/collections/', 'api')).toBe(false);
    expect(finds(base, '/collections/of-ours/api/collections/x', 'api')).toBe(true);
  });

  test('of an API root whose name has signs of expressions', () => {
    expect(finds('/', '/aXb/collections/x', 'a.b')).toBe(false);
    expect(finds('/', '/a.b/collections/x', 'a.b')).toBe(true);
  });
});
