import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkObject, describe as describeValue } from '../../src/stix/check-object.ts';
import '../support/seed.ts';

const UUID = '0a82c212-67e7-4a46-a18d-064388e5ebd4';
const AUTHOR = `identity--${UUID}`;

const tool = {
  type: 'tool',
  spec_version: '2.1',
  id: `tool--${UUID}`,
  created: '2024-01-01T00:00:00.000Z',
  modified: '2024-01-02T00:00:00.000Z',
  name: 'Spanner',
};

const sound: Record<string, Record<string, unknown>> = {
  'an SDO': tool,
  'an SRO': { ...tool, type: 'relationship', id: `relationship--${UUID}` },
  'an SDO with all common properties': {
    ...tool,
    created_by_ref: AUTHOR,
    revoked: false,
    object_marking_refs: [`marking-definition--${UUID}`],
    x_unknown: { any: ['thing'] },
  },
  'an SCO without timestamps': { type: 'url', id: `url--${UUID}`, value: 'https://a.example/' },
  'an SCO with spec_version': {
    type: 'url',
    spec_version: '2.1',
    id: `url--${UUID}`,
    value: 'https://a.example/',
  },
  'a marking definition without modified': {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${UUID}`,
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
  },
  'a custom object': { ...tool, type: 'x-thing', id: `x-thing--${UUID}` },
  'a custom object without timestamps': { type: 'x-thing', id: `x-thing--${UUID}` },
  'modified as early as created, with fewer digits': {
    ...tool,
    created: '2024-01-01T00:00:00.000Z',
    modified: '2024-01-01T00:00:00Z',
  },
};

describe('sound', () => {
  test.each(Object.entries(sound))('%s', (_, object) => expect(checkObject(object)).toEqual([]));
});

/** One change to a sound tool, and the one fault that it makes: code, property and path. */
const faulty: [name: string, change: Record<string, unknown>, code: string, path: string, about: RegExp][] = [
  ['no id', { id: undefined }, 'stix/missing-property', '', /"id"/],
  ['no type', { type: undefined }, 'stix/missing-property', '', /"type"/],
  ['no spec_version', { spec_version: undefined }, 'stix/missing-property', '', /"spec_version"/],
  ['no created', { created: undefined }, 'stix/missing-property', '', /"created"/],
  ['no modified', { modified: undefined }, 'stix/missing-property', '', /"modified"/],
  ['a type that is no text', { type: 5 }, 'stix/wrong-property', 'type', /5/],
  ['an id that is no text', { id: null }, 'stix/wrong-property', 'id', /null/],
  ['an id that is none', { id: 'tool--1' }, 'stix/wrong-property', 'id', /"tool--1"/],
  ['an id of another type', { id: AUTHOR }, 'stix/wrong-property', 'id', /tool--/],
  ['spec_version 2.0', { spec_version: '2.0' }, 'stix/wrong-property', 'spec_version', /"2\.0"/],
  ['spec_version as a number', { spec_version: 2.1 }, 'stix/wrong-property', 'spec_version', /2\.1/],
  ['created that is no time', { created: '2024-02-30T00:00:00Z' }, 'stix/wrong-property', 'created', /02-30/],
  [
    'created with an offset',
    { created: '2024-01-01T00:00:00+00:00' },
    'stix/wrong-property',
    'created',
    /UTC/,
  ],
  ['modified that is a number', { modified: 1704067200 }, 'stix/wrong-property', 'modified', /1704067200/],
  [
    'modified before created',
    { modified: '2023-12-31T23:59:59.999999Z' },
    'stix/modified-before-created',
    'modified',
    /2023/,
  ],
  ['revoked as text', { revoked: 'true' }, 'stix/wrong-property', 'revoked', /"true"/],
  ['an author that is none', { created_by_ref: 'me' }, 'stix/wrong-property', 'created_by_ref', /"me"/],
  [
    'markings that are no list',
    { object_marking_refs: AUTHOR },
    'stix/wrong-property',
    'object_marking_refs',
    /identity--/,
  ],
  [
    'a marking that is none',
    { object_marking_refs: [AUTHOR, 1] },
    'stix/wrong-property',
    'object_marking_refs',
    /list/,
  ],
  [
    'a name like a type of Object',
    { type: 'constructor', id: 'tool--1' },
    'stix/wrong-property',
    'id',
    /tool--1/,
  ],
];

describe('each fault once, with its path', () => {
  test.each(faulty)('%s', (_, change, code, path, about) => {
    const object = JSON.parse(JSON.stringify({ ...tool, ...change })) as unknown;
    const faults = checkObject(object);
    expect(faults.map((fault) => [fault.code, fault.path.join('/')])).toEqual([[code, path]]);
    expect(JSON.stringify(faults[0]!.values).replaceAll('\\"', '"')).toMatch(about);
  });

  test.each([
    'ab',
    'a',
    'Tool',
    'to_ol',
    'tool-',
    '-tool',
    'töol',
    'a'.repeat(251),
    '',
  ])('the type %j', (type) => {
    expect(checkObject({ ...tool, type }).map(({ path }) => path.join('/'))).toContain('type');
  });

  test.each([null, true, 5, 'text', [[]]])('%j is no object', (value) => {
    expect(checkObject(value)).toMatchObject([{ code: 'stix/not-an-object', path: [] }]);
  });

  test('a bundle is no STIX object (STIX 2.1 §8)', () => {
    expect(checkObject({ type: 'bundle', id: `bundle--${UUID}`, objects: [] })).not.toEqual([]);
  });

  test('a property of Object.prototype is not there', () => {
    const object = JSON.parse('{"__proto__":{"type":"url","id":"url--1"}}') as unknown;
    expect(checkObject(object).map(({ code }) => code)).toEqual([
      'stix/missing-property',
      'stix/missing-property',
    ]);
  });
});

test('nothing that JSON can say makes it throw, and every path leads into the object', () => {
  const names = [
    'type',
    'id',
    'spec_version',
    'created',
    'modified',
    'revoked',
    'created_by_ref',
    'object_marking_refs',
  ];
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      'tool',
      'url',
      '2.1',
      AUTHOR,
      `url--${UUID}`,
      '2024-01-01T00:00:00Z',
      'marking-definition',
      '__proto__',
    ),
  );
  const objects = fc.dictionary(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, fc.string()),
    values,
    {
      maxKeys: 8,
      noNullPrototype: true,
    },
  );
  fc.assert(
    fc.property(fc.oneof(objects, fc.jsonValue()), (value) => {
      for (const { path } of checkObject(value)) {
        let at: unknown = value;
        for (const step of path) at = (at as Record<string, unknown>)[step];
        expect(at).toBeDefined();
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [undefined, 'nothing'],
  [null, 'null'],
  [[1], 'a list'],
  [{}, 'an object'],
  [1.5, '1.5'],
  ['a "b"', '"a \\"b\\""'],
  ['x'.repeat(200), `"${'x'.repeat(76)}…`],
])('%j is described as %s', (value, text) => expect(describeValue(value)).toBe(text));
