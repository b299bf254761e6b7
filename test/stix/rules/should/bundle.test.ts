import { expect, it } from 'vitest';
import { found, sdo } from '../found.ts';

it('stix/duplicate-id', () => {
  const at = (modified: unknown) => sdo('tool', { modified });
  const objects = [
    at('2026-01-31T12:00:00.000Z'),
    at('2026-02-28T12:00:00.000Z'),
    at('2026-02-28T12:00:00.000Z'),
    at('2026-03-31T12:00:00.000Z'),
    at('2026-01-31T12:00:00.000Z'),
    at(undefined),
    at(undefined),
    at(7),
    7,
    null,
  ];
  const bundle = { type: 'bundle', id: 'bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f', objects };
  expect(found('duplicate-id', bundle)).toEqual(['objects/2', 'objects/4']);
  expect(found('duplicate-id', { ...bundle, objects: 7 })).toEqual([]);
});
