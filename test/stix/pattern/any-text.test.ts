import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPattern } from '../../../src/stix/pattern/check-pattern.ts';
import { MAX_NESTING } from '../../../src/stix/pattern/cursor.ts';
import { parsePattern } from '../../../src/stix/pattern/parse-pattern.ts';
import { growth, PROPORTIONAL } from '../../json/growth.ts';
import '../../support/seed.ts';
import { observation } from './arbitrary.ts';
import { print, withoutOffsets } from './print.ts';

const pieces = [
  ...'[](),.:*=\'\\+-/"<>!?^ \n\t0 1ahbtZ_é😀\ud800\u3000',
  ...['AND', 'OR', 'NOT', 'EXISTS', 'IN', 'LIKE', 'START', 'WITHIN', 'SECONDS', 'true', '/*', '*/', '//'],
  ...["h'", "b'", "t'", "'", '\\\\', "\\'", '[a:b = 1]', '1.5', '-1', 'file:name', "t'2024-01-01T00:00:00Z'"],
];

/** Parses and checks, and holds every result against the form that it has to have. */
function takes(text: string): void {
  const { pattern, faults } = parsePattern(text);
  expect(faults.length).toBe(pattern ? 0 : 1);
  for (const { offset, length } of pattern ? checkPattern(pattern) : faults) {
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
  }
}

describe('any text', () => {
  test('a printed tree parses to the same tree', () => {
    fc.assert(
      fc.property(observation, (tree) => {
        const { pattern, faults } = parsePattern(print(tree));
        expect(faults).toEqual([]);
        expect(withoutOffsets(pattern!.observation)).toEqual(withoutOffsets(tree));
      }),
      { numRuns: 200 },
    );
  });

  test('pieces in any order give a tree or one fault inside the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (list) => takes(list.join(''))),
      {
        numRuns: 3000,
      },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), takes));
  });

  test('a pattern with something put in, taken out or cut off gives a tree or one fault', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(8), fc.constantFrom('', ...pieces));
    fc.assert(
      fc.property(observation, fc.array(edit, { minLength: 1, maxLength: 3 }), (tree, edits) => {
        let text = print(tree);
        for (const [place, length, piece] of edits) {
          const at = place % (text.length + 1);
          text = text.slice(0, at) + piece + text.slice(at + length);
        }
        takes(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('nesting', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}[a:b = 1]${')'.repeat(depth)}`;
  const inner = (depth: number) => `[${'('.repeat(depth)}a:b = 1${')'.repeat(depth)}]`;

  test('is taken as far as the limit, and checked there', () => {
    for (const text of [nested(MAX_NESTING), inner(MAX_NESTING)]) {
      expect(parsePattern(text).faults).toEqual([]);
      takes(text);
    }
  });

  test('beyond the limit is a fault at the first parenthesis too many', () => {
    for (const [text, offset] of [
      [nested(MAX_NESTING + 1), MAX_NESTING],
      [inner(MAX_NESTING + 1), MAX_NESTING + 1],
      [`([${'('.repeat(MAX_NESTING)}`, MAX_NESTING + 1],
      [nested(1e6), MAX_NESTING],
    ] as const)
      expect(parsePattern(text).faults).toEqual([
        { offset, length: 1, found: '"("', expected: `at most ${MAX_NESTING} levels of parentheses` },
      ]);
  });

  test('counts what is open, not what has been', () => {
    const many = Array.from({ length: 2 * MAX_NESTING }, () => '([a:b = 1])').join(' AND ');
    expect(parsePattern(many).faults).toEqual([]);
  });
});

describe('time', () => {
  const half = MAX_NESTING / 2;
  const hostile: Record<string, (n: number) => string> = {
    'opening parentheses': (n) => '('.repeat(n),
    'opening brackets': (n) => '['.repeat(n),
    backslashes: (n) => `[a:b = '${'\\'.repeat(n)}`,
    'escaped backslashes': (n) => `[a:b = '${'\\\\'.repeat(n)}']`,
    apostrophes: (n) => "'".repeat(n),
    'a string without an end': (n) => `[a:b = '${'x'.repeat(n)}`,
    'comments without an end': (n) => '/*'.repeat(n),
    comments: (n) => `${'/**/'.repeat(n)}[a:b = 1]`,
    'white space': (n) => `[a:b = 1]${' '.repeat(n)}`,
    digits: (n) => `[a:b = ${'1'.repeat(n)}]`,
    zeros: (n) => `[a:b = ${'0'.repeat(n)}]`,
    'a float': (n) => `[a:b = 0.${'0'.repeat(n)}]`,
    'hexadecimal digits': (n) => `[a:b = h'${'00'.repeat(n)}']`,
    base64: (n) => `[a:b = b'${'AAA\n'.repeat(n)}']`,
    'a fraction': (n) => `[a:b = t'2024-01-01T00:00:00.${'1'.repeat(n)}Z']`,
    'a name': (n) => `[${'a-'.repeat(n)}:b = 1]`,
    steps: (n) => `[a:b${'.c[*]'.repeat(n)} = 1]`,
    'a chain': (n) => `[${'aaa:b = 1 AND '.repeat(n)}aaa:b = 1]`,
    'types that are joined': (n) => `[${Array.from({ length: n }, (_, i) => `t${i}:b = 1`).join(' OR ')}]`,
    'types that are joined deep down': (n) =>
      `[${Array.from({ length: n }, (_, i) => `t${i}:b = 1 OR ${i % (n / half) ? '' : '('}`).join('')}EXISTS a:b${')'.repeat(half)}]`,
    'types that exclude each other': (n) =>
      `[${Array.from({ length: n }, (_, i) => `t${i}:b = 1`).join(' AND ')}]`,
    'types that exclude a list of types': (n) =>
      `[(${Array.from({ length: n }, (_, i) => `t${i}:b = 1`).join(' OR ')})${' AND u:b = 1'.repeat(n)}]`,
    qualifiers: (n) => `[a:b = 1]${' WITHIN 1 SECONDS'.repeat(n)}`,
    observations: (n) => `${'[a:b = 1] FOLLOWEDBY '.repeat(n)}[a:b = 1]`,
    'a set': (n) => `[a:b IN (${'1,'.repeat(n)}1)]`,
    'a regular expression of parentheses': (n) => `[a:b MATCHES '${'('.repeat(n)}']`,
    'a regular expression of brackets': (n) => `[a:b MATCHES '${'[[:a'.repeat(n)}']`,
    'a regular expression of flags': (n) => `[a:b MATCHES '${'(?aaaa'.repeat(n)}']`,
    'a regular expression of quotes': (n) => `[a:b MATCHES '${'\\\\Q\\\\E'.repeat(n)}']`,
    'addresses of colons': (n) => `[ipv6-addr:value ISSUBSET '${':'.repeat(n)}']`,
  };

  test.each(Object.entries(hostile))('grows with the length: %s', (_name, make) => {
    const texts = new Map<number, string>();
    const work = (size: number) => {
      const text = texts.get(size) ?? make(size);
      texts.set(size, text);
      const { pattern } = parsePattern(text);
      if (pattern) checkPattern(pattern);
    };
    expect(growth(work, 5_000)).toBeLessThan(PROPORTIONAL);
  });
});
