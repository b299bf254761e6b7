import { expect, it } from 'vitest';
import { contained, found, sco } from '../found.ts';

it('stix/domain-name', () => {
  expect(found('domain-name', sco('domain-name', { value: 'ab--c.de' }))).toEqual(['value']);
  expect(found('domain-name', contained(sco('domain-name', { value: 'ab--c.de' })))).toEqual([
    'objects/0/value',
  ]);
  expect(found('domain-name', sco('domain-name', { value: 'a.de\n' }))).toEqual(['value']);
  // The schema tells
  for (const value of ['', 'a_b.de', '.de', 'a b', 7, undefined])
    expect(found('domain-name', sco('domain-name', { value }))).toEqual([]);
  expect(found('domain-name', sco('domain-name', { value: 'example.com' }))).toEqual([]);
});
