import { expect, it } from 'vitest';
import { contained, found, type Json, sco, sdo } from '../found.ts';

const long = 'x_a_name_that_has_more_than_thirty_characters';

it.each<[code: string, object: Json, path: string[]]>([
  [
    'priority-class',
    sco('process', { extensions: { 'windows-process-ext': { priority: 'high' } } }),
    ['extensions/windows-process-ext/priority'],
  ],
  [
    'priority-class',
    sco('process', { extensions: { 'windows-process-ext': { priority: '_CLASS' } } }),
    ['extensions/windows-process-ext/priority'],
  ],
  [
    'priority-class',
    sco('process', { extensions: { 'windows-process-ext': { priority: 'HIGH_PRIORITY_CLASS' } } }),
    [],
  ],
  [
    'observable-dictionary-key',
    sco('file', { extensions: { 'foo-ext': { Foo: 1, bar: { Baz: 1 } } } }),
    ['extensions/foo-ext/Foo', 'extensions/foo-ext/bar/Baz'],
  ],
  ['observable-dictionary-key', sco('file', { hashes: { MD5: '1' }, name: 'Foo', Foo: 1 }), []],
  ['hash-name-length', sco('file', { hashes: { [long]: '1', x_short: '1' } }), [`hashes/${long}`]],
  [
    'hash-name-length',
    sco('file', { extensions: { 'windows-pebinary-ext': { sections: [{ hashes: { [long]: '1' } }] } } }),
    [`extensions/windows-pebinary-ext/sections/0/hashes/${long}`],
  ],
  ['missing-port', sco('network-traffic', { src_port: 1 }), ['']],
  ['missing-port', sco('network-traffic', { src_port: 1, dst_port: 2 }), []],
])('%s, on its own and contained: %j', (code, object, paths) => {
  expect(found(code, object)).toEqual(paths);
  const inside = paths.map((path) => (path === '' ? 'objects/0' : `objects/0/${path}`));
  expect(found(code, contained(object))).toEqual(inside);
});

it('stix/observable-key', () => {
  const objects = { '0': {}, '12': {}, a: {}, '-1': {}, '1.5': {} };
  expect(found('observable-key', sdo('observed-data', { objects }))).toEqual([
    'objects/a',
    'objects/-1',
    'objects/1.5',
  ]);
});

it('stix/deprecated-property', () => {
  expect(found('deprecated-property', contained({}))).toEqual(['objects']);
  expect(found('deprecated-property', sdo('observed-data', { object_refs: [] }))).toEqual([]);
});

it('looks into dictionaries only so deep', () => {
  let inner: Json = { Foo: 1 };
  for (let depth = 0; depth < 20_000; depth++) inner = { a: inner };
  expect(found('observable-dictionary-key', sco('url', { extensions: { 'a-ext': inner } }))).toEqual([]);
});
