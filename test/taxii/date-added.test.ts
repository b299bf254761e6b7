import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DatedRelease, dateAdded, firstAddedAfter, lastDateAdded } from '../../src/taxii/date-added.ts';
import '../support/seed.ts';

// Releases as close together as checkRelease lets them be, and farther apart; empty ones as well.
const histories = fc
  .array(
    fc.record({
      count: fc.oneof(fc.constantFrom(0, 0, 1, 999, 1000, 1001), fc.nat(30), fc.nat(2500)),
      gap: fc.constantFrom(0, 0, 1000, 86_400_000_000),
    }),
    { maxLength: 6 },
  )
  .map((steps) => {
    const releases: DatedRelease[] = [];
    for (const { count, gap } of steps) {
      const last = releases.at(-1);
      const earliest = last ? Math.max(lastDateAdded(last), last.micros + 1000) : 1_700_000_000_000_000;
      releases.push({ micros: earliest + gap, first: last ? last.first + last.count : 0, count });
    }
    return releases;
  });

const length = (releases: readonly DatedRelease[]) => releases.reduce((sum, { count }) => sum + count, 0);
const dates = (releases: readonly DatedRelease[]) =>
  Array.from({ length: length(releases) }, (_, n) => dateAdded(releases, n));

describe('date_added', () => {
  test('strictly increases, over empty releases too, and lies after its release’s date', () => {
    fc.assert(
      fc.property(histories, (releases) => {
        const all = dates(releases);
        for (let n = 1; n < all.length; n += 1) expect(all[n]).toBeGreaterThan(all[n - 1]!);
        for (const { micros, first, count } of releases)
          for (let n = first; n < first + count; n += 1) {
            expect(all[n]).toBeGreaterThan(micros);
            if (n > first) expect(all[n]! - all[n - 1]!).toBe(1);
          }
      }),
      { numRuns: 50 },
    );
  });

  test('of a release’s last object falls on a whole millisecond, and is lastDateAdded', () => {
    fc.assert(
      fc.property(histories, (releases) => {
        for (const release of releases) {
          expect(lastDateAdded(release) % 1000).toBe(0);
          if (release.count > 0)
            expect(dateAdded(releases, release.first + release.count - 1)).toBe(lastDateAdded(release));
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [1, 1000],
    [999, 1000],
    [1000, 1000],
    [1001, 2000],
    [0, 0],
  ])('a release of %i objects ends %i µs after its date', (count, last) => {
    expect(lastDateAdded({ micros: 5_000_000, first: 0, count })).toBe(5_000_000 + last);
  });
});

describe('firstAddedAfter', () => {
  test('equals a scan of the log', () => {
    const probes = fc.array(fc.record({ n: fc.nat(), off: fc.constantFrom(-1001, -1, 0, 1, 999, 1000) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(histories, probes, (releases, list) => {
        const all = dates(releases);
        const borders = [...all, ...releases.flatMap((release) => [release.micros, lastDateAdded(release)])];
        for (const { n, off } of list) {
          const micros = (borders[n % (borders.length || 1)] ?? 0) + off;
          const scanned = all.findIndex((date) => date > micros);
          expect(firstAddedAfter(releases, micros), String(micros)).toBe(
            scanned === -1 ? all.length : scanned,
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  test('before all and after all', () => {
    const releases = [{ micros: 1_000_000, first: 0, count: 3 }];
    expect(firstAddedAfter(releases, 0)).toBe(0);
    expect(firstAddedAfter(releases, Number.MAX_SAFE_INTEGER)).toBe(3);
    expect(firstAddedAfter([], 0)).toBe(0);
  });
});
