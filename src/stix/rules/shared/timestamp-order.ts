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

/** The form of a timestamp, whether or not there is such a day. */
const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** The OASIS validator reads at most six digits of a second. */
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
  const isWrong = isInstant(from) && isInstant(to) && isOut(compareInstants(to, from), pair);
  const asText = to < from ? -1 : Number(to > from);
  const isRefused = isRead(from) && isRead(to) ? isWrong : isOut(asText, pair);
  if (isWrong) return isRefused ? 'wrong' : 'text';
  return isRefused ? 'oasis' : 'right';
}

/** Whether a timestamp is one to the OASIS validator, which compares as text what is none. */
function isRead(timestamp: string): boolean {
  return timestamp.length <= LONGEST_READ && isInstant(timestamp);
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
