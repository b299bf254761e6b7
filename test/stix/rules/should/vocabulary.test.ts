import { expect, it } from 'vitest';
import { vocabularyRules } from '../../../../src/stix/rules/should/vocabulary.ts';
import { contained, found, type Json, sco, sdo } from '../found.ts';

it.each<[name: string, object: (value: string) => Json, good: string, path: string]>([
  [
    'attack-motivation',
    (v) => sdo('threat-actor', { personal_motivations: ['revenge', v] }),
    'ideology',
    'personal_motivations/1',
  ],
  [
    'attack-motivation',
    (v) => sdo('intrusion-set', { primary_motivation: v }),
    'ideology',
    'primary_motivation',
  ],
  ['attack-resource-level', (v) => sdo('intrusion-set', { resource_level: v }), 'club', 'resource_level'],
  ['identity-class', (v) => sdo('identity', { identity_class: v }), 'group', 'identity_class'],
  ['indicator-type', (v) => sdo('indicator', { indicator_types: [v] }), 'benign', 'indicator_types/0'],
  ['industry-sector', (v) => sdo('identity', { sectors: [v] }), 'dams', 'sectors/0'],
  ['malware-type', (v) => sdo('malware', { malware_types: [v] }), 'bot', 'malware_types/0'],
  ['report-type', (v) => sdo('report', { report_types: [v] }), 'tool', 'report_types/0'],
  [
    'threat-actor-type',
    (v) => sdo('threat-actor', { threat_actor_types: [v] }),
    'spy',
    'threat_actor_types/0',
  ],
  ['threat-actor-role', (v) => sdo('threat-actor', { roles: [v] }), 'agent', 'roles/0'],
  [
    'threat-actor-sophistication',
    (v) => sdo('threat-actor', { sophistication: v }),
    'none',
    'sophistication',
  ],
  ['tool-type', (v) => sdo('tool', { tool_types: [v] }), 'exploitation', 'tool_types/0'],
  ['region', (v) => sdo('location', { region: v }), 'europe', 'region'],
  ['grouping-context', (v) => sdo('grouping', { context: v }), 'unspecified', 'context'],
  [
    'implementation-language',
    (v) => sdo('malware', { implementation_languages: [v] }),
    'c++',
    'implementation_languages/0',
  ],
  [
    'infrastructure-type',
    (v) => sdo('infrastructure', { infrastructure_types: [v] }),
    'botnet',
    'infrastructure_types/0',
  ],
  ['malware-capabilities', (v) => sdo('malware', { capabilities: [v] }), 'anti-vm', 'capabilities/0'],
  [
    'processor-architecture',
    (v) => sdo('malware', { architecture_execution_envs: [v] }),
    'arm',
    'architecture_execution_envs/0',
  ],
  ['malware-result', (v) => sdo('malware-analysis', { result: v }), 'benign', 'result'],
  ['hash-algorithm', (v) => sco('artifact', { hashes: { [v]: '1' } }), 'TLSH', 'hashes/rococo'],
  [
    'hash-algorithm',
    (v) => contained(sco('file', { hashes: { [v]: '1' } })),
    'x_foo',
    'objects/0/hashes/rococo',
  ],
  [
    'hash-algorithm',
    (v) =>
      sco('file', { extensions: { 'ntfs-ext': { alternate_data_streams: [{}, { hashes: { [v]: '1' } }] } } }),
    'MD5',
    'extensions/ntfs-ext/alternate_data_streams/1/hashes/rococo',
  ],
  [
    'windows-pebinary-type',
    (v) => sco('file', { extensions: { 'windows-pebinary-ext': { pe_type: v } } }),
    'sys',
    'extensions/windows-pebinary-ext/pe_type',
  ],
  [
    'account-type',
    (v) => contained(sco('user-account', { account_type: v })),
    'unix',
    'objects/0/account_type',
  ],
  ['pattern-type', (v) => sdo('indicator', { pattern_type: v }), 'yara', 'pattern_type'],
])('stix/vocabulary-%s', (name, object, good, path) => {
  expect(found(`vocabulary-${name}`, object('rococo'))).toEqual([path]);
  expect(found(`vocabulary-${name}`, object(good))).toEqual([]);
  expect(found(`vocabulary-${name}`, object('__proto__'))).toEqual([path.replace('rococo', '__proto__')]);
});

it('each is switched by its own number', () => {
  for (const { code, oasis } of vocabularyRules) expect(oasis, code).toHaveLength(2);
  const object = sdo('malware', { malware_types: ['rococo'], capabilities: ['rococo'] });
  expect(found('vocabulary-malware-type', object, { '216': 'off' })).toEqual([]);
  expect(found('vocabulary-malware-capabilities', object, { '216': 'off' })).toEqual(['capabilities/0']);
  expect(found('vocabulary-malware-capabilities', object, { '210': 'off' })).toEqual([]);
});

it.each([7, null, {}, [], [7, null]])('leaves %j to the schema', (value) => {
  expect(found('vocabulary-malware-type', sdo('malware', { malware_types: value }))).toEqual([]);
  expect(found('vocabulary-hash-algorithm', sco('file', { hashes: value }))).toEqual([]);
});
