import { expect, it } from 'vitest';
import { contained, found, type Json, sco, sdo } from '../found.ts';

const names: [name: unknown, isGood: boolean][] = [
  ['command-and-control', true],
  ['c2', true],
  ['7', true],
  ['élan', true],
  ['Command-and-control', false],
  ['command and control', false],
  ['command_and_control', false],
  ['Élan', false],
  ['', false],
];

it.each(names)('spells %j', (name, isGood) => {
  const paths = (path: string) => (isGood ? [] : [path]);
  const phase = (more: Json) => [{ kill_chain_name: 'mitre-attack', phase_name: 'impact', ...more }];
  for (const type of ['attack-pattern', 'indicator', 'infrastructure', 'malware', 'tool']) {
    for (const property of ['kill_chain_name', 'phase_name']) {
      const object = sdo(type, { kill_chain_phases: phase({ [property]: name }) });
      expect(found('kill-chain-name', object)).toEqual(paths(`kill_chain_phases/0/${property}`));
    }
  }
  expect(found('vocabulary-spelling', sdo('malware', { malware_types: ['worm', name] }))).toEqual(
    paths('malware_types/1'),
  );
  expect(found('vocabulary-spelling', sdo('identity', { identity_class: name }))).toEqual(
    paths('identity_class'),
  );
  expect(found('vocabulary-spelling', sdo('marking-definition', { definition_type: name }))).toEqual(
    paths('definition_type'),
  );
  expect(found('vocabulary-spelling', contained(sco('user-account', { account_type: name })))).toEqual(
    paths('objects/0/account_type'),
  );
});

it.each([7, null, {}, [[]], [null], [{ kill_chain_name: 7 }]])('leaves %j to the schema', (value) => {
  expect(found('kill-chain-name', sdo('tool', { kill_chain_phases: value }))).toEqual([]);
  expect(found('vocabulary-spelling', sdo('tool', { tool_types: value }))).toEqual([]);
});

it('leaves names of hash algorithms alone', () => {
  expect(found('vocabulary-spelling', sco('file', { hashes: { FOO: '1' } }))).toEqual([]);
});

it.each<[string, boolean]>([
  ['sandbox-one', true],
  ['anonymized', true],
  ['Sandbox', false],
  ['sandbox one', false],
  ['sandbox.one', false],
])('product name %j', (product, isGood) => {
  expect(found('product-name', sdo('malware-analysis', { product }))).toEqual(isGood ? [] : ['product']);
});
