import { describe, expect, it } from 'vitest';
import { contained, found, type Json, sco, sdo } from '../found.ts';

const referring = (...external_references: unknown[]) =>
  sdo('vulnerability', { name: 'a', external_references });

describe('stix/external-id', () => {
  it.each<[string, string, boolean]>([
    ['cve', 'CVE-2026-1234', true],
    ['cve', 'CVE-2026-0123', true],
    ['cve', 'CVE-2026-1234567', true],
    ['cve', 'CVE-2026-123', false],
    ['cve', 'CVE-2026-01234', false],
    ['cve', 'cve-2026-1234', false],
    ['cve', 'CAPEC-1', false],
    ['capec', 'CAPEC-1', true],
    ['capec', 'CAPEC-', false],
    ['CVE', 'CVE-2026-1234', false],
    ['nvd', 'CVE-2026-1234', false],
    ['attack', 'CAPEC-1', false],
    ['nvd', 'CVE-2026-1', true],
    ['nvd', 'XCVE-2026-1234', true],
    ['mitre-attack', 'T0800', true],
  ])('%s %s', (source_name, external_id, isGood) => {
    const expected = isGood ? [] : ['external_references/0/external_id'];
    expect(found('external-id', referring({ source_name, external_id }))).toEqual(expected);
  });

  it('takes anything', () => {
    for (const reference of [7, null, {}, { source_name: 7 }, { source_name: 'cve', external_id: 7 }])
      expect(found('external-id', referring(reference))).toEqual([]);
    expect(found('external-id', sdo('tool', { external_references: 7 }))).toEqual([]);
  });

  it('leaves types without external references', () => {
    const reference = { external_references: [{ source_name: 'nvd', external_id: 'CVE-2026-1234' }] };
    expect(found('external-id', sco('mutex', reference))).toEqual([]);
    expect(found('external-id', sco('x-thing', reference))).toEqual([]);
    expect(found('external-id', sdo('x-thing', reference))).toHaveLength(1);
    expect(found('external-id', sdo('marking-definition', reference))).toHaveLength(1);
  });
});

it('stix/external-id-missing', () => {
  const references = [
    { source_name: 'cve', description: 'a' },
    { source_name: 'capec', url: 'https://example.com/' },
    { source_name: 'nvd', description: 'a' },
    { source_name: 'cve', external_id: 'CVE-2026-1234' },
  ];
  expect(found('external-id-missing', referring(...references))).toEqual([
    'external_references/0',
    'external_references/1',
  ]);
});

describe('stix/url', () => {
  const places: [string, (url: unknown) => Json, string][] = [
    ['an external reference', (url) => referring({ source_name: 'a', url }), 'external_references/0/url'],
    ['a URL', (value) => sco('url', { value }), 'value'],
    ['an artifact', (url) => sco('artifact', { url, hashes: { MD5: '0'.repeat(32) } }), 'url'],
    ['the deprecated container', (value) => contained(sco('url', { value })), 'objects/0/value'],
  ];

  it.each(places)('%s', (_, make, path) => {
    expect(found('url', make('https://example.com/ '))).toEqual([path]);
    expect(found('url', make('see the report'))).toEqual([path]);
    expect(found('url', make('https://example.com/?q=a%20b#c'))).toEqual([]);
    expect(found('url', make(7))).toEqual([]);
  });
});
