import type { StixObject } from './rules/rule.ts';

/** What STIX 2.0 demanded of these types beyond what STIX 2.1 does (STIX 2.0 Part 2). */
const demanded: ReadonlyMap<unknown, string> = new Map([
  ['identity', 'identity_class'],
  ['indicator', 'labels'],
  ['malware', 'labels'],
  ['report', 'labels'],
  ['threat-actor', 'labels'],
  ['tool', 'labels'],
]);

/** What STIX 2.1 demands of some type, and STIX 2.0 did not know. */
export const demandedSince: ReadonlySet<string> = new Set(['is_family', 'pattern_type', 'spec_version']);

/** STIX 2.0 knew no other UUIDs and no other precision (STIX 2.0 Part 1 §2). */
const RANDOM = /--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const MILLISECONDS = /^[^.]*\.\d{3}Z$/;

/**
 * Whether an object may be one of STIX 2.0: those say nothing of `spec_version` (§3.2), and a bundle may hold them
 * beside others, unless it speaks of another version itself (STIX 2.0 Part 1 §5). Observed data of STIX 2.0 holds
 * objects without ids, which the OASIS validator takes nowhere.
 */
export function isOlderObject(object: StixObject, { spec_version: version = '2.1' }: StixObject): boolean {
  const { type, id, created, modified = created, spec_version: own } = object;
  if (created === undefined || own !== undefined || type === 'observed-data') return false;
  if (version !== '2.0' && version !== '2.1') return false;
  const name = demanded.get(type);
  if (name !== undefined && object[name] === undefined) return false;
  return isLike(id, RANDOM) && isLike(created, MILLISECONDS) && isLike(modified, MILLISECONDS);
}

function isLike(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
