import { describe, expect, it } from 'vitest';
import { contained, found, type Json, sco, sdo } from '../found.ts';

const DEFINITION = 'extension-definition--a932fcc6-e032-476c-826f-cb970a5a1ade';

/** Where a property can be that no schema knows, and what leads there. */
const places: [string, (more: Json) => Json, string][] = [
  ['an SDO', (more) => sdo('tool', { name: 'a', ...more }), ''],
  ['an SCO', (more) => sco('file', { name: 'a', ...more }), ''],
  ['a custom object', (more) => sdo('x-thing', more), ''],
  ['a custom observable', (more) => sco('x-thing', more), ''],
  ['an extension', (more) => extended('tool', DEFINITION, more), `extensions/${DEFINITION}/`],
  ['a predefined extension', (more) => extended('file', 'ntfs-ext', more), 'extensions/ntfs-ext/'],
  [
    'an extension of a marking',
    (more) => extended('marking-definition', DEFINITION, more),
    `extensions/${DEFINITION}/`,
  ],
  ['the deprecated container', (more) => contained(sco('file', { name: 'a', ...more })), 'objects/0/'],
];

function extended(type: string, key: string, more: Json): Json {
  return sdo(type, { name: 'a', extensions: { [key]: { extension_type: 'property-extension', ...more } } });
}

describe.each(places)('%s', (_, make, base) => {
  it.each([
    [
      'property-name',
      ['9abc', 'Abc', 'ab', '', '_abc', 'ä', 'a-b'],
      ['x_foo', 'abc', 'a__', 'Abcid', 'abcD'],
    ],
    [
      'property-name-rest',
      ['fooBar', 'foo-bar', 'foo bar', 'Abcid', 'a'.repeat(251)],
      ['x_foo', 'a'.repeat(250), '9abc'],
    ],
  ])('stix/%s', (code, bad, good) => {
    for (const name of bad) expect(found(code, make({ [name]: 1 }))).toEqual([base + name]);
    for (const name of good) expect(found(code, make({ [name]: 1 }))).toEqual([]);
  });

  it('hostile names', () => {
    const hostile = JSON.parse('{"__proto__":null}') as Json;
    expect(found('property-name', make(hostile))).toEqual([`${base}__proto__`]);
    expect(found('property-name', make({ constructor: 1, valueOf: 1 }))).toEqual([]);
  });

  it('stix/empty-custom-property', () => {
    expect(found('empty-custom-property', make({ x_a: null, x_b: [] }))).toEqual([
      `${base}x_a`,
      `${base}x_b`,
    ]);
    expect(found('empty-custom-property', make({ x_a: 0, x_b: '', x_c: {}, x_d: [null] }))).toEqual([]);
  });

  it('stix/empty-nested-value', () => {
    const empty = { x_a: { a: [1, { b: null }], c: [] }, x_b: {}, x_c: [[], 1] };
    expect(found('empty-nested-value', make(empty))).toEqual(
      ['x_a/a/1/b', 'x_a/c', 'x_b', 'x_c/0'].map((path) => base + path),
    );
    expect(found('empty-nested-value', make({ x_a: { a: [1, ''] }, x_b: null, x_c: [] }))).toEqual([]);
  });

  it('stix/suffixed-property', () => {
    for (const value of ['0', '0g', '', 7, {}])
      expect(found('suffixed-property', make({ x_hex: value }))).toEqual([`${base}x_hex`]);
    for (const value of ['QUI', '====', 'Q===', 'QQ== ', '', 7])
      expect(found('suffixed-property', make({ x_bin: value }))).toEqual([`${base}x_bin`]);
    const good = {
      x_hex: '00fF',
      y_hex: '0a',
      x_bin: 'QQ==',
      y_bin: 'QUI=',
      z_bin: 'QUJD',
      _hex: 7,
      X_hex: 7,
    };
    expect(found('suffixed-property', make(good))).toEqual([]);
  });

  it('stix/hex-case', () => {
    expect(found('hex-case', make({ x_hex: '0F' }))).toEqual([`${base}x_hex`]);
    expect(found('hex-case', make({ x_hex: '0f', y_hex: 'G', z_hex: 7 }))).toEqual([]);
  });
});

describe('where the OASIS validator does not look', () => {
  it.each([['marking-definition'], ['bundle']])('%s', (type) => {
    const object = sdo(type, { '9abc': null, x_hex: '0', severity: 1 });
    for (const code of ['property-name', 'empty-custom-property', 'suffixed-property', 'reserved-name'])
      expect(found(code, object)).toEqual([]);
    expect(found('property-name-rest', object)).toEqual(['9abc']);
    expect(found('empty-nested-value', object)).toEqual(['9abc']);
    expect(found('reserved-name-rest', object)).toEqual(['severity']);
  });
});

it('stays silent on what a schema tells', () => {
  const known = { aliases: [], description: null, created_by_ref: {}, extensions: { 'foo-ext': 7 } };
  expect(found('empty-custom-property', sdo('tool', known))).toEqual([]);
  expect(found('empty-nested-value', sdo('tool', known))).toEqual([]);
  const flags = { 'tcp-ext': { src_flags_hex: null, x_a: null } };
  expect(found('empty-custom-property', sco('network-traffic', { extensions: flags }))).toEqual([
    'extensions/tcp-ext/x_a',
  ]);
});

it('does not follow nesting without end', () => {
  let deep: unknown = null;
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
  expect(found('empty-nested-value', sdo('tool', { x_deep: deep }))).toEqual([]);
});

describe('reserved names', () => {
  it.each([
    ['reserved-name', ['severity', 'username', 'action']],
    ['reserved-name-rest', ['phone_number']],
    ['reserved-phone-numbers', ['phone_numbers']],
  ])('stix/%s', (code, names) => {
    for (const name of names) {
      expect(found(code, sdo('tool', { [name]: 'a' }))).toEqual([name]);
      expect(found(code, contained(sco('x-thing', { [name]: 'a' })))).toEqual([`objects/0/${name}`]);
    }
    const others = { x_severity: 1, extensions: { 'foo-ext': { severity: 1 } } };
    expect(found(code, sdo('tool', others))).toEqual([]);
  });
});

describe('stix/encoding-property', () => {
  it.each([
    [{ x_name: 'a', x_name_enc: 'UTF-8' }, []],
    [{ x_name: 'a', x_name_enc: 'utf-8' }, ['x_name_enc']],
    [{ x_name: 'a', x_name_enc: 7 }, ['x_name_enc']],
    [{ x_name_enc: 'UTF-8' }, ['x_name_enc']],
    // Its value is for stix/character-set to tell
    [{ name: 'a', name_enc: 'utf-8' }, []],
    [{ hashes: {}, name_enc: 'UTF-8' }, ['name_enc']],
  ])('%j', (more, expected) => {
    expect(found('encoding-property', sco('file', more))).toEqual(expected);
  });
});

describe('stix/schema-type', () => {
  it.each(['identifier', 'extension', 'timestamp', 'core'])('%s', (type) => {
    expect(found('schema-type', sco(type))).toEqual(['type']);
  });

  it('leaves other types', () => {
    for (const object of [sdo('core'), sco('x-identifier'), { type: 7 }])
      expect(found('schema-type', object)).toEqual([]);
  });
});
