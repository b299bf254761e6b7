import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionOf } from '../../src/json/position.ts';
import '../support/seed.ts';
import { growth, PROPORTIONAL } from './growth.ts';

const encode = (text: string) => new TextEncoder().encode(text);

test.each([
  ['', 0, 1, 1],
  ['abc', 0, 1, 1],
  ['abc', 3, 1, 4],
  ['a\nb', 1, 1, 2],
  ['a\nb', 2, 2, 1],
  ['a\r\nb', 3, 2, 1],
  ['a\r\n\r\nbc', 6, 3, 2],
  ['é!', 2, 1, 2],
  ['🚢!', 4, 1, 3],
  ['\n€🚢x', 8, 2, 4],
  ['\n', 1, 2, 1],
])('%j, byte %i: line %i, column %i', (text, offset, line, column) => {
  expect(positionOf(encode(text), offset)).toEqual({ line, column });
});

test('the column counts UTF-16 code units since the last line feed', () => {
  const characters = fc.array(fc.constantFrom('a', 'é', '€', '🚢', '\n', '\r\n', '\t', '\u2028'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(characters, fc.nat(), (list, cut) => {
      const before = list.slice(0, cut % (list.length + 1)).join('');
      const lines = before.split('\n');
      expect(positionOf(encode(list.join('')), encode(before).length)).toEqual({
        line: lines.length,
        column: lines.at(-1)!.length + 1,
      });
    }),
  );
});

test('all places on one long line cost in proportion to it', () => {
  const work = (length: number) => {
    const bytes = encode(`"${'x'.repeat(length)}"`);
    for (let at = 0; at < bytes.length; at += 100) positionOf(bytes, at);
  };
  expect(growth(work, 100_000)).toBeLessThan(PROPORTIONAL);
});
