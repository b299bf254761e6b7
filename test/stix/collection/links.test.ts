import { describe, expect, test } from 'vitest';
import { linksOf, pathToReference } from '../../../src/stix/collection/links.ts';
import { publishedTlp, tlpOf, tlpOfLabel } from '../../../src/stix/collection/tlp.ts';

const id = (type: string, n = 0) => `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('the links of an object', () => {
  const object = {
    type: 'report',
    revoked: true,
    created: 'c',
    created_by_ref: id('identity'),
    object_refs: [id('tool', 1), id('tool', 2), id('tool', 1), 'no id', 5],
    object_marking_refs: [id('marking-definition', 1)],
    granular_markings: [{ selectors: ['name'], marking_ref: id('marking-definition', 2) }, null, 'x'],
    extensions: { a: { deep: [{ x_ref: id('tool', 3) }] } },
    objects: { 0: { src_ref: '1', belongs_to_refs: ['2'] } },
    labels: ['TLP:AMBER', 'tlp:green', 5],
  };

  test('are found at any depth, each once, and not among the keys of a container', () => {
    expect(linksOf(object)).toEqual({
      references: [
        id('identity'),
        id('tool', 1),
        id('tool', 2),
        id('marking-definition', 1),
        id('marking-definition', 2),
        id('tool', 3),
      ],
      markings: [id('marking-definition', 1), id('marking-definition', 2)],
      isRevoked: true,
      created: 'c',
      creator: id('identity'),
      labelled: 'amber',
    });
  });

  test('of hostile values are few', () => {
    expect(linksOf({ object_marking_refs: 'x', granular_markings: 5, labels: {}, created: 1 })).toEqual({
      references: [],
      markings: [],
      isRevoked: false,
    });
    let deep: object = { x_ref: id('tool') };
    for (let n = 0; n < 10_000; n += 1) deep = { deep };
    expect(linksOf({ deep }).references).toEqual([]);
  });

  test('have a place', () => {
    expect(pathToReference(object, id('tool', 2))).toEqual(['object_refs', 1]);
    expect(pathToReference(object, id('marking-definition', 2))).toEqual([
      'granular_markings',
      0,
      'marking_ref',
    ]);
    expect(pathToReference(object, id('tool', 9))).toEqual([]);
  });
});

describe('levels of TLP', () => {
  test.each([
    ['TLP:RED', 'red'],
    ['tlp:amber+strict', 'amber+strict'],
    ['TLP:AMBER STRICT', 'amber+strict'],
    ['tlp-white', 'clear'],
    ['tlp:clear', 'clear'],
    ['TLP:PURPLE', 'red'],
    ['red', undefined],
    ['tlprelated', undefined],
  ])('the label %s', (label, level) => expect(tlpOfLabel(label)).toBe(level));

  test.each<[string, object, string]>([
    ['1.0', { definition_type: 'tlp', definition: { tlp: 'amber' }, name: 'TLP:AMBER' }, 'amber'],
    ['1.0, of an unknown level', { definition_type: 'tlp', definition: { tlp: 'pink' } }, 'red'],
    ['1.0, without its definition', { definition_type: 'tlp' }, 'red'],
    [
      '1.0, under the name of another',
      { definition_type: 'tlp', definition: { tlp: 'white' }, name: 'TLP:RED' },
      'red',
    ],
    ['a statement', { definition_type: 'statement', definition: { statement: 'x' } }, 'none'],
    ['nothing', {}, 'none'],
  ])('%s', (_, marking, level) => expect(tlpOf({ type: 'marking-definition', ...marking })).toBe(level));

  test('are known of what OASIS published, and of nothing else', () => {
    expect(publishedTlp('marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003')).toBe('amber+strict');
    expect(publishedTlp(id('marking-definition'))).toBeUndefined();
  });
});
