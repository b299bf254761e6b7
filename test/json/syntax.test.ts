import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSyntaxError as find } from '../../src/json/syntax.ts';
import '../support/seed.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const findSyntaxError = (text: string) => find(encode(text));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('finds a fault exactly in what JSON.parse refuses: sound texts', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (text, indent) => {
      const value = JSON.parse(text) as unknown;
      expect(findSyntaxError(JSON.stringify(value, null, indent))).toBeUndefined();
    }),
  );
});

const ALPHABET = [...'{}[]:,"\\ \t\n0123-+.eEtrufalsn/\u0001\u00a0\u2028\ufeffé'];

test('finds a fault exactly in what JSON.parse refuses: damaged texts', () => {
  const damage = fc.record({
    text: fc.json(),
    at: fc.nat(),
    take: fc.nat(2),
    put: fc.array(fc.constantFrom(...ALPHABET), { maxLength: 3 }).map((characters) => characters.join('')),
  });
  fc.assert(
    fc.property(damage, ({ text, at, take, put }) => {
      const place = at % (text.length + 1);
      const damaged = text.slice(0, place) + put + text.slice(place + take);
      const found = findSyntaxError(damaged);
      expect(found === undefined, damaged).toBe(isJson(damaged));
      if (found) expect(found.offset).toBeLessThanOrEqual(encode(damaged).length);
    }),
    { numRuns: 2000 },
  );
});

test('finds a fault exactly in what JSON.parse refuses: random texts', () => {
  const soup = fc
    .array(fc.constantFrom(...ALPHABET), { maxLength: 8 })
    .map((characters) => characters.join(''));
  fc.assert(
    fc.property(soup, (text) => {
      expect(findSyntaxError(text) === undefined, text).toBe(isJson(text));
    }),
    { numRuns: 3000 },
  );
});

test('a text that is cut off is found wrong at its end, or at the token that was cut', () => {
  const text = '{"a": [1, {"b\\n": "c"}, null], "d": -1.5e3}';
  for (let end = 0; end < text.length; end += 1) {
    const found = findSyntaxError(text.slice(0, end));
    expect(found, text.slice(0, end)).toBeDefined();
    if (found!.offset < end) expect(text.slice(found!.offset, end)).toMatch(/^(nu?l?|-1?\.?5?e?|\\)$/);
  }
});

describe('the place of the first fault', () => {
  test.each([
    ['', 0, 'the end of the text'],
    ['   ', 3, 'the end of the text'],
    ['\ufeff{}', 0, 'U+FEFF'],
    ['{"a": 1', 7, 'the end of the text'],
    ['{"a": 1,}', 8, '"}"'],
    ['{"a" 1}', 5, '"1"'],
    ['{"a": 1 "b": 2}', 8, '"""'],
    ['{a: 1}', 1, '"a"'],
    ["{'a': 1}", 1, '"\'"'],
    ['[1, 2,]', 6, '"]"'],
    ['[1 2]', 3, '"2"'],
    ['[1}', 2, '"}"'],
    ['{"a": [1}', 8, '"}"'],
    ['[NaN]', 1, '"N"'],
    ['[tru]', 1, '"t"'],
    ['[undefined]', 1, '"u"'],
    ['["a\tb"]', 3, 'U+0009'],
    ['["a\nb"]', 3, 'U+000A'],
    ['["a\\x"]', 3, '"\\"'],
    ['["\\u12g4"]', 2, '"\\"'],
    ['["abc', 5, 'the end of the text'],
    ['[1] // note', 4, '"/"'],
    ['{} {}', 3, '"{"'],
    ['["🚢" x]', 8, '"x"'],
    ['[\u00a01]', 1, '"\u00a0"'],
    ['[1, 🚢]', 4, '"🚢"'],
  ])('%j: offset %i, found %s', (text, offset, found) => {
    expect(findSyntaxError(text)).toMatchObject({ offset, found });
  });

  test.each([
    '[01]',
    '[1.]',
    '[+1]',
    '[.5]',
    '[1e]',
    '[-]',
    '[0x10]',
  ])('%s is wrong inside its number', (text) => {
    const { offset } = findSyntaxError(text)!;
    expect(offset).toBeGreaterThanOrEqual(1);
    expect(offset).toBeLessThan(text.length);
  });
});

test('nesting of any depth and strings of any length are read without recursion', () => {
  expect(findSyntaxError('['.repeat(200_000))).toMatchObject({ offset: 200_000 });
  expect(findSyntaxError(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBeUndefined();
  expect(findSyntaxError(`"${'\\n'.repeat(2_000_000)}"x`)).toMatchObject({ offset: 4_000_002 });
});
