import type { StixObject } from './rules/rule.ts';

/** What STIX 2.0 demanded of these types beyond what STIX 2.1 does (STIX 2.0 Part 2). */
const demanded: Readonly<Record<string, string>> = {
  identity: 'identity_class',
  indicator: 'labels',
  malware: 'labels',
  'observed-data': 'objects',
  report: 'labels',
  'threat-actor': 'labels',
  tool: 'labels',
};

/**
 * Whether an object may be one of STIX 2.0: those say nothing of `spec_version` (§3.2), and a bundle may hold them
 * beside others, unless it speaks of another version itself (STIX 2.0 Part 1 §5).
 */
export function isOlderObject(
  { type, created, spec_version: own, ...object }: StixObject,
  bundle: StixObject,
): boolean {
  if (created === undefined || own !== undefined) return false;
  if (bundle.spec_version !== undefined && bundle.spec_version !== '2.1') return false;
  const name = typeof type === 'string' && Object.hasOwn(demanded, type) ? demanded[type] : undefined;
  return name === undefined || object[name] !== undefined;
}
