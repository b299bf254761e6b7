import { isObject, type Report, type StixObject } from '../rule.ts';

type Check<Values> = (object: StixObject, report: Report<Values>) => void;

/**
 * A check of an object, and of every cyber observable that it holds where it is observed data with the deprecated
 * container `objects` (§2.13): to the OASIS validator these are objects like any other.
 */
export function withContained<Values>(check: Check<Values>): Check<Values> {
  return (object, report) => {
    check(object, report);
    if (object.type !== 'observed-data') return;
    eachContained(object, (held, key) =>
      check(held, (path, values) => report(['objects', key, ...path], values)),
    );
  };
}

/** What the deprecated container of observed data holds. */
export function eachContained(object: StixObject, visit: (held: StixObject, key: string) => void): void {
  if (object.type !== 'observed-data' || !isObject(object.objects)) return;
  for (const key of Object.keys(object.objects)) {
    const held = object.objects[key];
    if (isObject(held)) visit(held, key);
  }
}
