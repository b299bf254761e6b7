import { placeIn } from '../../describe.ts';
import { isObject, type Path, rule } from '../rule.ts';
import { emptinessOf } from '../shared/emptiness.ts';
import { eachOpenProperty } from '../shared/known-properties.ts';
import { withContained } from '../shared/observables.ts';

/** Deeper than this nobody looks. */
const DEEPEST = 50;

type Tell = (path: Path, found: string) => void;

export const emptyNestedValue = rule({
  code: 'stix/empty-nested-value',
  level: 'must',
  basis: 'text',
  section: '§2.3, §2.12',
  message: (v: { place: string; found: string }) =>
    `"${v.place}" is ${v.found}, but STIX has values or nothing.`,
  help: 'Leave it out. STIX knows neither null nor empty lists and dictionaries, though the OASIS validator does not look for them here.',
  check: withContained((object, report) => {
    const tell: Tell = (path, found) => report(path, { place: placeIn(path), found });
    eachOpenProperty(object, (name, value, base, isChecked) => {
      const isTold = isChecked && emptinessOf(value) !== undefined;
      if (!isTold && hasEmpty(value, 0)) search(value, [...base, name], tell);
    });
    // Only what is in the dictionary of a language: that the dictionary is empty is the schema's to tell
    if (object.type !== 'language-content' || !isObject(object.contents)) return;
    for (const language of Object.keys(object.contents)) {
      const translations = object.contents[language];
      if (isObject(translations))
        for (const name of Object.keys(translations))
          search(translations[name], ['contents', language, name], tell);
    }
  }),
});

/** Whether `search` would find anything, which is rare. */
function hasEmpty(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || depth > DEEPEST) return false;
  if (emptiness(value) !== undefined) return true;
  if (Array.isArray(value)) {
    for (const element of value) if (hasEmpty(element, depth + 1)) return true;
    return false;
  }
  for (const key in value) if (hasEmpty((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
}

function search(value: unknown, path: Path, tell: Tell): void {
  if (typeof value !== 'object' || path.length > DEEPEST) return;
  const found = emptiness(value);
  if (found !== undefined) {
    tell(path, found);
    return;
  }
  for (const [key, child] of Object.entries(value as object))
    search(child, [...path, Array.isArray(value) ? Number(key) : key], tell);
}

function emptiness(value: unknown): string | undefined {
  const found = emptinessOf(value);
  if (found !== undefined || !isObject(value)) return found;
  for (const _ in value) return undefined;
  return 'an empty dictionary';
}
