import { describe, expect, it } from 'vitest';
import { contained, found, type Json, sco, sdo } from '../found.ts';

const definition = 'extension-definition--a932fcc6-e032-476c-826f-cb970a5a1ade';
const extended = (extension_type: string, more: Json = {}) => ({
  extensions: { [definition]: { extension_type, ...more } },
});

describe('stix/extension-use', () => {
  it.each<[string, Json, string[]]>([
    ['a custom type', sdo('x-ship'), ['type']],
    ['a custom type named like a schema', sdo('custom-object'), ['type']],
    ['a declared type', sdo('ship', extended('new-sdo')), []],
    ['a reserved type', sdo('action'), []],
    ['a custom property', sdo('malware', { rank: 5, x_rank: 5 }), ['rank', 'x_rank']],
    ['a property named like one of Object', sdo('malware', { constructor: 5 }), ['constructor']],
    ['a custom property of an observable', sco('url', { value: 'https://example.com', rank: 5 }), ['rank']],
    ['a declared property', sdo('malware', { rank: 5, ...extended('toplevel-property-extension') }), []],
    ['a property declared as another kind', sdo('malware', { rank: 5, ...extended('new-sdo') }), ['rank']],
    ['a property of a custom type', sdo('ship', { rank: 5, ...extended('new-sdo') }), []],
    [
      'spec_version on a bundle',
      { ...sdo('bundle'), objects: [sdo('tool')] },
      ['spec_version', 'created', 'modified'],
    ],
    ['a custom marking', sdo('marking-definition', { definition_type: 'copyright' }), ['definition_type']],
    [
      'a marking by extension',
      sdo('marking-definition', { definition_type: 'copyright', ...extended('property-extension') }),
      [],
    ],
    ['a statement', sdo('marking-definition', { definition_type: 'statement' }), []],
    ['a custom extension', sco('file', { extensions: { 'foo-ext': { a: 1 } } }), ['extensions/foo-ext']],
    [
      'an extension of another type',
      sco('process', { extensions: { 'pdf-ext': { version: '1' } } }),
      ['extensions/pdf-ext'],
    ],
    [
      'a custom extension beside a declared one',
      sco('file', {
        extensions: { 'foo-ext': { a: 1 }, [definition]: { extension_type: 'property-extension' } },
      }),
      [],
    ],
    ['an extension definition', sco('file', extended('toplevel-property-extension')), []],
  ])('%s', (_, object, paths) => expect(found('extension-use', object)).toEqual(paths));

  it.each<[string, Json, string[]]>([
    [
      'predefined extension',
      sco('file', { extensions: { 'pdf-ext': { version: '1.7', foo: 1 } } }),
      ['extensions/pdf-ext/foo'],
    ],
    [
      'structure',
      sco('windows-registry-key', { key: 'k', values: [{ name: 'n' }, { name: 'm', foo: 1 }] }),
      ['values/1/foo'],
    ],
    [
      'single structure',
      sco('x509-certificate', { x509_v3_extensions: { foo: 1 } }),
      ['x509_v3_extensions/foo'],
    ],
    [
      'structure of an extension',
      sco('file', { extensions: { 'ntfs-ext': { alternate_data_streams: [{ name: 's', foo: 1 }] } } }),
      ['extensions/ntfs-ext/alternate_data_streams/0/foo'],
    ],
    [
      'single structure of an extension',
      sco('file', {
        extensions: { 'windows-pebinary-ext': { pe_type: 'dll', optional_header: { foo: 1 } } },
      }),
      ['extensions/windows-pebinary-ext/optional_header/foo'],
    ],
    [
      'contained observable',
      contained(sco('file', { extensions: { 'pdf-ext': { foo: 1 } } })),
      ['objects/0/extensions/pdf-ext/foo'],
    ],
  ])('a custom property of a %s', (_, object, paths) => {
    expect(found('extension-use', object)).toEqual(paths);
    expect(found('custom-prefix', object, { '101': 'warning' })).toEqual(paths);
  });
});

describe('stix/custom-prefix and stix/custom-prefix-lax', () => {
  const names: [name: string, isLax: boolean, isStrict: boolean][] = [
    ['foo', false, false],
    ['x_', false, false],
    ['x_foo', true, false],
    ['x__foo', true, false],
    ['x_foo_', true, false],
    ['x_foo_bar', true, true],
    ['x_foo_bar_baz', true, true],
  ];
  it.each(names)('a property %s', (name, isLax, isStrict) => {
    const object = sdo('malware', { [name]: 1 });
    expect(found('custom-prefix-lax', object, { '102': 'warning' })).toEqual(isLax ? [] : [name]);
    expect(found('custom-prefix', object, { 'custom-prefix': 'warning' })).toEqual(isStrict ? [] : [name]);
  });

  it.each(names)('a type %s, and an extension', (property, isLax, isStrict) => {
    const name = property.replaceAll('_', '-');
    const extension = sco('file', { extensions: { [`${name}-ext`]: { a: 1 } } });
    const path = `extensions/${name}-ext`;
    expect(found('custom-prefix-lax', extension, { '102': 'warning' })).toEqual(isLax ? [] : [path]);
    expect(found('custom-prefix', extension, { '101': 'warning' })).toEqual(isStrict ? [] : [path]);
    expect(found('custom-prefix-lax', sdo(name), { '102': 'warning' })).toEqual(isLax ? [] : ['type']);
    expect(found('custom-prefix', sdo(name), { '101': 'warning' })).toEqual(isStrict ? [] : ['type']);
  });

  it('are off, and no group or class turns them on', () => {
    const object = sdo('malware', { rank: 5 });
    for (const settings of [{}, { '1': 'warning', should: 'error', 'extensions-use': 'off' } as const]) {
      expect(found('custom-prefix', object, settings)).toEqual([]);
      expect(found('custom-prefix-lax', object, settings)).toEqual([]);
    }
    expect(found('custom-prefix', object, { 'stix/custom-prefix': 'error' })).toEqual(['rank']);
  });
});
