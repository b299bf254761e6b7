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
/** Its names of properties, those that it reserved, and those that hold identifiers. */
const NAME = /^[a-z0-9_]{3,250}$|^id$/;
const RESERVED =
  /^(?:action|addresses|confidence|phone_numbers|severity|usernames|(?:(?:first|last)_seen|valid_(?:from|until))_precision)$/;
const REFERENCE =
  /^(?:id|(?:created_by|source|target|sighting_of)_ref|(?:object|object_marking|observed_data|where_sighted)_refs)$/;

/**
 * Whether an object of a bundle may be one of STIX 2.0: those say nothing of `spec_version` (§3.2), and a bundle may
 * hold them beside others, unless it speaks of another version itself (STIX 2.0 Part 1 §5).
 */
export function isOlderObject(object: StixObject, { spec_version: version = '2.1' }: StixObject): boolean {
  if (object.spec_version !== undefined || (version !== '2.0' && version !== '2.1')) return false;
  return fitsOlder(object);
}

/**
 * Types that it reserved; and observed data, since what that held had no ids, which the OASIS validator takes nowhere.
 */
const unfit: ReadonlySet<string> = new Set(['incident', 'infrastructure', 'observed-data']);

/** Whether an object has what STIX 2.0 demands. Cyber observables were no objects of their own then. */
export function fitsOlder(object: StixObject): boolean {
  const { type, created, modified = created } = object;
  if (typeof type !== 'string' || unfit.has(type) || kindOf(type) === 'sco') return false;
  const name = demanded.get(type);
  if (name !== undefined && object[name] === undefined) return false;
  if (!isLike(created, MILLISECONDS) || !isLike(modified, MILLISECONDS)) return false;
  return Object.keys(object).every((key) => {
    if (!NAME.test(key) || RESERVED.test(key)) return false;
    return !REFERENCE.test(key) || [object[key]].flat().every((id) => isLike(id, RANDOM));
  });
}

function isLike(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
