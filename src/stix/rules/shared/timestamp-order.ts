import { compareInstants, isInstant } from '../../../json/instant.ts';
import type { StixObject } from '../rule.ts';

/** Two timestamps of one object, of which the second does not come before the first. */
export interface TimestampPair {
  readonly first: string;
  readonly last: string;
  /** Set where it must come after it, so that the two cannot be the same. */
  readonly isStrict?: true;
}

/** What is out of order. */
export interface Disorder {
  readonly first: string;
  readonly last: string;
  readonly from: string;
  readonly to: string;
}

/** §3.6.1, of everything that is versioned. */
export const versionPair: TimestampPair = { first: 'created', last: 'modified' };

/** §4, §5 and §6.12: pairs that may be the same. */
export const spans: ReadonlyMap<string, TimestampPair> = new Map([
  ...['campaign', 'infrastructure', 'intrusion-set', 'malware', 'sighting', 'threat-actor'].map(
    (type) => [type, { first: 'first_seen', last: 'last_seen' }] as const,
  ),
  ['observed-data', { first: 'first_observed', last: 'last_observed' }],
  ['network-traffic', { first: 'start', last: 'end' }],
]);

/** §4.7 and §5.1: pairs that cannot be the same. */
export const strictSpans: ReadonlyMap<string, TimestampPair> = new Map([
  ['indicator', { first: 'valid_from', last: 'valid_until', isStrict: true }],
  ['relationship', { first: 'start_time', last: 'stop_time', isStrict: true }],
]);

/** The form of a timestamp, whether or not there is such a day: if not, the OASIS validator compares as text. */
const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** With more digits of a second than six, too. */
const LONGEST_READ = '2026-01-31T12:00:00.000000Z'.length;

/**
 * Whether a pair is out of order in truth, and whether it is for the OASIS validator. In order where one of the two
 * is missing or no timestamp, which is for the schema to tell.
 */
export function orderOf(object: StixObject, pair: TimestampPair): 'right' | 'wrong' | 'text' | 'oasis' {
  const from = object[pair.first];
  const to = object[pair.last];
  if (typeof from !== 'string' || typeof to !== 'string') return 'right';
  // Of one length, they are in order as text where they are in order at all
  if (from.length === to.length && (to > from || (to === from && !pair.isStrict))) return 'right';
  if (!FORM.test(from) || !FORM.test(to)) return 'right';
  const areRead = isInstant(from) && isInstant(to);
  const isWrong = areRead && isOut(compareInstants(to, from), pair);
  const isText = !areRead || from.length > LONGEST_READ || to.length > LONGEST_READ;
  const isRefused = isText ? isOut(to < from ? -1 : to === from ? 0 : 1, pair) : isWrong;
  if (isWrong) return isRefused ? 'wrong' : 'text';
  return isRefused ? 'oasis' : 'right';
}

function isOut(order: number, { isStrict }: TimestampPair): boolean {
  return isStrict ? order <= 0 : order < 0;
}

export function disorder(object: StixObject, { first, last }: TimestampPair): Disorder {
  return { first, last, from: object[first] as string, to: object[last] as string };
}

const pairs: ReadonlyMap<unknown, readonly TimestampPair[]> = new Map(
  [...spans, ...strictSpans].map(([type, span]) => [type, [versionPair, span]]),
);
const VERSIONS_ONLY = [versionPair];

/** All pairs of a type. */
export function pairsOf(type: unknown): readonly TimestampPair[] {
  return pairs.get(type) ?? VERSIONS_ONLY;
}
