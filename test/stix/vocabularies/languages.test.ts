import { describe, expect, it } from 'vitest';
import {
  commonLanguageTags,
  isLanguageTag,
  softwareLanguages,
} from '../../../src/stix/vocabularies/languages.ts';
import { expectList } from './expect-list.ts';

describe('isLanguageTag', () => {
  // The examples of RFC 5646, appendix A, and what the tag list of the OASIS validator lacks.
  it.each(
    `de fr ja i-enochian zh-Hant zh-Hans sr-Cyrl sr-Latn zh-cmn-Hans-CN cmn-Hans-CN zh-yue-HK yue-HK
    zh-Hans-CN sr-Latn-RS sl-rozaj sl-rozaj-biske sl-nedis de-CH-1901 sl-IT-nedis hy-Latn-IT-arevela de-DE en-US
    es-419 de-CH-x-phonebk az-Arab-x-AZE-derbend x-whatever qaa-Qaaa-QM-x-southern de-Qaaa sr-Latn-QM sr-Qaaa-RS
    en-US-u-islamcal zh-CN-a-myext-x-private en-a-myext-b-another ga no pt-AO en-GB-oed zh-min-nan sgn-BE-FR
    DE-at art-lojban en-ZZ mn-Cyrl-MN`.split(/\s+/),
  )('takes %s', (tag) => {
    expect(isLanguageTag(tag)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a private part alone', 'x'],
    ['two regions (appendix A)', 'de-419-DE'],
    ['a subtag of one letter at the start (appendix A)', 'a-DE'],
    ['an extension twice (appendix A)', 'ar-a-aaa-b-bbb-a-ccc'],
    ['a variant twice', 'de-DE-1901-1901'],
    ['an empty extension', 'en-a'],
    ['an empty subtag', 'en--US'],
    ['a hyphen at the end', 'en-'],
    ['an underscore', 'en_US'],
    ['a blank', 'en US'],
    ['a newline at the end', 'en\n'],
    ['a language not registered', 'ns'],
    ['a name', 'english'],
    ['a region not registered', 'sr-SP'],
    ['a script not registered', 'en-Abcd'],
    ['a variant not registered', 'en-abcde'],
    ['two extended languages', 'zh-cmn-yue'],
    ['too long a subtag', 'en-x-123456789'],
    ['a letter whose lower case is ASCII', 'o\u212A'],
    ['beyond the private scripts', 'en-Qaby'],
    ['beyond the private regions', 'en-QL'],
  ])('refuses %s: %s', (_, tag) => {
    expect(isLanguageTag(tag)).toBe(false);
  });

  it('is quick with long texts', () => {
    const start = performance.now();
    for (const part of ['-a-bb', '-1901', '-x', 'a', '-', '-abcde']) {
      expect(isLanguageTag(`en${part.repeat(50_000)}!`)).toBe(false);
      isLanguageTag(`en${part.repeat(50_000)}`);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('the tags of the OASIS validator', () => {
  it('are 232', () => {
    expectList(
      commonLanguageTags,
      232,
      'de de-AT az-Cyrl-AZ sr-Cyrl-BA nn-NO bs-BA eo kok syr-SY',
      'sr bs nn en-us zh-Hans es-419 ga no pt-AO',
    );
  });

  it('are valid tags, but for those of Windows', () => {
    const invalid = [...commonLanguageTags].filter((tag) => !isLanguageTag(tag));
    expect(invalid).toEqual(['en-CB', 'ns', 'ns-ZA', 'sr-Cyrl-SP', 'sr-SP']);
  });

  it('and the codes of ISO 639-2 are for software', () => {
    // kok and syr are of both.
    expectList(softwareLanguages(), 232 + 507 - 2, 'de en-CB deu ger zxx znd qaa-qtz', 'DEU nso-ZA yue qaa');
  });
});
