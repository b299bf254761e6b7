import { isObject, type Path, rule } from '../rule.ts';
import { withContained } from './contained.ts';
import { emptinessOf } from './empty-custom-property.ts';
import { eachOpenProperty } from './known-properties.ts';

/** Deeper than this nobody looks. */
const DEEPEST = 50;

type Found = (path: Path, found: string) => void;

export const emptyNestedValue = rule({
  code: 'stix/empty-nested-value',
  level: 'must',
  basis: 'text',
  section: '§2.3, §2.12',
  message: (v: { place: string; found: string }) =>
    `"${v.place}" is ${v.found}, but STIX has values or nothing.`,
  help: 'Leave it out. STIX knows neither null nor empty lists and dictionaries, though the OASIS validator does not look for them here.',
  check: withContained((object, report) => {
    const tell: Found = (path, found) => report(path, { place: path.join('.'), found });
    eachOpenProperty(object, ({ name, value, base, isChecked }) => {
      if (isChecked && emptinessOf(value) !== undefined) return;
      if (isPlain(value)) return;
      search(value, [...base, name], tell);
    });
    if (object.type === 'language-content' && isObject(object.contents))
      for (const language of Object.keys(object.contents)) {
        const translations = object.contents[language];
        // That the dictionary itself is empty is the schema's to tell
        if (isObject(translations))
          for (const name of Object.keys(translations))
            search(translations[name], ['contents', language, name], tell);
      }
  }),
});

function isPlain(value: unknown): boolean {
  return typeof value !== 'object';
}

function search(value: unknown, path: Path, tell: Found): void {
  if (isPlain(value) || path.length > DEEPEST) return;
  const found = emptinessOf(value) ?? (isObject(value) && isBare(value) ? 'an empty dictionary' : undefined);
  if (found !== undefined) tell(path, found);
  else
    for (const [key, child] of Object.entries(value as object))
      if (!isPlain(child)) search(child, [...path, Array.isArray(value) ? Number(key) : key], tell);
}

function isBare(value: object): boolean {
  for (const _ in value) return false;
  return true;
}
