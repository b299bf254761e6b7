import { kindOf } from '../kinds.ts';
import { lazySet } from './lazy-set.ts';

/** §3.7: for every SDO and SCO. That two of them are for ends of one type only is not asked for here. */
const common = new Set(['derived-from', 'duplicate-of', 'related-to']);

/** Types of which the OASIS validator checks no relationship; the standard lets them be no end of one (§5.1.2). */
const unchecked = new Set([
  'bundle',
  'extension-definition',
  'language-content',
  'marking-definition',
  'relationship',
  'sighting',
]);

/** Stands for any type that is an SCO; no type can be called so. */
const ANY_SCO = '<sco>';

/**
 * Source, relationship type, targets: the relationship tables of STIX 2.1 §4 and §6 with Errata 01, in one with those
 * of the OASIS validator. Where the two differ, a comment says so.
 */
export const suggestedRelationships: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'attack-pattern': {
    delivers: ['malware'],
    targets: ['identity', 'location', 'vulnerability'],
    uses: ['malware', 'tool'],
  },
  campaign: {
    'attributed-to': ['intrusion-set', 'threat-actor'],
    compromises: ['infrastructure'],
    'originates-from': ['location'],
    targets: ['identity', 'location', 'vulnerability'],
    uses: ['attack-pattern', 'infrastructure', 'malware', 'tool'],
  },
  'course-of-action': {
    investigates: ['indicator'],
    mitigates: ['attack-pattern', 'indicator', 'malware', 'tool', 'vulnerability'],
    remediates: ['malware', 'vulnerability'],
  },
  'domain-name': {
    'resolves-to': ['domain-name', 'ipv4-addr', 'ipv6-addr'],
  },
  identity: {
    'located-at': ['location'],
  },
  indicator: {
    'based-on': ['observed-data'],
    indicates: [
      'attack-pattern',
      'campaign',
      'infrastructure',
      'intrusion-set',
      'malware',
      'threat-actor',
      'tool',
    ],
  },
  infrastructure: {
    'communicates-with': ['domain-name', 'infrastructure', 'ipv4-addr', 'ipv6-addr', 'url'],
    'consists-of': ['infrastructure', 'observed-data', ANY_SCO],
    controls: ['infrastructure', 'malware'],
    delivers: ['malware'],
    has: ['vulnerability'],
    hosts: ['malware', 'tool'],
    'located-at': ['location'],
    uses: ['infrastructure'],
  },
  'intrusion-set': {
    'attributed-to': ['threat-actor'],
    compromises: ['infrastructure'],
    hosts: ['infrastructure'],
    'originates-from': ['location'],
    owns: ['infrastructure'],
    targets: ['identity', 'location', 'vulnerability'],
    uses: ['attack-pattern', 'infrastructure', 'malware', 'tool'],
  },
  'ipv4-addr': {
    'belongs-to': ['autonomous-system'],
    'resolves-to': ['mac-addr'],
  },
  'ipv6-addr': {
    'belongs-to': ['autonomous-system'],
    'resolves-to': ['mac-addr'],
  },
  malware: {
    'authored-by': ['intrusion-set', 'threat-actor'],
    'beacons-to': ['infrastructure'],
    'communicates-with': ['domain-name', 'ipv4-addr', 'ipv6-addr', 'url'],
    controls: ['malware'],
    downloads: ['file', 'malware', 'tool'],
    drops: ['file', 'malware', 'tool'],
    'exfiltrates-to': ['infrastructure'],
    exploits: ['vulnerability'],
    'originates-from': ['location'],
    // §4.11.2 has vulnerability, the validator has not.
    targets: ['identity', 'infrastructure', 'location', 'vulnerability'],
    uses: ['attack-pattern', 'infrastructure', 'malware', 'tool'],
    'variant-of': ['malware'],
  },
  'malware-analysis': {
    // What Errata 01 (§1.3.1) corrected to av-analysis-of, which the validator does not know yet.
    'analysis-of': ['malware'],
    'av-analysis-of': ['malware'],
    characterizes: ['malware'],
    'dynamic-analysis-of': ['malware'],
    'static-analysis-of': ['malware'],
  },
  'threat-actor': {
    'attributed-to': ['identity'],
    compromises: ['infrastructure'],
    hosts: ['infrastructure'],
    impersonates: ['identity'],
    'located-at': ['location'],
    owns: ['infrastructure'],
    targets: ['identity', 'location', 'vulnerability'],
    uses: ['attack-pattern', 'infrastructure', 'malware', 'tool'],
  },
  tool: {
    delivers: ['malware'],
    drops: ['malware'],
    has: ['vulnerability'],
    targets: ['identity', 'infrastructure', 'location', 'vulnerability'],
    uses: ['infrastructure'],
  },
  vulnerability: {
    // The validator's alone, with "tools" for tool; §4.19.2 has no relationship from a vulnerability.
    impacts: ['infrastructure', 'tool'],
  },
};

const triples = lazySet(function* () {
  for (const [source, types] of Object.entries(suggestedRelationships)) {
    for (const [type, targets] of Object.entries(types)) {
      for (const target of targets) yield `${source} ${type} ${target}`;
    }
  }
});

/** Whether a relationship is one that the standard suggests. Any other is allowed too, at most worth a warning. */
export function isSuggested(source: string, relationshipType: string, target: string): boolean | 'unchecked' {
  if (unchecked.has(source) || unchecked.has(target)) return 'unchecked';
  if (common.has(relationshipType) || triples().has(`${source} ${relationshipType} ${target}`)) return true;
  return kindOf(target) === 'sco' && triples().has(`${source} ${relationshipType} ${ANY_SCO}`);
}
