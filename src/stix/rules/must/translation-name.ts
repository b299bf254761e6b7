import { describe } from '../../describe.ts';
import { isObject, rule } from '../rule.ts';

/** Names of properties as the OASIS validator has them here, also with a digit or "_" first. */
const NAME = /^[a-z0-9_]{3,250}$/;

export const translationName = rule({
  code: 'stix/translation-name',
  level: 'must',
  oasis: ['language_contents'],
  section: '§3.1, §7.1.1',
  types: ['language-content'],
  message: (v: { name: string; language: string }) =>
    `${describe(v.name)} in the translations to ${describe(v.language)} is no name for a property: it must be 3 to 250 of a–z, 0–9 and "_".`,
  help: 'Key every translation by the property of the object that it translates, such as "name" or "description".',
  check({ contents }, report) {
    if (!isObject(contents)) return;
    for (const language of Object.keys(contents)) {
      const translations = contents[language];
      if (!isObject(translations)) continue;
      for (const name of Object.keys(translations))
        if (!NAME.test(name)) report(['contents', language, name], { name, language });
    }
  },
});
