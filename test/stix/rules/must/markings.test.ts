import { describe, expect, it } from 'vitest';
import { found, type Json, sdo } from '../found.ts';

const OTHER = 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da';
const OWN = 'marking-definition--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';

const statement = (more: Json) =>
  sdo('marking-definition', { definition_type: 'statement', definition: { statement: 'a' }, ...more });

it('stix/marking-of-itself', () => {
  const itself = {
    object_marking_refs: [OTHER, OWN],
    granular_markings: [{ marking_ref: OWN, selectors: ['definition'] }, 7],
  };
  expect(found('marking-of-itself', statement(itself))).toEqual([
    'object_marking_refs/1',
    'granular_markings/0/marking_ref',
  ]);
  expect(found('marking-of-itself', statement({ object_marking_refs: [OTHER] }))).toEqual([]);
  expect(found('marking-of-itself', statement({ id: 7, object_marking_refs: [7] }))).toEqual([]);
});

describe('selectors', () => {
  const marked = (selector: unknown) =>
    sdo('tool', {
      name: 'abc',
      labels: ['one', 'two'],
      x_number: 7,
      x_map: { a_b: { list: [[{ c: 'd' }]] } },
      granular_markings: [{ marking_ref: OTHER, selectors: [selector] }],
    });

  it.each([
    'pattern',
    'labels.[2]',
    'labels.name',
    'labels.length',
    'name.abc',
    'name.length',
    'name.[3]',
    'x_number.[0]',
    'x_map.[0]',
    'x_map.a_b.list.[0].[1]',
    'x_map.constructor',
    '__proto__',
    'toString',
    'labels.[99999999999999999999]',
  ])('stix/selector-target: %s', (selector) => {
    expect(found('selector-target', marked(selector))).toEqual(['granular_markings/0/selectors/0']);
  });

  it.each([
    'name',
    'id',
    'labels',
    'labels.[1]',
    'x_map.a_b.list.[0].[0].c',
    'granular_markings.[0]',
  ])('both are silent: %s', (selector) => {
    expect(found('selector-target', marked(selector))).toEqual([]);
    expect(found('selector-into-text', marked(selector))).toEqual([]);
  });

  it.each(['name.[0]', 'labels.[0].[2]', 'name.[0].[0]'])('stix/selector-into-text: %s', (selector) => {
    expect(found('selector-target', marked(selector))).toEqual([]);
    expect(found('selector-into-text', marked(selector))).toEqual(['granular_markings/0/selectors/0']);
  });

  it('takes anything', () => {
    for (const granular_markings of [7, [7], [{ selectors: 7 }], [{ selectors: [7, null] }]])
      expect(found('selector-target', sdo('tool', { granular_markings }))).toEqual([]);
    expect(found('selector-target', marked('not a selector'))).toEqual([]);
  });
});

describe('TLP', () => {
  const green = {
    type: 'marking-definition',
    spec_version: '2.1',
    id: OTHER,
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name: 'TLP:GREEN',
    definition: { tlp: 'green' },
  };

  it.each<[string, Json, string[]]>([
    ['the marking of the standard', {}, []],
    ['another id', { id: OWN }, ['id']],
    ['another name', { name: 'TLP:Green' }, ['name']],
    ['no name', { name: undefined }, ['']],
    ['another date', { created: '2017-01-20T00:00:00Z' }, ['created']],
    ['another version', { spec_version: '2.0' }, ['spec_version']],
    ['another level', { definition: { tlp: 'red' } }, ['definition/tlp']],
    ['more', { x_foo: 'a', lang: 'en' }, ['x_foo']],
    ['another type', { definition_type: 'TLP', id: OWN }, []],
    ['what the schema tells', { definition: 7, name: 7 }, []],
  ])('stix/tlp: %s', (_, more, expected) => {
    const object = JSON.parse(JSON.stringify({ ...green, ...more }));
    expect(found('tlp', object)).toEqual(expected);
  });

  it('stix/tlp-definition', () => {
    expect(found('tlp-definition', { ...green, definition: { tlp: 'green', note: 'a' } })).toEqual([
      'definition/note',
    ]);
    expect(found('tlp-definition', green)).toEqual([]);
    expect(found('tlp-definition', statement({ definition: { statement: 'a', note: 'a' } }))).toEqual([]);
  });
});
