import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minify } from '../../src/json/minify.ts';
import { newReading, type Reading, readObjects } from '../../src/release/read-objects.ts';
import { growth, PROPORTIONAL } from '../json/growth.ts';
import '../support/seed.ts';

const UUID = '00000000-0000-4000-8000-000000000000';
const BUNDLE = `"type":"bundle","id":"bundle--${UUID}"`;
const URL_OBJECT = `{"type":"url","id":"url--${UUID}","value":"x"}`;

function read(text: string, reading: Reading = newReading()) {
  return readObjects({ number: 0, name: 'f.json', bytes: new TextEncoder().encode(text) }, reading);
}

const findings = (text: string) =>
  read(text).diagnostics.map(
    ({ code, at }) => `${code} ${at!.line}:${at!.column}${at!.pointer ? ` ${at!.pointer}` : ''}`,
  );

describe('bundles and objects', () => {
  test('a bundle, with its objects in order and their bytes', () => {
    const text = `{ ${BUNDLE},\n "objects": [ ${URL_OBJECT} , {"type":"tool" } ] }`;
    const { objects } = read(`{ ${BUNDLE},\n "objects": [ ${URL_OBJECT} ] }`);
    const bytes = new TextEncoder().encode(text);
    expect(objects.map(({ text: slice }) => new TextDecoder().decode(minify(bytes, slice)))).toEqual([
      URL_OBJECT,
    ]);
    const column = ' "objects": [ '.length + URL_OBJECT.length + ' , '.length + 1;
    expect(findings(text)[0]).toBe(`stix/missing-property 2:${column} /objects/1`);
  });

  test('a bundle without objects is empty (STIX 2.1 §8: objects is optional)', () => {
    expect(read(`{${BUNDLE}}`)).toEqual({ objects: [], diagnostics: [] });
    expect(read(`{${BUNDLE},"objects":[]}`)).toEqual({ objects: [], diagnostics: [] });
  });

  test('the order of a bundle’s members does not matter', () => {
    const { objects, diagnostics } = read(`{"objects":[${URL_OBJECT}],${BUNDLE}}`);
    expect([objects.length, diagnostics]).toEqual([1, []]);
  });

  test('one object, with white space around it', () => {
    const { objects, diagnostics } = read(`\n  ${URL_OBJECT}\r\n`);
    expect(diagnostics).toEqual([]);
    expect(objects).toMatchObject([
      { id: `url--${UUID}`, type: 'url', text: { start: 3, length: URL_OBJECT.length } },
    ]);
  });

  test('an object whose bytes were read before is not read again', () => {
    const reading: Reading = newReading();
    read(URL_OBJECT, reading);
    const { objects } = read(`{${BUNDLE},"objects":[${URL_OBJECT}]}`, reading);
    expect(reading.known.size).toBe(1);
    expect(objects[0]!.text.start).toBeGreaterThan(0);
    expect(objects[0]!.digest).toBe([...reading.known.keys()][0]);
  });

  test('a faulty object is told of every time', () => {
    const reading: Reading = newReading();
    expect(read('{"type":"url"}', reading).diagnostics).toHaveLength(1);
    expect(read('{"type":"url"}', reading).diagnostics).toHaveLength(1);
  });
});

