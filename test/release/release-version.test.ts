import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareReleaseVersions, isReleaseVersion } from '../../src/release/release-version.ts';
import '../support/seed.ts';

test.each([
  '1',
  '0',
  '17.1',
  '1.4.0',
  '1.2.3.4',
  '2.0.0-beta.1',
  '1-rc',
  '01.0',
])('%s is a version', (text) => {
  expect(isReleaseVersion(text)).toBe(true);
});

test.each([
  '',
  'v1',
  '1.',
  '.1',
  '1..2',
  '1.2.3.4.5',
  '1.0-',
  '1.0-a..b',
  '1.0+b',
  '1.0 ',
  '1/2',
  '../1',
  '1,0',
  '1234567890',
  '1.0-a/b',
])('%j is none', (text) => expect(isReleaseVersion(text)).toBe(false));

// Semantic Versioning 2.0.0 §11, its own example in the middle.
const ascending = [
  '0.9',
  '1.0.0-1',
  '1.0.0-2',
  '1.0.0-10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.0.1',
  '1.2',
  '1.10',
  '2-a',
  '2',
  '17.1',
  '100.0',
];

test('sorts as people read', () => {
  for (const [i, a] of ascending.entries())
    for (const [j, b] of ascending.entries())
      expect(Math.sign(compareReleaseVersions(a, b)), `${a} ${b}`).toBe(Math.sign(i - j));
});

test.each([
  ['1.4', '1.4.0'],
  ['1', '1.0.0.0'],
  ['01.0', '1'],
])('%s is %s', (a, b) => expect(compareReleaseVersions(a, b)).toBe(0));

describe('is a total order', () => {
  const number = fc.constantFrom('0', '1', '2', '10', '999999999');
  const identifier = fc.constantFrom(
    '1',
    '2',
    '10',
    'a',
    'b',
    'B',
    '1a',
    '9007199254740993',
    '9007199254740992',
    '9'.repeat(400),
  );
  const versions = fc
    .tuple(fc.array(number, { minLength: 1, maxLength: 4 }), fc.array(identifier, { maxLength: 3 }))
    .map(([numbers, suffix]) => numbers.join('.') + (suffix.length > 0 ? `-${suffix.join('.')}` : ''));

  test('antisymmetric, and zero only for what differs in zeros', () => {
    fc.assert(
      fc.property(versions, versions, (a, b) => {
        const order = Math.sign(compareReleaseVersions(a, b));
        expect(order + Math.sign(compareReleaseVersions(b, a))).toBe(0);
        const bare = (text: string) => text.replace(/(\.0)+(?=$|-)/, '');
        expect(order === 0, `${a} ${b}`).toBe(bare(a) === bare(b));
      }),
      { numRuns: 1000 },
    );
  });

  test('transitive', () => {
    fc.assert(
      fc.property(versions, versions, versions, (...three) => {
        const [a, b, c] = three.sort(compareReleaseVersions) as [string, string, string];
        expect(compareReleaseVersions(a, b)).toBeLessThanOrEqual(0);
        expect(compareReleaseVersions(b, c)).toBeLessThanOrEqual(0);
        expect(compareReleaseVersions(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});
