import { commonLanguageTags, softwareLanguages } from '../../vocabularies/languages.ts';
import { elements, isObject, type Path, type StixObject } from '../rule.ts';
import { eachContained } from './observables.ts';

export interface LanguageUse {
  readonly tag: string;
  readonly path: Path;
  /** Whether the OASIS validator takes it; undefined where it does not look. */
  readonly isListed: boolean | undefined;
}

/** Calls `visit` with every language that an object names, wherever that is. */
export function eachLanguage(object: StixObject, visit: (use: LanguageUse) => void): void {
  const { type, lang, granular_markings: markings } = object;
  if (typeof lang === 'string') visit({ tag: lang, path: ['lang'], isListed: commonLanguageTags.has(lang) });
  if (markings !== undefined)
    for (const [index, marking] of elements(markings).entries())
      if (isObject(marking) && typeof marking.lang === 'string')
        visit({ tag: marking.lang, path: ['granular_markings', index, 'lang'], isListed: undefined });
  if (type === 'language-content' && isObject(object.contents))
    for (const tag of Object.keys(object.contents))
      visit({ tag, path: ['contents', tag], isListed: commonLanguageTags.has(tag) });
  if (type === 'software') eachSupported(object, [], visit);
  eachContained(object, (held, key) => {
    if (held.type === 'software') eachSupported(held, ['objects', key], visit);
  });
}

/** What of its list the OASIS validator takes here: neither scripts nor countries after three letters. */
const PLAIN_TAG = /^(?:[a-z]{2}(?:-[A-Z]{2})?|[a-z]{3})$/;

function eachSupported(software: StixObject, base: Path, visit: (use: LanguageUse) => void): void {
  for (const [index, tag] of elements(software.languages).entries())
    if (typeof tag === 'string')
      visit({
        tag,
        path: [...base, 'languages', index],
        isListed: PLAIN_TAG.test(tag) && softwareLanguages().has(tag),
      });
}
