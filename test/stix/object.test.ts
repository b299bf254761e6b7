import { expect, test } from 'vitest';
import { factsOf, UNVERSIONED } from '../../src/stix/object.ts';

const UUID = '0a82c212-67e7-4a46-a18d-064388e5ebd4';

test('the version is modified, else created, else a constant (TAXII 2.1 §3.4.1)', () => {
  const id = `tool--${UUID}`;
  const [created, modified] = ['2024-01-01T00:00:00.000Z', '2024-01-02T00:00:00Z'];
  expect(factsOf({ id, created, modified }).objectVersion).toBe(modified);
  expect(factsOf({ id, created }).objectVersion).toBe(created);
  expect(factsOf({ id }).objectVersion).toBe(UNVERSIONED);
  expect(UNVERSIONED).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('the type is the identifier’s, and the name only text', () => {
  expect(factsOf({ id: `url--${UUID}`, name: 5 })).toEqual({
    id: `url--${UUID}`,
    type: 'url',
    objectVersion: UNVERSIONED,
    name: undefined,
  });
  expect(factsOf({ id: `url--${UUID}`, name: 'A' }).name).toBe('A');
});
