import { describe } from '../../describe.ts';
import { isLanguageTag } from '../../vocabularies/languages.ts';
import { rule } from '../rule.ts';
import { eachLanguage } from '../shared/languages.ts';

export const languageTag = rule({
  code: 'stix/language-tag',
  level: 'must',
  basis: 'text',
  section: '§3.2, §6.14.1, §7.1.1, §7.2.3',
  message: (v: { found: string }) =>
    `${v.found} is no valid language tag (RFC 5646), though the OASIS validator lets it pass.`,
  help: 'Take a tag of the IANA registry of language subtags: "de" for "ger", "nso" for "ns".',
  check(object, report) {
    eachLanguage(object, ({ tag, path, isListed }) => {
      if (isListed !== false && !isLanguageTag(tag)) report(path, { found: describe(tag) });
    });
  },
});
