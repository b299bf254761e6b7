import { describe } from '../../describe.ts';
import { isLanguageTag } from '../../vocabularies/languages.ts';
import { rule } from '../rule.ts';
import { eachLanguage } from '../shared/languages.ts';

export const languageUnlisted = rule({
  code: 'stix/language-unlisted',
  level: 'must',
  basis: 'oasis',
  oasis: ['language', 'software_language', 'language_contents'],
  section: '§3.2, §6.14.1, §7.1.1',
  message: (v: { found: string }) =>
    `${v.found} is a language tag, but none of the 232 that the OASIS validator knows.`,
  help: 'Take a plainer tag, as it knows a language and a country at most, in their usual case: "zh" or "zh-CN" for "zh-Hans".',
  check(object, report) {
    eachLanguage(object, ({ tag, path, isListed }) => {
      if (isListed === false && isLanguageTag(tag)) report(path, { found: describe(tag) });
    });
  },
});
