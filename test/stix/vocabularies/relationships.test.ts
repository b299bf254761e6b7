import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../src/stix/kinds.ts';
import { isSuggested, suggestedRelationships } from '../../../src/stix/vocabularies/relationships.ts';

describe('suggested relationships', () => {
  it.each([
    ['intrusion-set', 'uses', 'malware'],
    ['campaign', 'attributed-to', 'threat-actor'],
    ['infrastructure', 'consists-of', 'x509-certificate'],
    ['infrastructure', 'consists-of', 'observed-data'],
    ['ipv6-addr', 'resolves-to', 'mac-addr'],
    ['malware', 'targets', 'vulnerability'],
    ['malware-analysis', 'av-analysis-of', 'malware'],
    ['malware-analysis', 'analysis-of', 'malware'],
    ['vulnerability', 'impacts', 'tool'],
    ['x-mitre-tactic', 'related-to', 'x-a'],
    ['url', 'duplicate-of', 'tool'],
  ])('%s %s %s', (source, type, target) => {
    expect(isSuggested(source, type, target)).toBe(true);
  });

  it.each([
    ['malware', 'uses', 'intrusion-set'],
    ['tool', 'uses', 'malware'],
    ['tool', 'consists-of', 'file'],
    ['infrastructure', 'consists-of', 'malware'],
    ['infrastructure', 'consists-of', '<sco>x'],
    ['x-mitre-data-component', 'detects', 'attack-pattern'],
    ['course-of-action', 'Mitigates', 'tool'],
    ['constructor', 'name', 'length'],
    ['__proto__', 'toString', 'tool'],
  ])('not %s %s %s', (source, type, target) => {
    expect(isSuggested(source, type, target)).toBe(false);
  });

  it.each([
    ['sighting', 'uses', 'malware'],
    ['malware', 'uses', 'bundle'],
    ['extension-definition', 'related-to', 'tool'],
  ])('leaves %s %s %s to others', (source, type, target) => {
    expect(isSuggested(source, type, target)).toBe('unchecked');
  });

  it('are between types that there are, each target once', () => {
    for (const [source, types] of Object.entries(suggestedRelationships)) {
      expect(kindOf(source), source).toMatch(/^s[dc]o$/);
      for (const targets of Object.values(types)) {
        expect(new Set(targets).size).toBe(targets.length);
        const unknown = targets.filter((target) => kindOf(target) === 'custom' && target !== '<sco>');
        expect(unknown).toEqual([]);
      }
    }
  });
});
