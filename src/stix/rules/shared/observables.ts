import { kindOf } from '../../kinds.ts';
import { definedProperties } from '../../schemas/compiled.ts';
import { isObject, type Report, type Rule, rule, type StixObject } from '../rule.ts';

/** Every type of §6. */
export const observableTypes = Object.keys(definedProperties).filter((type) => kindOf(type) === 'sco');

/** What the deprecated container `objects` of observed data holds (§2.13). */
export function eachContained(object: StixObject, visit: (held: StixObject, key: string) => void): void {
  if (object.type !== 'observed-data' || !isObject(object.objects)) return;
  for (const key of Object.keys(object.objects)) {
    const held = object.objects[key];
    if (isObject(held)) visit(held, key);
  }
}

type Check<Values> = (object: StixObject, report: Report<Values>) => void;

/** A check of an object, and of all that it holds where it is observed data with the deprecated container. */
export function withContained<Values>(check: Check<Values>): Check<Values> {
  return (object, report) => {
    check(object, report);
    eachContained(object, (held, key) =>
      check(held, (path, values) => report(['objects', key, ...path], values)),
    );
  };
}

type Made<Values> = Parameters<typeof rule<Values>>[0] & { readonly types: readonly string[] };

/** Makes a rule on SCOs, wherever they are: also in the deprecated container. On SDOs too, where it names such. */
export function observableRule<Values>(made: Made<Values>): Rule {
  return rule({ ...made, ...ofObservables(made.types, made.check) });
}

/** What makes a check of certain types look at SCOs of these types in the deprecated container as well. */
export function ofObservables<Values>(types: readonly string[], check: Check<Values>) {
  const known = new Set<unknown>(types.filter((type) => kindOf(type) === 'sco'));
  if (known.size === 0) return { types, check };
  const checkContained: Check<Values> = (object, report) =>
    eachContained(object, (held, key) => {
      if (known.has(held.type)) check(held, (path, values) => report(['objects', key, ...path], values));
    });
  return {
    types: [...types, 'observed-data'],
    check: (object: StixObject, report: Report<Values>): void =>
      (object.type === 'observed-data' ? checkContained : check)(object, report),
  };
}
