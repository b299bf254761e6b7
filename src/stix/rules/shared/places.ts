import { isObject, type Path, type StixObject } from '../rule.ts';

/** From an object down: names of properties, and `*` for every element of a list. */
export type Place = readonly string[];

/** Texts to be found, and which of them are well. */
export interface Search {
  readonly place: Place;
  /** A text or a list of texts, or a dictionary whose keys are meant. */
  readonly holds: 'value' | 'keys';
  readonly isFine: (text: string) => boolean;
}

export type Visit = (text: string, path: Path) => void;

/** The texts at a place that are not fine. Where a step is missing, or a value is no text, there is nothing to say. */
export function eachWrongText(object: StixObject, search: Search, visit: Visit): void {
  // Most places are not there at all
  if (object[search.place[0]!] !== undefined) walk(object, [], 0, search, visit);
}

function walk(value: unknown, path: Path, depth: number, search: Search, visit: Visit): void {
  const step = search.place[depth];
  if (step === undefined) judge(value, path, search, visit);
  else if (step === '*') {
    if (Array.isArray(value))
      value.forEach((element, index) => {
        walk(element, [...path, index], depth + 1, search, visit);
      });
  } else if (isObject(value) && Object.hasOwn(value, step))
    walk(value[step], [...path, step], depth + 1, search, visit);
}

function judge(value: unknown, path: Path, { holds, isFine }: Search, visit: Visit): void {
  if (holds === 'keys') {
    if (isObject(value)) for (const key of Object.keys(value)) if (!isFine(key)) visit(key, [...path, key]);
  } else if (typeof value === 'string') {
    if (!isFine(value)) visit(value, path);
  } else if (Array.isArray(value))
    value.forEach((text, index) => {
      if (typeof text === 'string' && !isFine(text)) visit(text, [...path, index]);
    });
}
