import { elements, isObject, type Path, type StixObject } from '../rule.ts';

/** A list index in a selector. */
const INDEX = /^\[(\d+)\]/;

/** Where a selector leads: to a value, nowhere, or only by an index into a text, as the OASIS validator has it. */
export type Lead = 'value' | 'nothing' | 'character';

/** Calls `visit` with every selector of an object's granular markings. */
export function eachSelector(object: StixObject, visit: (selector: string, path: () => Path) => void): void {
  if (object.granular_markings === undefined) return;
  for (const [index, marking] of elements(object.granular_markings).entries()) {
    if (!isObject(marking)) continue;
    for (const [place, selector] of elements(marking.selectors).entries())
      if (typeof selector === 'string')
        visit(selector, () => ['granular_markings', index, 'selectors', place]);
  }
}

/** §7.2.3: names and `[n]`, joined by dots, from the object down. */
export function follow(object: StixObject, selector: string): Lead {
  let value: unknown = object;
  let lead: Lead = 'value';
  for (const step of selector.split('.')) {
    const index = INDEX.exec(step)?.[1];
    if (index === undefined) {
      if (!isObject(value) || !Object.hasOwn(value, step)) return 'nothing';
      value = value[step];
      continue;
    }
    if (typeof value === 'string') lead = 'character';
    else if (!Array.isArray(value)) return 'nothing';
    value = (value as string | unknown[])[Number(index)];
    if (value === undefined) return 'nothing';
  }
  return lead;
}
