import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minify } from '../../src/json/minify.ts';
import {
  decodeSlice,
  JsonSyntaxError,
  MAX_DEPTH,
  type Member,
  scanMembers,
  scanRoot,
} from '../../src/json/scan.ts';
import '../support/seed.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const noLists: ReadonlySet<string> = new Set();

function faultOf(text: string, lists = noLists): number | undefined {
  try {
    scanMembers(encode(text), lists);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(JsonSyntaxError);
    return (error as JsonSyntaxError).offset;
  }
}

const value = fc.jsonValue({ depthSize: 'small', stringUnit: 'binary' });
const indents = fc.constantFrom<string | number>(0, 1, '\t', ' ');

describe('scanMembers', () => {
  test('gives every member with its value, in order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), indents, (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        const bytes = encode(text);
        const members = scanMembers(bytes, noLists);
        expect(members.map(({ key }) => key)).toEqual(Object.keys(object));
        for (const { key, value: slice } of members)
          expect(JSON.parse(decodeSlice(bytes, slice))).toEqual(JSON.parse(JSON.stringify(object[key])));
      }),
    );
  });

  test('slices are as long as their minified text, which is the source without white space between tokens', () => {
    fc.assert(
      fc.property(fc.array(value), value, indents, (list, other, indent) => {
        const bytes = encode(JSON.stringify({ list, other }, null, indent));
        const [first, second] = scanMembers(bytes, new Set(['list'])) as [Member, Member];
        expect(first.elements!.map((slice) => decode(minify(bytes, slice)))).toEqual(
          list.map((one) => JSON.stringify(one)),
        );
        expect(decode(minify(bytes, second.value))).toBe(JSON.stringify(other));
        for (const slice of [...first.elements!, second.value])
          expect(minify(bytes, slice)).toHaveLength(slice.length);
      }),
    );
  });

  test('no bytes make it throw anything but a syntax error', () => {
    const soup = fc
      .array(fc.constantFrom(...'{}[]:,"\\ 1ae\n\u0001é'), { maxLength: 12 })
      .map((list) => `{"a":${list.join('')}`);
    fc.assert(
      fc.property(soup, (text) => {
        faultOf(text, new Set(['a']));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        faultOf(decode(bytes));
      }),
    );
  });

  test('takes every object that JSON.parse takes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(faultOf(`{"a":${text}}`, new Set(['a']))).toBeUndefined();
      }),
    );
  });

  test('where wrapper and slices are well-formed, the text is', () => {
    const soup = fc.array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"a"', '1', ' ', '"'), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(soup, (list) => {
        const text = `{"a":${list.join('')}}`;
        const bytes = encode(text);
        try {
          for (const { value: slice } of scanMembers(bytes, noLists)) JSON.parse(decodeSlice(bytes, slice));
        } catch {
          return;
        }
        expect(() => JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  test('empty objects and lists', () => {
    expect(scanMembers(encode(' { } '), noLists)).toEqual([]);
    expect(scanMembers(encode('{"a": [ ]}'), new Set(['a']))[0]!.elements).toEqual([]);
  });

  test('elements are told only for lists that were asked for', () => {
    const [a, b, c] = scanMembers(encode('{"a":[1],"b":[1],"c":5}'), new Set(['a', 'c'])) as [
      Member,
      Member,
      Member,
    ];
    expect([a.elements?.length, b.elements, c.elements]).toEqual([1, undefined, undefined]);
  });

  test('keys are read with their escapes, and all of the same name', () => {
    expect(scanMembers(encode('{"\\u0061":1,"a":2,"__proto__":3}'), noLists).map(({ key }) => key)).toEqual([
      'a',
      'a',
      '__proto__',
    ]);
  });

  test.each([
    ['', 0],
    ['  ', 2],
    ['[]', 0],
    ['null', 0],
    ['{', 1],
    ['{"a"', 4],
    ['{"a":', 5],
    ['{"a":1', 6],
    ['{"a":1,}', 7],
    ['{"a":1 "b":2}', 7],
    ['{"a":[1,2', 9],
    ['{"a":"x', 7],
    ['{"a":"x\\', 8],
    ['{"a":1} x', 8],
    ['{"\\x":1}', 1],
    ['\ufeff{}', 0],
  ])('%j goes wrong at byte %i', (text, offset) => expect(faultOf(text)).toBe(offset));

  test('values may nest to the limit and not beyond', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(faultOf(nested(MAX_DEPTH))).toBeUndefined();
    expect(faultOf(nested(MAX_DEPTH + 1))).toBe(5 + MAX_DEPTH);
    expect(faultOf(`{"a":${'{"a":'.repeat(100_000)}`)).toBeGreaterThan(0);
  });
});

test('scanRoot is the object without the white space around it', () => {
  const bytes = encode('\r\n { "a" : 1 }\n');
  const slice = scanRoot(bytes);
  expect(decodeSlice(bytes, slice)).toBe('{ "a" : 1 }');
  expect(decode(minify(bytes, slice))).toBe('{"a":1}');
});

test('minify keeps every token as it is spelled', () => {
  const text = '{ "a b" : [ 1.0 , 1E+3 ,\t-0 ], "\\" \\\\" : "\\u00e9 \u2028 🚢",\r\n"é" : { } }';
  const bytes = encode(`[${text}]`);
  const start = 1;
  const { value: slice } = scanMembers(encode(`{"x":${text}}`), noLists)[0]!;
  const moved = { start, end: start + slice.end - slice.start, length: slice.length };
  expect(decode(minify(bytes, moved))).toBe('{"a b":[1.0,1E+3,-0],"\\" \\\\":"\\u00e9 \u2028 🚢","é":{}}');
});
