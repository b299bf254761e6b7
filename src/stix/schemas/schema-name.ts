import { kindOf } from '../kinds.ts';
import type { StixObject } from '../rules/rule.ts';

/** The schema that an object is judged by; a custom type is an SCO unless it has dates, as the OASIS validator has it. */
export function schemaNameOf(object: StixObject): string {
  const { type } = object;
  if (typeof type === 'string' && (type === 'bundle' || kindOf(type) !== 'custom')) return type;
  return object.created === undefined && object.modified === undefined
    ? 'custom-observable'
    : 'custom-object';
}