describe('places', () => {
  test.each([
    [
      `{${BUNDLE},"objects":[${URL_OBJECT},\n  {"type":"url","id":5}]}`,
      ['stix/identifier 2:22 /objects/1/id'],
    ],
    [`{"type":"url","é🚢":1,"id":5}`, ['stix/identifier 1:28 /id']],
    [`{"type":"url",\r\n\t"id":5}`, ['stix/identifier 2:7 /id']],
    [`{${BUNDLE},"objects":5}`, ['stix/not-a-bundle 1:80 /objects']],
    ['{"type":"bundle","id":5}', ['stix/not-a-bundle 1:23 /id']],
    [`{${BUNDLE},"objects":[1 2]}`, ['json/syntax 1:83']],
    ['{"type":"url","x":"\\q"}', ['json/syntax 1:20']],
  ])('%s', (text, expected) => expect(findings(text)).toEqual(expected));

  test.each([
    ['[]', '1:1'],
    ['"text"', '1:1'],
    ['null', '1:1'],
    ['\n 5', '2:2'],
  ])('what is JSON but no object is told as what it is: %s', (text, place) => {
    const [found] = read(text).diagnostics;
    expect(`${found!.at!.line}:${found!.at!.column}`).toBe(place);
    expect(found!.message).not.toContain('something else');
  });

  test('what nests too deeply is told as that', () => {
    const [found] = read(`{"type":"url","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).diagnostics;
    expect(found!.at).toMatchObject({ line: 1, column: 519 });
    expect(found!.message).toContain('500 levels');
    expect(found!.message).not.toContain('something else');
  });
});

describe('what two readers would read differently is refused', () => {
  // I-JSON, RFC 7493 §2.3: names in an object are unique.
  test.each([
    ['in an object', `{"type":"url","id":"url--${UUID}","value":"a","value":"b"}`],
    ['at any depth', `{"type":"url","id":"url--${UUID}","x":[{"a":{"b":1,"c":2,"\\u0062":3}}]}`],
    ['in a bundle', `{${BUNDLE},"objects":[${URL_OBJECT}],"objects":[]}`],
    ['as the id', `{"id":"tool--${UUID}","type":"url","id":"url--${UUID}"}`],
  ])('a name twice %s', (_, text) => {
    const { diagnostics } = read(text);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]!.at).toMatchObject({ file: 'f.json', line: 1 });
  });

  test('the same name in different objects is nothing', () => {
    expect(
      findings(`{"type":"url","id":"url--${UUID}","x":[{"a":1},{"a":1}],"a":{"a":1},"b":"\\",\\"a\\":1"}`),
    ).toEqual([]);
  });
});

test('a member of a bundle that nobody needs must be JSON as well', () => {
  for (const value of ['[1}', '{x}', 'nul', '"\\q"', '01', '[1 2]'])
    expect(findings(`{${BUNDLE},"x_note":${value},"objects":[]}`).length, value).toBe(1);
});

test('a bundle in a bundle is no object of it (STIX 2.1 §8)', () => {
  expect(findings(`{${BUNDLE},"objects":[{${BUNDLE}}]}`)).toHaveLength(1);
});

test('__proto__ is a property like any other', () => {
  const { objects, diagnostics } = read(
    `{"__proto__":{"type":"tool","id":5},"type":"url","id":"url--${UUID}","value":"x"}`,
  );
  expect(diagnostics).toEqual([]);
  expect(objects).toMatchObject([{ type: 'url' }]);
});

test('whatever a file holds: findings with a place, or objects, and never a crash', () => {
  const parts = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"type"',
    '"bundle"',
    '"objects"',
    '"id"',
    URL_OBJECT,
    BUNDLE,
    '5',
    'null',
    '"',
    '\\',
    ' ',
    '\n',
    '🚢',
  ];
  const soup = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((list) => list.join(''));
  const nearly = soup.map((text) => `{${BUNDLE},"objects":[${text}]}`);
  fc.assert(
    fc.property(fc.oneof(soup, nearly), (text) => {
      for (const { at, message } of read(text).diagnostics) {
        expect(at!.line).toBeGreaterThan(0);
        expect(at!.column).toBeGreaterThan(0);
        expect(message).toMatch(/\.$/);
      }
    }),
    { numRuns: 3000 },
  );
});

test('where there is no finding, the text is JSON', () => {
  const damage = fc.record({
    at: fc.nat(),
    take: fc.nat(2),
    put: fc.constantFrom('', '{', '}', '[', ']', ',', ':', '"', '0', 'x'),
  });
  const text = `{${BUNDLE},"x":[1,{"a":null}],"objects":[${URL_OBJECT}]}`;
  fc.assert(
    fc.property(damage, ({ at, take, put }) => {
      const place = at % text.length;
      const damaged = text.slice(0, place) + put + text.slice(place + take);
      if (read(damaged).diagnostics.length === 0) expect(() => JSON.parse(damaged), damaged).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test('many faults in a bundle on one line cost in proportion to it', () => {
  const object = (n: number) =>
    `{"type":"tool","id":"tool--${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000","x":"${'x'.repeat(200)}"}`;
  const text = (count: number) =>
    `{${BUNDLE},"objects":[${Array.from({ length: count }, (_, n) => object(n)).join(',')}]}`;
  expect(growth((count) => read(text(count)), 300)).toBeLessThan(PROPORTIONAL);
});
