import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/json/canonical.ts';
import { sameJson } from '../../src/json/same-json.ts';
import '../support/seed.ts';
import { growth, PROPORTIONAL } from './growth.ts';
import { exact, sameExact, spell } from './spelling.ts';

const deciders = [
  ['sameJson', sameJson],
  ['canonicalJson', (a: string, b: string) => canonicalJson(a) === canonicalJson(b)],
] as const;

const picks = fc.infiniteStream(fc.nat(1000));
const speller = picks.map((stream) => (n: number) => (stream.next().value as number) % n);

describe.each(deciders)('%s', (_, same) => {
  test('two spellings of one value are the same', () => {
    fc.assert(
      fc.property(exact, speller, speller, (value, one, other) => {
        expect(same(`[${spell(value, one)}]`, `[${spell(value, other)}]`)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('two texts are the same exactly when their values are', () => {
    fc.assert(
      fc.property(exact, exact, speller, (a, b, pick) => {
        expect(same(`[${spell(a, pick)}]`, `[${spell(b, pick)}]`)).toBe(sameExact(a, b));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['[1.0]', '[1]'],
    ['[1]', '[10e-1]'],
    ['[-0]', '[0.00]'],
    ['[0.30000000000000000000]', '[3E-1]'],
    ['{"a":1,"b":2}', ' { "b" : 2 ,\r\n"a":1}'],
    ['["\\u00e9\\/\\ud83d\\ude80"]', '["é/🚀"]'],
    ['{"\\u0061":1}', '{"a":1}'],
    ['["\\ud800"]', '["\\uD800"]'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['{"__proto__":[1]}', '{ "__proto__" : [1] }'],
  ])('%s = %s', (a, b) => expect(same(a, b)).toBe(true));

  test.each([
    ['[12345678901234567890]', '[12345678901234567891]'],
    ['[0.1]', '[0.1000000000000000055511151231257827]'],
    ['[1e400]', '[2e400]'],
    ['[1e-400]', '[0]'],
    ['[1e400]', '[null]'],
    ['{"a":1,"a":2}', '{"a":1}'],
    ['{"__proto__":1}', '{"__proto__":2}'],
    ['{"__proto__":1}', '{}'],
    ['{"toString":1}', '{"valueOf":1}'],
    ['[]', '{}'],
    ['[1,2]', '[2,1]'],
    ['["1"]', '[1]'],
    ['[[1],2]', '[[1,2]]'],
    ['["a b"]', '["a  b"]'],
    ['{"a":null}', '{}'],
    ['12345678901234567890', '12345678901234567891'],
  ])('%s ≠ %s', (a, b) => expect(same(a, b)).toBe(false));

  test('a long number costs in proportion to its length', () => {
    const long = (zeros: number, last: number) => `[1${'0'.repeat(zeros)}${last}]`;
    expect(growth((zeros) => same(long(zeros, 1), long(zeros, 2)), 4_000)).toBeLessThan(PROPORTIONAL);
  });
});
