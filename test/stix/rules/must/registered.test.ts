import { describe, expect, it } from 'vitest';
import { contained, found, type Json, sco, sdo } from '../found.ts';

describe('languages', () => {
  const all = (object: Json) =>
    ['language', 'language-unlisted', 'language-tag'].flatMap((code) =>
      found(code, object).map((path) => `${code}: ${path}`),
    );

  it.each<[unknown, string[]]>([
    ['en', []],
    ['de-CH', []],
    ['zh-Hans', ['language-unlisted: lang']],
    ['EN', ['language-unlisted: lang']],
    ['english', ['language: lang']],
    ['', ['language: lang']],
    ['en-CB', ['language-tag: lang']],
    // The schema tells
    [7, []],
  ])('lang %j', (lang, expected) => {
    expect(all(sdo('tool', { lang }))).toEqual(expected);
  });

  it('lang where no schema has it', () => {
    for (const object of [sco('mutex', { lang: 7 }), sco('x-thing', { lang: 7 }), sdo('bundle', { lang: 7 })])
      expect(found('language', object)).toEqual(['lang']);
  });

  it.each<[string, string[]]>([
    ['en', []],
    ['eng', ['language-tag: languages/0']],
    ['zh-Hans', ['language-unlisted: languages/0']],
    ['az-Cyrl-AZ', ['language-unlisted: languages/0']],
    ['english', ['language: languages/0']],
  ])('software.languages %j', (tag, expected) => {
    expect(all(sco('software', { name: 'a', languages: [tag] }))).toEqual(expected);
    expect(all(contained(sco('software', { name: 'a', languages: [tag] })))).toEqual(
      expected.map((text) => text.replace('languages', 'objects/0/languages')),
    );
  });

  it('granular markings', () => {
    const lang = (tag: string) => sdo('tool', { granular_markings: [{ lang: tag, selectors: ['id'] }] });
    expect(all(lang('zh-Hans'))).toEqual([]);
    expect(all(lang('english'))).toEqual(['language-tag: granular_markings/0/lang']);
  });

  it('language content', () => {
    const content = (contents: unknown) => sdo('language-content', { contents });
    expect(all(content({ de: {}, 'zh-Hans': {}, english: {} }))).toEqual([
      'language: contents/english',
      'language-unlisted: contents/zh-Hans',
    ]);
    const names = { name: 'a', '9ab': 'a', id: 'a', fooBar: 'a', ['a'.repeat(251)]: 'a' };
    expect(found('translation-name', content({ de: names }))).toEqual([
      'contents/de/id',
      'contents/de/fooBar',
      `contents/de/${'a'.repeat(251)}`,
    ]);
    for (const contents of [7, { de: 7 }, { de: null }, null])
      expect(found('translation-name', content(contents))).toEqual([]);
    expect(found('empty-nested-value', content({ de: { labels: ['', null], x_a: [] } }))).toEqual([
      'contents/de/labels/1',
      'contents/de/x_a',
    ]);
  });
});

describe.each([
  [
    'mime-type',
    'artifact',
    'mime_type',
    ['application/zip', 'image/jpeg'],
    ['application/x-foo', 'text/plain; a=b', 'Image/JPEG', ''],
  ],
  ['character-set', 'file', 'name_enc', ['UTF-8', 'ISO-8859-1'], ['utf-8', 'latin1', '']],
  ['character-set', 'directory', 'path_enc', ['UTF-8', 'windows-1252'], ['UTF8', '']],
  [
    'cpe',
    'software',
    'cpe',
    ['cpe:2.3:a:b:c\\:d:1.0:*:-:en-us:*:*:*:x??', 'cpe:2.3:o:b:c:*:*:*:*:*:*:*:*'],
    [
      'cpe:/a:b:c',
      'cpe:2.3:a:b:c:1:*:*:*:*:*:*',
      'cpe:2.3:a:b:c:1:*:*:*:*:*:*:*:*',
      'CPE:2.3:a:b:c:1:*:*:*:*:*:*:*',
      'cpe:2.3:a:b:c\\\\:1:*:*:*:*:*:*:*',
    ],
  ],
])('stix/%s: %s.%s', (code, type, name, good, bad) => {
  it.each(good)('good: %s', (value) => {
    expect(found(code, sco(type, { [name]: value }))).toEqual([]);
    expect(found(code, contained(sco(type, { [name]: value })))).toEqual([]);
  });

  it.each(bad)('bad: %s', (value) => {
    expect(found(code, sco(type, { [name]: value }))).toEqual([name]);
    expect(found(code, contained(sco(type, { [name]: value })))).toEqual([`objects/0/${name}`]);
  });

  it('is silent elsewhere', () => {
    expect(found(code, sco(type, { [name]: 7 }))).toEqual([]);
    expect(found(code, sco('mutex', { [name]: 'foo' }))).toEqual([]);
  });
});

describe('stix/custom-cpe', () => {
  it.each<[unknown, string[]]>([
    ['cpe:2.3:a:b:c:1:*:*:*:*:*:*:*', []],
    ['CPE:2.3:A:b:c:1:*:*:*:*:*:*:*', []],
    ['cpe:/a:b:c', []],
    ['cpe:2.3:a:b:é:?:*:*:??:*:*:*:a\\-b', []],
    ['cpe:2.3:a:b:c\\\\:1:*:*:*:*:*:*:*', ['cpe']],
    ['Word 2000', ['cpe']],
    [7, ['cpe']],
  ])('%j', (cpe, expected) => {
    expect(found('custom-cpe', sdo('tool', { cpe }))).toEqual(expected);
    expect(found('custom-cpe', sco('software', { cpe }))).toEqual([]);
  });
});
