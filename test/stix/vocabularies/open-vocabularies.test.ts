import { describe, expect, it } from 'vitest';
import {
  isKnownHashAlgorithm,
  nestedVocabularyUses,
  openVocabularies,
  vocabularyUses,
} from '../../../src/stix/vocabularies/open-vocabularies.ts';

describe('open vocabularies', () => {
  it('are those of §10, with as many values as there', () => {
    const sizes = Object.entries(openVocabularies).map(([name, values]) => [name, values.size]);
    expect(Object.fromEntries(sizes)).toEqual({
      'account-type-ov': 11 + 1,
      'attack-motivation-ov': 10,
      'attack-resource-level-ov': 6,
      'grouping-context-ov': 3,
      'hash-algorithm-ov': 8,
      'identity-class-ov': 6,
      'implementation-language-ov': 22,
      'indicator-type-ov': 7,
      'industry-sector-ov': 35,
      'infrastructure-type-ov': 15,
      'malware-capabilities-ov': 37,
      'malware-result-ov': 4,
      'malware-type-ov': 22,
      'pattern-type-ov': 6,
      'processor-architecture-ov': 8,
      'region-ov': 29,
      'report-type-ov': 12,
      'threat-actor-role-ov': 7,
      'threat-actor-sophistication-ov': 7,
      'threat-actor-type-ov': 13,
      'tool-type-ov': 8,
      'windows-pebinary-type-ov': 3,
    });
  });

  it('hold what Errata 01 added', () => {
    expect(openVocabularies['industry-sector-ov'].has('legal')).toBe(true);
    expect(openVocabularies['report-type-ov'].has('incident')).toBe(true);
    expect(openVocabularies['implementation-language-ov'].has('rust')).toBe(true);
    expect(openVocabularies['threat-actor-type-ov'].has('private-sector')).toBe(true);
  });

  it('are each used, under one number', () => {
    const uses = [...vocabularyUses, ...nestedVocabularyUses];
    const numbers = new Map(uses.map((use) => [use.vocabulary, use.oasis]));
    expect([...numbers.keys()].sort()).toEqual(Object.keys(openVocabularies).sort());
    expect(new Set(numbers.values()).size).toBe(numbers.size);
    for (const use of uses) expect(use.oasis, use.vocabulary).toBe(numbers.get(use.vocabulary));
  });

  it('are used once at a place', () => {
    const places = vocabularyUses.map((use) => `${use.type}.${use.property}`);
    expect(new Set(places).size).toBe(places.length);
    expect(places).toContain('threat-actor.personal_motivations');
  });

  it('tell hash algorithms by exact name or custom prefix', () => {
    expect(['MD5', 'SHA3-512', 'TLSH', 'x_sum'].filter(isKnownHashAlgorithm)).toHaveLength(4);
    expect(['md5', 'SHA1', 'x-sum', 'IMPHASH'].filter(isKnownHashAlgorithm)).toEqual([]);
  });
});
