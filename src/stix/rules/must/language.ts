import { describe } from '../../describe.ts';
import { isLanguageTag } from '../../vocabularies/languages.ts';
import { rule } from '../rule.ts';
import { knownProperties } from '../shared/known-properties.ts';
import { eachLanguage } from '../shared/languages.ts';

export const language = rule({
  code: 'stix/language',
  level: 'must',
  oasis: ['language', 'software_language', 'language_contents'],
  section: '§3.2, §6.14.1, §7.1.1',
  message: (v: { found: string }) => `${v.found} is no language tag (RFC 5646).`,
  help: 'Take a tag of the IANA registry of language subtags, such as "en", "de-CH" or "pt-BR".',
  check(object, report) {
    const { type, lang } = object;
    if (lang !== undefined && typeof lang !== 'string') {
      // Elsewhere its schema says that it is text
      const isOpen = type === 'marking-definition' || !knownProperties(object).has('lang');
      if (isOpen) report(['lang'], { found: describe(lang) });
    }
    eachLanguage(object, ({ tag, path, isListed }) => {
      if (isListed === false && !isLanguageTag(tag)) report(path, { found: describe(tag) });
    });
  },
});
