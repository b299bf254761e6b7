import { expect, test } from 'vitest';
import { kindOf } from '../../src/stix/kinds.ts';

// STIX 2.1: 19 in §4, 2 in §5, 18 in §6, and §7's three.
test.each([
  [
    'sdo',
    'attack-pattern campaign course-of-action grouping identity incident indicator infrastructure intrusion-set',
  ],
  [
    'sdo',
    'location malware malware-analysis note observed-data opinion report threat-actor tool vulnerability',
  ],
  ['sro', 'relationship sighting'],
  [
    'sco',
    'artifact autonomous-system directory domain-name email-addr email-message file ipv4-addr ipv6-addr',
  ],
  [
    'sco',
    'mac-addr mutex network-traffic process software url user-account windows-registry-key x509-certificate',
  ],
  ['smo', 'marking-definition language-content extension-definition'],
  ['custom', 'x-mitre-tactic bundle file1 toString __proto__'],
])('%s: %s', (kind, types) => {
  for (const type of types.split(' ')) expect(kindOf(type), type).toBe(kind);
});
