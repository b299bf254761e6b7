import { expect } from 'vitest';

/** A list as it is committed: of known size, sorted, with no blank entry, with these words and without those. */
export function expectList(list: ReadonlySet<string>, size: number, known: string, unknown: string): void {
  expect(list.size).toBe(size);
  expect([...list]).toEqual([...list].sort());
  expect([...list].filter((entry) => entry.trim() !== entry || entry === '')).toEqual([]);
  expect(known.split(' ').filter((word) => !list.has(word))).toEqual([]);
  expect(unknown.split(' ').filter((word) => list.has(word))).toEqual([]);
}
