import { expect, test } from 'vitest';
import {
  extendedLanguageSubtags,
  grandfatheredTags,
  languageSubtags,
  regionSubtags,
  scriptSubtags,
  variantSubtags,
} from '../../../src/stix/vocabularies/language-subtags.ts';
import { expectList } from './expect-list.ts';

test('the language subtag registry', () => {
  // Two letters and then three, each part sorted.
  const threeLetters = new Set([...languageSubtags()].filter((subtag) => subtag.length === 3));
  expect(languageSubtags().size).toBe(8267);
  expectList(threeLetters, 8077, 'aaa yue nso zzj', 'qaa aaw0 xyz');
  expectList(extendedLanguageSubtags(), 256, 'yue cmn ase', 'eng');
  expectList(scriptSubtags(), 224, 'latn hans zxxx', 'Latn qaaa');
  expectList(regionSubtags(), 303, '001 419 de us zz', 'qm sp uk');
  expectList(variantSubtags(), 134, '1901 scouse valencia', 'oed');
  expectList(grandfatheredTags(), 26, 'i-klingon en-gb-oed', 'zh-hans');
});
