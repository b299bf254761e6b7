import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolve } from '../../src/query/resolve.ts';
import { queryTable } from '../../src/query/table.ts';
import { collectionId } from '../support/memory-site.ts';
import '../support/seed.ts';

const names = { apiRoots: [{ name: 'api', collections: [{ id: collectionId, alias: 'things' }] }] };

const segment = fc.oneof(
  fc.constantFrom(
    'api',
    'taxii2',
    'collections',
    collectionId,
    'things',
    'objects',
    'manifest',
    'versions',
    'status',
    '..',
    '',
    '%zz',
    '%2F',
    '%00',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const value = fc.oneof(
  fc.constantFrom(
    '',
    '1',
    '0',
    'all',
    'first,last',
    '2024-01-01T00:00:00Z',
    '%zz',
    'tool',
    '__proto__',
    'a,b',
    '1.6f1b2f5e.1.0',
    '%F0%9F%9A%80',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const parameter = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      'limit',
      'next',
      'added_after',
      'match[id]',
      'match%5Btype%5D',
      'match[version]',
      'match[spec_version]',
      '%zz',
      '__proto__',
    ),
    fc.string({ maxLength: 8 }),
  ),
  value,
);
const request = fc.record({
  method: fc.oneof(
    fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE', 'PUT'),
    fc.string({ maxLength: 6 }),
  ),
  path: fc.array(segment, { maxLength: 8 }).map((segments) => `/${segments.join('/')}`),
  query: fc
    .array(parameter, { maxLength: 5 })
    .map((parts) => parts.map(([name, text]) => `${name}=${text}`).join('&')),
  accept: fc.option(fc.oneof(fc.constantFrom('*/*', 'text/html', ''), fc.string()), { nil: undefined }),
});

test('every request has one outcome', () => {
  const allowed = new Set(['elsewhere', 'preflight', 'error', 'document', 'list']);
  fc.assert(
    fc.property(request, (wanted) => {
      const outcome = resolve(names, wanted);
      expect(allowed).toContain(outcome.answer);
      if (outcome.answer === 'error') expect([400, 403, 404, 405, 406]).toContain(outcome.status);
      if (outcome.answer === 'list') expect(outcome.collection).toBe(collectionId);
    }),
    { numRuns: 5000 },
  );
});

test('the table is data: it survives being written as JSON', () => {
  const copy = JSON.parse(JSON.stringify(queryTable)) as typeof queryTable;
  fc.assert(
    fc.property(request, (wanted) => {
      expect(resolve(names, wanted, copy)).toEqual(resolve(names, wanted));
    }),
    { numRuns: 500 },
  );
});

test('every rule and every classifier cites the standard, and every symbol that a rule names exists', () => {
  const symbols = new Map<string, Set<string>>([
    ['path', new Set(['elsewhere', ...queryTable.paths.map(({ symbol }) => symbol)])],
  ]);
  for (const { name, cases, otherwise, cites } of queryTable.classifiers) {
    symbols.set(name, new Set([otherwise, ...cases.map(([, symbol]) => symbol)]));
    expect(cites).toMatch(/§/);
  }
  for (const { when, cites } of queryTable.rules) {
    expect(cites).toMatch(/§/);
    for (const [dimension, wanted] of Object.entries(when))
      for (const symbol of wanted) expect(symbols.get(dimension), dimension).toContain(symbol);
  }
});

test('no pattern takes time that grows faster than its text', () => {
  const hostile = [
    { query: '', accept: `${'application/taxii+json;'.repeat(20000)}` },
    { query: '', accept: `${' '.repeat(100000)}x` },
    { query: '', accept: `*/*${';a=  '.repeat(1500)};=` },
    { query: '', accept: `*/*;q=0.${'0'.repeat(8000)}x` },
    { query: '', accept: `application/taxii+json${' '.repeat(50000)};${' '.repeat(50000)}` },
    { query: `match[type]=${'a,'.repeat(50000)}` },
    { query: `limit=${'9'.repeat(100000)}x` },
    { query: `added_after=2024-01-01T00:00:00.${'9'.repeat(100000)}` },
  ];
  for (const parts of hostile)
    resolve(names, { method: 'GET', path: `/api/collections/${collectionId}/objects/`, ...parts });
}, 5000);
