import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareInstants, fromMicroseconds, isInstant, toMicroseconds } from '../../src/json/instant.ts';
import '../support/seed.ts';
import { growth, PROPORTIONAL } from './growth.ts';

describe('isInstant', () => {
  test.each([
    '2024-01-31T00:00:00Z',
    '2024-12-31T23:59:59.999999999Z',
    '2024-02-29T12:00:00.1Z',
    '2000-02-29T12:00:00Z',
    '2023-02-28T12:00:00Z',
    '2016-12-31T23:59:60Z',
    '2015-06-30T23:59:60.5Z',
    '0000-02-29T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('%s is one', (text) => expect(isInstant(text)).toBe(true));

  test.each([
    '2023-02-29T12:00:00Z',
    '1900-02-29T12:00:00Z',
    '2024-02-30T12:00:00Z',
    '2024-04-31T12:00:00Z',
    '2024-00-10T12:00:00Z',
    '2024-13-10T12:00:00Z',
    '2024-01-00T12:00:00Z',
    '2024-01-32T12:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T12:60:00Z',
    '2024-01-01T12:00:60Z',
    '2024-01-01T23:59:61Z',
    '2024-01-01T12:00:00',
    '2024-01-01T12:00:00+00:00',
    '2024-01-01T12:00:00.Z',
    '2024-01-01 12:00:00Z',
    '2024-01-01t12:00:00z',
    '2024-1-1T12:00:00Z',
    '12024-01-01T12:00:00Z',
    '2024-01-01T12:00:00Z\n',
    ' 2024-01-01T12:00:00Z',
    '2024-01-01T12:00Z',
    '2024-01-01',
    '٢٠٢٤-01-01T12:00:00Z',
    '',
  ])('%j is none', (text) => expect(isInstant(text)).toBe(false));

  test('every day of four hundred years is one, and the day after each month is none', () => {
    for (let year = 1900; year < 2300; year += 1)
      for (let month = 1; month <= 12; month += 1) {
        const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
        const day = (n: number) => `${year}-${String(month).padStart(2, '0')}-${n}T00:00:00Z`;
        expect(isInstant(day(days)), day(days)).toBe(true);
        expect(isInstant(day(days + 1)), day(days + 1)).toBe(false);
      }
  });
});

const fractions = fc.string({ unit: fc.constantFrom('0', '0', '9', '5'), maxLength: 9 });
const seconds = fc.oneof(
  fc.constantFrom(1_704_067_199, 1_704_067_200),
  fc.integer({ min: 0, max: 4_102_444_799 }),
);
const instants = fc.record({ second: seconds, fraction: fractions }).map(({ second, fraction }) => ({
  text: `${new Date(second * 1000).toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`,
  nanos: BigInt(second) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0')),
}));

describe('compareInstants', () => {
  test('orders by time, whatever the length of the fractions', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const order = a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
        expect(Math.sign(compareInstants(a.text, b.text)), `${a.text} ${b.text}`).toBe(order);
      }),
      { numRuns: 1000 },
    );
  });

  test('in one second, by any fractions', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        const text = (fraction: string) => `2024-01-01T00:00:00${fraction ? `.${fraction}` : ''}Z`;
        const [x, y] = [a.padEnd(9, '0'), b.padEnd(9, '0')];
        expect(Math.sign(compareInstants(text(a), text(b)))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
      { numRuns: 1000 },
    );
  });

  test('a leap second comes after the second before and before the next day', () => {
    expect(compareInstants('2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z')).toBe(1);
    expect(compareInstants('2016-12-31T23:59:60.9Z', '2017-01-01T00:00:00Z')).toBe(-1);
  });

  test('a long fraction costs in proportion to its length', () => {
    const long = (zeros: number) => `2020-01-01T00:00:00.${'0'.repeat(zeros)}1Z`;
    expect(compareInstants(long(20), '2020-01-01T00:00:00.1Z')).toBe(-1);
    expect(growth((zeros) => compareInstants(long(zeros), '2020-01-01T00:00:00.1Z'), 4_000)).toBeLessThan(
      PROPORTIONAL,
    );
  });
});

describe('microseconds', () => {
  test('cut what is finer and come back as six digits', () => {
    fc.assert(
      fc.property(instants, ({ text, nanos }) => {
        const micros = toMicroseconds(text);
        expect(BigInt(micros)).toBe(nanos / 1000n);
        const digits = `${(/\.(\d+)Z/.exec(text)?.[1] ?? '').padEnd(6, '0').slice(0, 6)}`;
        expect(fromMicroseconds(micros)).toBe(`${text.slice(0, 19)}.${digits}Z`);
      }),
      { numRuns: 500 },
    );
  });

  test('their text sorts as they do', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 2_000_000 }), ({ text }, later) => {
        const micros = toMicroseconds(text);
        expect(fromMicroseconds(micros) < fromMicroseconds(micros + later)).toBe(true);
      }),
    );
  });

  test.each([
    '1969-12-31T23:59:59.999999Z',
    '1970-01-01T00:00:00.000000Z',
    '2038-01-19T03:14:08.000001Z',
    '2255-01-01T00:00:00.000001Z',
  ])('%s comes back', (text) => expect(fromMicroseconds(toMicroseconds(text))).toBe(text));

  test.each([
    '9999-12-31T23:59:59.999999Z',
    '2300-01-01T00:00:00.000001Z',
    '0001-01-01T00:00:00.000001Z',
  ])('%s, beyond what a double counts exactly, stays in order and in form', (text) => {
    const micros = toMicroseconds(text);
    expect(fromMicroseconds(micros)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(fromMicroseconds(micros).slice(0, 19)).toBe(text.slice(0, 19));
  });

  test('a leap second is the last microsecond of its day', () => {
    expect(fromMicroseconds(toMicroseconds('2016-12-31T23:59:60Z'))).toBe('2016-12-31T23:59:59.999999Z');
    expect(fromMicroseconds(toMicroseconds('2016-12-31T23:59:60.123Z'))).toBe('2016-12-31T23:59:59.999999Z');
  });

  test('what is no instant is refused', () => {
    expect(() => toMicroseconds('2024-01-01')).toThrow(RangeError);
  });
});
