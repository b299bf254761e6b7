import { isObject, type Path, type StixObject } from '../rule.ts';

/** From an object down: names of properties, and `*` for every element of a list. */
export type Place = readonly string[];

/** What is at a place, however often that is; nothing where a step is missing or not of its kind. */
export function eachAt(
  object: StixObject,
  place: Place,
  visit: (value: unknown, path: () => Path) => void,
): void {
  const indices: number[] = [];
  const path = () => {
    let passed = 0;
    return place.map((step) => (step === '*' ? indices[passed++]! : step));
  };
  const walk = (value: unknown, depth: number, lists: number): void => {
    const step = place[depth];
    if (step === undefined) visit(value, path);
    else if (step !== '*') {
      if (isObject(value) && Object.hasOwn(value, step)) walk(value[step], depth + 1, lists);
    } else if (Array.isArray(value)) {
      value.forEach((element, index) => {
        indices[lists] = index;
        walk(element, depth + 1, lists + 1);
      });
    }
  };
  walk(object, 0, 0);
}

/** The same for texts: the text at a place, the texts of a list there, or the keys of a dictionary. */
export function eachTextAt(
  object: StixObject,
  place: Place,
  holds: 'value' | 'keys',
  visit: (text: string, path: () => Path) => void,
): void {
  // Most places are not there at all
  if (object[place[0]!] === undefined) return;
  eachAt(object, place, (value, path) => {
    if (holds === 'keys') {
      if (isObject(value)) for (const key of Object.keys(value)) visit(key, () => [...path(), key]);
    } else if (typeof value === 'string') visit(value, path);
    else if (Array.isArray(value)) {
      value.forEach((text, index) => {
        if (typeof text === 'string') visit(text, () => [...path(), index]);
      });
    }
  });
}
