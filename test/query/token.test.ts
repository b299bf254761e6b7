import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Filter } from '../../src/query/selection.ts';
import { parseToken, printToken } from '../../src/query/token.ts';
import '../support/seed.ts';

const collection = '6f1b2f5e-8f0e-4b1c-9d59-0d5b5a1f0c11';
const id = fc
  .tuple(fc.constantFrom('tool', 'x-a', 'indicator'), fc.uuid())
  .map(([type, uuid]) => `${type}--${uuid}`);
const texts = (text: fc.Arbitrary<string>) =>
  fc.option(fc.array(text, { minLength: 1, maxLength: 20 }), { nil: undefined });
const word = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom('a--', '--', 'tool--x', '🚢'),
);
const filters: fc.Arbitrary<Filter> = fc
  .record({
    versions: fc.oneof(
      fc.constant('all' as const),
      fc.array(fc.constantFrom('first', 'last', '2024-01-01T00:00:00Z'), { minLength: 1, maxLength: 3 }),
    ),
    types: texts(word),
    ids: texts(fc.oneof(id, word)),
    specVersions: texts(fc.constantFrom('2.0', '2.1')),
  })
  .map(({ versions, types, ids, specVersions }) => ({
    versions,
    ...(types ? { types } : {}),
    ...(ids ? { ids } : {}),
    ...(specVersions ? { specVersions } : {}),
  }));

test('a token gives back what it was made of', () => {
  fc.assert(
    fc.property(filters, fc.nat(), (filter, n) => {
      const text = printToken({ collection, n, filter });
      expect(text).toMatch(/^[A-Za-z0-9._-]+$/);
      expect(parseToken(text, collection)).toEqual({ collection, n, filter });
    }),
    { numRuns: 2000 },
  );
});

test('a collection whose id begins alike is another collection', () => {
  const text = printToken({ collection, n: 5, filter: { versions: ['last'] } });
  expect(parseToken(text, collection.replace('8f0e', '8f0f'))).toBeUndefined();
});

test('a long list of ids makes a shorter token', () => {
  const ids = Array.from(
    { length: 150 },
    (_, n) => `indicator--${n.toString(16).padStart(8, '0')}-1111-4111-8111-111111111111`,
  );
  const text = printToken({ collection, n: 5, filter: { versions: ['last'], ids } });
  expect(text.length).toBeLessThan(ids.join(',').length / 2);
});
