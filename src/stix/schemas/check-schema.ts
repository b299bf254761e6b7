import { describe } from '../describe.ts';
import type { Fault } from '../fault.ts';
import { kindOf } from '../kinds.ts';
import { isOlderObject } from '../older-objects.ts';
import type { Path, StixObject } from '../rules/rule.ts';
import type { SchemaError } from '../../json/schema.ts';
import { validators } from './compiled.ts';
import { schemaFaults } from './faults.ts';

/**
 * What an object's own schema says of it: §4 to §7 by its type, or the common properties for a custom type.
 * @param bundle the bundle that holds it, if one does
 */
export function checkSchema(object: StixObject, bundle?: StixObject): Fault[] {
  const validate = validators[schemaOf(object)]!;
  if (validate(object)) return [];
  const isOlder = bundle !== undefined && isOlderObject(object, bundle);
  const faults = (validate.errors ?? []).flatMap((error) => toFault(error, object, isOlder));
  return onePerPlace(faults);
}

/** The name of the schema; a custom type is an SCO unless it has dates, as the OASIS validator has it. */
function schemaOf(object: StixObject): string {
  const { type } = object;
  if (type === 'bundle') return 'bundle';
  if (typeof type === 'string' && kindOf(type) !== 'custom') return type;
  return object.created === undefined && object.modified === undefined
    ? 'custom-observable'
    : 'custom-object';
}

function toFault(error: SchemaError, object: StixObject, isOlder: boolean): Fault[] {
  const { keyword, schemaPath, parentSchema, data } = error;
  // Of alternatives, the whole is told, not why each of them failed; of a condition, what failed under it
  if (keyword === 'if' || keyword === 'propertyNames' || /\/(?:anyOf|oneOf|not)\//.test(schemaPath))
    return [];
  const { property, path } = placeOf(error);
  const code = codeOf(keyword, parentSchema['x-code']);
  const kind = schemaFaults.get(code);
  if (!kind) throw new Error(`A schema names ${code}, which is no fault (${schemaPath}).`);
  const expected = expectedOf(error, object);
  const message = kind.message({ property, found: describe(data), expected });
  const isExcused = isOlder && code === 'stix/missing-property' && property === 'spec_version';
  const basis = isExcused ? 'text' : parentSchema['x-basis'];
  return [{ kind, basis: basis ?? 'both', message, path }];
}

function codeOf(keyword: string, named: string | undefined): string {
  if (keyword === 'required' || keyword === 'dependentRequired') return 'stix/missing-property';
  if (keyword === 'minItems' || keyword === 'minProperties') return 'stix/empty-value';
  return named ?? 'stix/wrong-property';
}

function expectedOf({ keyword, instancePath, parentSchema }: SchemaError, { type }: StixObject): string {
  if (keyword !== 'required' || instancePath !== '') return parentSchema.description ?? 'as its schema says';
  return `${/^[aeiou]/.test(String(type)) ? 'an' : 'a'} ${type}`;
}

function placeOf({ keyword, instancePath, params, propertyName }: SchemaError): {
  property: string;
  path: Path;
} {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const missing = keyword.endsWith('equired') ? params.missingProperty : undefined;
  if (missing !== undefined) return { property: String(missing), path };
  const full = propertyName === undefined ? path : [...path, propertyName];
  return { property: full.join('.'), path: full };
}

/** One value, one fault: the worst, and of equals the first. Missing properties are each their own. */
function onePerPlace(faults: readonly Fault[]): Fault[] {
  const kept = new Map<string, Fault>();
  for (const fault of faults) {
    const isOwn = fault.kind.code === 'stix/missing-property';
    const key = JSON.stringify([fault.path, isOwn ? fault.message : '']);
    const known = kept.get(key);
    if (!known || (known.basis === 'text' && fault.basis !== 'text')) kept.set(key, fault);
  }
  return [...kept.values()];
}
