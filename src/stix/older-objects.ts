import { kindOf } from './kinds.ts';
import type { StixObject } from './rules/rule.ts';

/** What STIX 2.0 demanded of these types beyond what STIX 2.1 does (STIX 2.0 Part 2). */
const demanded: ReadonlyMap<string, string> = new Map([
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
/** Its names of properties, without those that it reserved. */
const NAME =
  /^(?!(?:action|addresses|confidence|phone_numbers|severity|usernames|.*_precision)$)[a-z0-9_]{3,250}$|^id$/;

/**
 * Whether an object of a bundle may be one of STIX 2.0: those say nothing of `spec_version` (§3.2), and a bundle may
 * hold them beside others, unless it speaks of another version itself (STIX 2.0 Part 1 §5).
 */
export function isOlderObject(object: StixObject, { spec_version: version = '2.1' }: StixObject): boolean {
  if (object.spec_version !== undefined || (version !== '2.0' && version !== '2.1')) return false;
  return fitsOlder(object);
}

/**
 * Whether an object has what STIX 2.0 demands. Cyber observables were no objects of their own then; observed data
 * held them without ids, which the OASIS validator takes nowhere.
 */
export function fitsOlder(object: StixObject): boolean {
  const { type, created, modified = created } = object;
  if (typeof type !== 'string' || type === 'observed-data' || kindOf(type) === 'sco') return false;
  const name = demanded.get(type);
  if (name !== undefined && object[name] === undefined) return false;
  if (!isLike(created, MILLISECONDS) || !isLike(modified, MILLISECONDS)) return false;
  return Object.keys(object).every((key) => {
    const isReference = key === 'id' || /_refs?$/.test(key);
    return NAME.test(key) && (!isReference || [object[key]].flat().every((id) => isLike(id, RANDOM)));
  });
}

function isLike(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
