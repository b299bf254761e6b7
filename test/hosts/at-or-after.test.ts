import { describe, expect, test } from 'vitest';
import { atOrAfter, before as sortsBefore } from '../../src/hosts/at-or-after.ts';
import { boundaryDays, boundaryHours } from '../../src/hosts/boundary-days.ts';
import { fromMicroseconds } from '../../src/json/instant.ts';
import { type Boundary, cursorAfter, cursorOf, INSIDE } from '../../src/query/cursor.ts';
import { randomFrom, seed } from '../support/seed.ts';

/** Comparing by regular expressions, held against arithmetic. */

const DAY = 86_400_000_000;
const NOON = Date.UTC(2024, 0, 1, 12) * 1000;
/** 0001-01-01 and 9999-12-31, in days since 1970. */
const [FIRST_DAY, LAST_DAY] = [-719_162, 2_932_896];

/** `120000001`: hour, minute, second, and the fraction without its last zeros, as hosts read it off a request. */
function timeOf(micros: number): string {
  const [time, fraction] = fromMicroseconds(micros).slice(11, -1).split('.') as [string, string];
  return time.replaceAll(':', '') + fraction.replace(/0+$/, '');
}

const random = randomFrom(seed);

function whole(least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** A moment of one day; two of them lie near each other as often as far apart, with fractions of all lengths. */
function moment(): number {
  if (random() < 0.3) return whole(NOON - DAY / 2, NOON + DAY / 2 - 1);
  return NOON + whole(0, 2000) * 10 ** whole(0, 6);
}

function day(): string {
  return new Date(whole(FIRST_DAY, LAST_DAY) * 86_400_000).toISOString().slice(0, 10);
}

describe('atOrAfter', () => {
  test('agrees with arithmetic on 100,000 pairs of times of a day', () => {
    const wrong: string[] = [];
    let later = 0;
    for (let round = 0; round < 100_000; round += 1) {
      const [boundary, asked] = [moment(), moment()];
      const found = new RegExp(atOrAfter(timeOf(boundary))).test(timeOf(asked));
      if (found !== asked >= boundary) wrong.push(`${timeOf(boundary)} and ${timeOf(asked)}`);
      if (found) later += 1;
    }
    expect(wrong).toEqual([]);
    expect(later).toBeGreaterThan(20_000);
    expect(later).toBeLessThan(80_000);
  });

  test('agrees at the boundary itself and one microsecond to either side', () => {
    for (let round = 0; round < 2000; round += 1) {
      const boundary = whole(NOON - DAY / 2 + 1, NOON + DAY / 2 - 2);
      const regex = new RegExp(atOrAfter(timeOf(boundary)));
      const found = [boundary - 1, boundary, boundary + 1].map((asked) => regex.test(timeOf(asked)));
      expect(found, timeOf(boundary)).toEqual([false, true, true]);
    }
  });

  test('digits beyond microseconds never make a moment earlier, nor reach the next microsecond', () => {
    const wrong: string[] = [];
    for (let round = 0; round < 20_000; round += 1) {
      const boundary = moment();
      const asked = random() < 0.3 ? boundary - whole(0, 1) : moment();
      if (Math.floor(asked / DAY) !== Math.floor(boundary / DAY)) continue;
      const digits = fromMicroseconds(asked).slice(11, -1).replace(/[:.]/g, '') + whole(1, 999);
      if (new RegExp(atOrAfter(timeOf(boundary))).test(digits) !== asked >= boundary)
        wrong.push(`${timeOf(boundary)} and ${digits}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('before', () => {
  test('agrees with the order of days', () => {
    const wrong: string[] = [];
    for (let round = 0; round < 50_000; round += 1) {
      const first = day();
      const asked = random() < 0.5 ? day() : `${first.slice(0, 8)}${String(whole(1, 28)).padStart(2, '0')}`;
      if (new RegExp(sortsBefore(first)).test(asked) !== asked < first) wrong.push(`${first} and ${asked}`);
    }
    expect(wrong).toEqual([]);
  });

  test('nothing is before zeros', () => {
    const regex = new RegExp(sortsBefore('0000-00-00'));
    expect(['0000-00-00', '0000-01-01', '9999-12-31'].filter((asked) => regex.test(asked))).toEqual([]);
  });
});

describe('periods', () => {
  /** Boundaries of some years, a few of them within a day or an hour. */
  function makeBoundaries(): Boundary[] {
    const steps = [1, 999, 60_000_000, 3_600_000_000, DAY, 40 * DAY];
    let from = NOON + Math.floor(random() * DAY);
    return Array.from({ length: 1 + Math.floor(random() * 30) }, () => {
      from += 1 + Math.floor(random() * steps[Math.floor(random() * steps.length)]!);
      return { from, cursor: random() < 0.5 ? INSIDE : cursorOf(from) };
    });
  }

  /** What the cursor is by a look at the period alone. */
  function lookUp(boundaries: readonly Boundary[], asked: number, byHour: boolean): string | undefined {
    const text = fromMicroseconds(asked);
    const day = boundaryDays(boundaries).find(({ key }) => text.startsWith(key));
    const period = byHour && day ? boundaryHours(day).find(({ key }) => text.startsWith(key)) : day;
    if (!period) return undefined;
    const passed = period.boundaries.findLast(({ from }) =>
      new RegExp(atOrAfter(timeOf(from))).test(timeOf(asked)),
    );
    const cursor = passed?.cursor ?? period.cursor;
    return cursor === INSIDE ? cursorOf(asked) : cursor;
  }

  test.each([
    false,
    true,
  ])('a look at a day, by hours %s, finds what a search among all boundaries finds', (byHour) => {
    let looked = 0;
    for (let round = 0; round < 40; round += 1) {
      const boundaries = makeBoundaries();
      for (const { from } of boundaries)
        for (const asked of [from - 1, from, from + 1, from + Math.floor((random() - 0.5) * 4 * DAY)]) {
          const found = lookUp(boundaries, asked, byHour);
          if (found === undefined) {
            const first = Math.floor(boundaries[0]!.from / DAY);
            const last = Math.floor(boundaries.at(-1)!.from / DAY);
            const own = Math.floor(asked / DAY);
            expect(own < first || own > last).toBe(true);
          } else {
            expect(found, fromMicroseconds(asked)).toBe(cursorAfter(boundaries, asked));
            looked += 1;
          }
        }
    }
    expect(looked).toBeGreaterThan(500);
  });
});
