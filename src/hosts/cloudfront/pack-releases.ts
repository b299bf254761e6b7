import type { DatedRelease } from '../../taxii/date-added.ts';
import { BASE, FIRST, HALF, LEFT_OUT } from './releases.ts';

/**
 * What `unpackReleases` reads.
 * @returns fields without the signs that part things in the table
 */
export function packReleases(releases: readonly DatedRelease[]): string[] {
  const own = releases.filter(({ count }) => count > 0);
  const start = own[0]?.micros ?? 0;
  const passed = own.map(({ micros }, index) => micros - (own[index - 1]?.micros ?? start));
  const unit = passed.reduce(commonDivisor, 0) || 1;
  const made = [0, 1, 2, 3, 4, 5].flatMap((width) => {
    const signs = own.map(({ count }, index) => release(passed[index]! / unit, width, count));
    return signs.includes(undefined) ? [] : [{ width, signs: signs.join('') }];
  });
  const { width, signs } = made.reduce((best, one) => (one.signs.length < best.signs.length ? one : best));
  return [unit.toString(36), start.toString(36), String(width), signs];
}

/** Undefined where it would take too many bridges. */
function release(units: number, width: number, count: number): string | undefined {
  const most = BASE ** width - 1;
  const bridges = units > most ? Math.ceil(units / most) - 1 : 0;
  if (bridges > MOST_BRIDGES) return undefined;
  const bridge = bridges > 0 ? fixed(most, width) + counted(0) : '';
  return `${bridge.repeat(bridges)}${fixed(units - bridges * most, width)}${counted(count)}`;
}

const MOST_BRIDGES = 100;

const ALPHABET = Array.from({ length: 126 - FIRST }, (_, index) => String.fromCharCode(FIRST + index)).filter(
  (sign) => !LEFT_OUT.includes(sign),
);

function fixed(value: number, width: number): string {
  return width === 0 ? '' : fixed(Math.floor(value / BASE), width - 1) + ALPHABET[value % BASE]!;
}

function counted(count: number): string {
  const more = (value: number): string =>
    value === 0 ? '' : more(Math.floor(value / HALF)) + ALPHABET[HALF + (value % HALF)]!;
  return more(Math.floor(count / HALF)) + ALPHABET[count % HALF]!;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
