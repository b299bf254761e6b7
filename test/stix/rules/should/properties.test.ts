import { expect, it } from 'vitest';
import { found, type Json, sco, sdo } from '../found.ts';

const reference = (more: Json) => ({ source_name: 'foo', ...more });
const url = 'https://example.com';

it.each<[code: string, object: Json, paths: string[]]>([
  [
    'marking-definition-type',
    sdo('marking-definition', { definition_type: 'copyright' }),
    ['definition_type'],
  ],
  ['marking-definition-type', sdo('marking-definition', { definition_type: 'tlp' }), []],
  ['marking-definition-type', sdo('marking-definition'), []],
  [
    'reference-without-hash',
    sdo('tool', {
      external_references: [reference({ external_id: '1' }), reference({ url }), reference({ url })],
    }),
    ['external_references/1'],
  ],
  ['reference-without-hash', sdo('tool', { external_references: [reference({ url, hashes: {} }), 7] }), []],
  ['indicator-text', sdo('indicator', { name: 'n' }), ['']],
  ['indicator-text', sdo('indicator', { description: 'd' }), ['']],
  ['indicator-text', sdo('indicator', { name: 'n', description: 'd' }), []],
  ['extension-description', sdo('extension-definition'), ['']],
  ['extension-description', sdo('extension-definition', { description: 'd' }), []],
  [
    'extension-properties',
    sdo('extension-definition', { extension_types: ['new-sdo', 'toplevel-property-extension'] }),
    [''],
  ],
  [
    'extension-properties',
    sdo('extension-definition', {
      extension_types: ['toplevel-property-extension'],
      extension_properties: ['rank'],
    }),
    [],
  ],
  ['extension-properties', sdo('extension-definition', { extension_types: ['property-extension'] }), []],
  ['location-precision', sdo('location', { latitude: 1, longitude: 2 }), ['']],
  ['location-precision', sdo('location', { latitude: 1, longitude: 2, precision: 3 }), []],
  ['location-precision', sdo('location', { country: 'FR' }), []],
  ['administrative-area', sdo('location', { administrative_area: 'Bretagne' }), ['administrative_area']],
  ['administrative-area', sdo('location', { administrative_area: 'QQ-BRE' }), ['administrative_area']],
  ['administrative-area', sdo('location', { administrative_area: 'FR-BRE' }), []],
  ['deterministic-id', sco('domain-name', { value: 'example.com' }), ['id']],
  [
    'deterministic-id',
    {
      ...sco('domain-name', { value: 'example.com' }),
      id: 'domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7',
    },
    [],
  ],
  [
    'deterministic-id',
    {
      ...sco('domain-name', { value: 'example.com' }),
      id: 'domain-name--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
    },
    [],
  ],
])('stix/%s: %j', (code, object, paths) => expect(found(code, object)).toEqual(paths));
