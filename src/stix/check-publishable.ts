import { isInstant } from '../json/instant.ts';
import { describe } from './describe.ts';
import type { Fault } from './fault.ts';
import { isIdentifier, typeOfIdentifier } from './identifier.ts';
import { isObject, type StixObject } from './rules/rule.ts';
import { notAnObject, schemaFaults } from './schemas/faults.ts';

/**
 * What an object must have to be published at all, valid or not: without an id, a type and a version that can be
 * ordered, nobody can ask for it (TAXII 2.1 §3.4, §3.5). Nothing where it has them.
 */
export function checkPublishable(value: unknown): Fault[] {
  if (!isObject(value)) return [notObject(describe(value))];
  if (value.type === 'bundle') return [notObject('a bundle')];
  return [
    ...identity(value),
    ...(['created', 'modified'] as const).flatMap((name) => timestamp(value, name)),
  ];
}

function notObject(found: string): Fault {
  return { kind: notAnObject, basis: 'both', message: notAnObject.message({ found }), path: [] };
}

function identity({ id, type }: StixObject): Fault[] {
  if (typeof type !== 'string') return [fault('type', type, 'text')];
  if (id === undefined) return [fault('id', id, '')];
  if (typeof id !== 'string' || !isIdentifier(id))
    return [fault('id', id, 'an identifier, <type>--<UUID>', 'stix/identifier')];
  if (typeOfIdentifier(id) === type) return [];
  return [fault('id', id, `an identifier that begins with "${type}--"`, 'stix/identifier')];
}

function timestamp(object: StixObject, property: 'created' | 'modified'): Fault[] {
  const value = object[property];
  if (value === undefined || (typeof value === 'string' && isInstant(value))) return [];
  return [fault(property, value, 'a timestamp in UTC such as 2026-01-31T12:00:00.000Z', 'stix/timestamp')];
}

function fault(property: string, value: unknown, expected: string, code = 'stix/wrong-property'): Fault {
  const isMissing = value === undefined;
  const kind = schemaFaults.get(isMissing ? 'stix/missing-property' : code)!;
  const message = kind.message({
    property,
    found: describe(value),
    expected: isMissing ? 'a STIX object' : expected,
  });
  return { kind, basis: 'both', message, path: isMissing ? [] : [property] };
}
