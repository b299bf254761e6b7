import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locate, pointer } from '../../src/json/locate.ts';
import '../support/seed.ts';

function placeOf(text: string, path: readonly (string | number)[], prefix = ''): string {
  const bytes = new TextEncoder().encode(prefix + text);
  const start = new TextEncoder().encode(prefix).length;
  const at = locate(bytes, { start, end: bytes.length, length: 0 }, path);
  return new TextDecoder().decode(bytes.subarray(at));
}

describe('locate', () => {
  const text = '{ "b": {"b" : [1], "é": "x" }, "\\u0061": {"c": {"d": 2}}, "e": 3 }';
  test.each([
    [[], text],
    [['e'], '3 }'],
    [['a', 'c', 'd'], '2}}, "e": 3 }'],
    [['a', 'missing'], '{"c": {"d": 2}}, "e": 3 }'],
    [['missing', 'c'], text],
    [['e', 'f'], '3 }'],
    [['l', 1], '2, [{"x": 4}]]}'],
    [['l', 2, 0, 'x'], '4}]]}'],
    [['l', '2', '0', 'x'], '4}]]}'],
    [['l', 7], '[1, 2, [{"x": 4}]]}'],
  ])('%j', (path, rest) =>
    expect(placeOf(path[0] === 'l' ? '{"l": [1, 2, [{"x": 4}]]}' : text, path)).toBe(rest));

  test.each([
    [0, 'a\\"é🚢\\u00e9z"}'],
    [1, '\\"é🚢\\u00e9z"}'],
    [2, 'é🚢\\u00e9z"}'],
    [3, '🚢\\u00e9z"}'],
    [5, '\\u00e9z"}'],
    [6, 'z"}'],
    [99, '"}'],
  ])('unit %i of a string', (offset, rest) => {
    const bytes = new TextEncoder().encode('{"p": "a\\"é🚢\\u00e9z"}');
    const at = locate(bytes, { start: 0, end: bytes.length, length: 0 }, ['p'], offset);
    expect(new TextDecoder().decode(bytes.subarray(at))).toBe(rest);
  });

  test('counts from the start of the file, in bytes', () => {
    expect(placeOf('{"x": {"🚢": [1]}}', ['x', '🚢'], '{"é": [1, ')).toBe('[1]}}');
  });
});

describe('pointer', () => {
  test.each([
    [[], ''],
    [['a', 0, 'b'], '/a/0/b'],
    [['~/', '/~1'], '/~0~1/~1~01'],
    [[''], '/'],
  ])('%j is %s', (path, text) => expect(pointer(path)).toBe(text));

  test('can be read back (RFC 6901 §4)', () => {
    const steps = fc.array(fc.string({ unit: fc.constantFrom('a', '~', '/', '0', '1') }));
    fc.assert(
      fc.property(steps, (path) => {
        const read = pointer(path).split('/').slice(1);
        expect(read.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))).toEqual(path);
      }),
    );
  });
});
