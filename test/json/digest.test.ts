import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256, sha256OfAll } from '../../src/json/digest.ts';

test('SHA-256 in lower-case hexadecimal (FIPS 180-4, example of one block)', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(new TextEncoder().encode('abc'))).toBe(sha256('abc'));
});

test('of parts as of the whole', () => {
  expect(sha256OfAll(['a', new Uint8Array([0x62]), 'c'])).toBe(sha256('abc'));
  expect(sha256OfAll([])).toBe(createHash('sha256').digest('hex'));
});
