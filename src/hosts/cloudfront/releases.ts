import type { DatedRelease } from '../../taxii/date-added.ts';

/**
 * Releases in as few bytes as can be: the unit of time that all dates share, in microseconds; the first date; how
 * many digits the time between two releases has; and for each release the units since the one before, and its
 * count. What is long ago for these digits is bridged by releases without objects, which mean nothing (`dateAdded`).
 *
 * This runs in CloudFront's function, and keeps to what that knows; `pack-releases.ts` is its other half.
 */

/** The digits are the printable signs but those that mean something in JSON, `pack.ts` and `print.ts`. */
export const FIRST = 32;
export const LEFT_OUT = '"<>@\\`';
export const BASE = 88;
/** A digit of a count tells whether another one follows. */
export const HALF = 44;

/** @param fields as `packReleases` made them */
export function unpackReleases(fields: readonly string[]): DatedRelease[] {
  const releases: DatedRelease[] = [];
  const signs = fields[3] || '';
  const width = +fields[2]!;
  let micros = parseInt(fields[1]!, 36);
  let first = 0;
  let at = 0;
  while (at < signs.length) {
    let passed = 0;
    for (const end = at + width; at < end; ) passed = passed * BASE + next();
    micros += passed * parseInt(fields[0]!, 36);
    let count = 0;
    let digit = HALF;
    while (digit >= HALF) {
      digit = next();
      count = count * HALF + (digit % HALF);
    }
    releases.push({ micros, first, count });
    first += count;
  }
  return releases;

  function next(): number {
    const sign = signs[at]!;
    at += 1;
    return sign.charCodeAt(0) - FIRST - LEFT_OUT.split('').filter((one) => one < sign).length;
  }
}
