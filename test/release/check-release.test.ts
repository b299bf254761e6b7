import { beforeEach, describe, expect, test } from 'vitest';
import { fromMicroseconds } from '../../src/json/instant.ts';
import { checkRelease } from '../../src/release/check-release.ts';
import { Ledger } from '../../src/release/ledger.ts';
import { dateAdded, lastDateAdded } from '../../src/taxii/date-added.ts';
import { texts, tool } from './objects.ts';

let ledger: Ledger;
beforeEach(() => {
  ledger = new Ledger(texts.read);
});

const codes = (version: string, date: string) =>
  checkRelease(ledger, { version, date }).map(({ code }) => code);

describe('a first release', () => {
  test('may have any version and any date', () => {
    expect(codes('0.1', '2020-01-01T00:00:00Z')).toEqual([]);
    expect(codes('17.1', '2020-01-01T00:00:00.123Z')).toEqual([]);
  });

  test.each(['', 'v1', '1.0.0.0.0', 'latest', '1/2', '..'])('needs a version: %j', (version) => {
    expect(codes(version, '2020-01-01T00:00:00Z')).toEqual(['release/version-form']);
  });

  test.each([
    '2020-01-01T00:00:00.1234Z',
    '2020-01-01T00:00:00.000000Z',
  ])('leaves microseconds alone: %s', (date) => {
    expect(codes('1', date)).toEqual(['release/date-too-fine']);
  });

  // A date on no whole millisecond would take all date_added of the release off theirs (P1).
  test.each([
    '2016-12-31T23:59:60Z',
    '2016-12-31T23:59:60.500Z',
    '9999-12-31T23:59:59.999Z',
    '2300-01-01T00:00:00.001Z',
  ])('that is accepted with the date %s has exact dates', (date) => {
    if (checkRelease(ledger, { version: '1', date }).length > 0) return;
    ledger.apply({ version: '1', date, objects: [tool('a'), tool('b')], removed: [] });
    expect(lastDateAdded(ledger.dated[0]!) % 1000).toBe(0);
    const [a, b] = [0, 1].map((n) => fromMicroseconds(dateAdded(ledger.dated, n))) as [string, string];
    expect(a < b).toBe(true);
    expect(a).toHaveLength('2016-12-31T23:59:60.000000Z'.length);
  });
});

describe('a further release', () => {
  beforeEach(() => {
    const objects = Array.from({ length: 1001 }, (_, n) => tool(n.toString(36)));
    ledger.apply({ version: '1.4', date: '2024-01-01T00:00:00.000Z', objects, removed: [] });
  });

  test('moves forward in both', () => {
    expect(codes('1.5', '2024-01-02T00:00:00Z')).toEqual([]);
  });

  test.each(['1.4', '1.4.0', '1.3.9', '1.4-rc', '0'])('%s is no version after 1.4', (version) => {
    expect(codes(version, '2024-01-02T00:00:00Z')).toEqual(['release/version-not-forward']);
  });

  test.each([
    '2023-12-31T23:59:59Z',
    '2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00.001Z',
  ])('%s is within the microseconds of the release before, or earlier', (date) =>
    expect(codes('1.5', date)).toEqual(['release/date-not-forward']));

  test('may be as early as the last date_added, and is told so', () => {
    const [found] = checkRelease(ledger, { version: '1.5', date: '2024-01-01T00:00:00.001Z' });
    const earliest = /possible is (\S+Z)\./.exec(found!.message)![1]!;
    expect(earliest).toBe('2024-01-01T00:00:00.002000Z');
    expect(codes('1.5', '2024-01-01T00:00:00.002Z')).toEqual([]);
    ledger.apply({ version: '1.5', date: '2024-01-01T00:00:00.002Z', objects: [tool('z', 9)], removed: [] });
    expect(dateAdded(ledger.dated, 1001)).toBeGreaterThan(dateAdded(ledger.dated, 1000));
  });

  test('both faults are told at once, at their place', () => {
    const at = { file: 'c.yaml', line: 3 };
    const found = checkRelease(ledger, { version: '1', date: '2023-01-01T00:00:00Z' }, at);
    expect(found.map(({ code, at: place }) => [code, place])).toEqual([
      ['release/version-not-forward', at],
      ['release/date-not-forward', at],
    ]);
  });
});

test('after a release without objects the date still moves', () => {
  ledger.apply({ version: '1', date: '2024-01-01T00:00:00Z', objects: [], removed: [] });
  expect(codes('2', '2024-01-01T00:00:00.000Z')).toEqual(['release/date-not-forward']);
  expect(codes('2', '2024-01-01T00:00:00.001Z')).toEqual([]);
});
