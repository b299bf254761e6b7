import { kindOf } from '../../kinds.ts';
import { definedProperties } from '../../schemas/compiled.ts';
import { eachContained } from './contained.ts';
import { type Report, type Rule, rule, type StixObject } from '../rule.ts';

/** Every type of §6. */
export const observableTypes = Object.keys(definedProperties).filter((type) => kindOf(type) === 'sco');

type Made<Values> = Parameters<typeof rule<Values>>[0];

/** Makes a rule on SCOs, wherever they are; on SDOs too, where it names such. */
export function observableRule<Values>(made: Made<Values> & { readonly types: readonly string[] }): Rule {
  return rule({ ...made, ...ofObservables(made.types, made.check) });
}

/**
 * What makes a check of SCOs look not only at those on their own, but also into the deprecated container that
 * observed-data may have as its `objects` (§2.13).
 */
export function ofObservables<Values>(
  types: readonly string[],
  check: (observable: StixObject, report: Report<Values>) => void,
) {
  const known = new Set<unknown>(types.filter((type) => kindOf(type) === 'sco'));
  if (known.size === 0) return { types, check };
  return {
    types: [...types, 'observed-data'],
    check(object: StixObject, report: Report<Values>): void {
      if (object.type !== 'observed-data') {
        check(object, report);
        return;
      }
      eachContained(object, (held, key) => {
        if (known.has(held.type)) check(held, (path, values) => report(['objects', key, ...path], values));
      });
    },
  };
}
