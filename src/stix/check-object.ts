import type { Arguments } from '../diagnostics/diagnostic.ts';
import { compareInstants, isInstant } from '../json/instant.ts';
import { isIdentifier, typeOfIdentifier } from './identifier.ts';
import { type Kind, kindOf } from './kinds.ts';

/** A fault of an object; `path` leads to it from the object. */
export type Fault =
  | {
      readonly code: 'stix/not-an-object';
      readonly values: Arguments<'stix/not-an-object'>;
      readonly path: string[];
    }
  | {
      readonly code: 'stix/missing-property';
      readonly values: Arguments<'stix/missing-property'>;
      readonly path: string[];
    }
  | {
      readonly code: 'stix/wrong-property';
      readonly values: Arguments<'stix/wrong-property'>;
      readonly path: string[];
    }
  | {
      readonly code: 'stix/modified-before-created';
      readonly values: Arguments<'stix/modified-before-created'>;
      readonly path: string[];
    };

type StixObject = Readonly<Record<string, unknown>>;

/** STIX 2.1 §3.2, table of common properties: which kinds must have what. Custom objects are read as SDOs. */
const required: Record<Kind, readonly string[]> = {
  sdo: ['type', 'id', 'spec_version', 'created', 'modified'],
  sro: ['type', 'id', 'spec_version', 'created', 'modified'],
  smo: ['type', 'id', 'spec_version', 'created', 'modified'],
  sco: ['type', 'id'],
  custom: ['type', 'id'],
};

/**
 * The structure of one object: its common properties, and nothing that depends on its type.
 * @param value any parsed JSON
 */
export function checkObject(value: unknown): Fault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ code: 'stix/not-an-object', values: { found: describe(value) }, path: [] }];
  const object = value as StixObject;
  if (object.type === 'bundle')
    return [{ code: 'stix/not-an-object', values: { found: 'a bundle' }, path: [] }];
  return [
    ...missing(object),
    ...identity(object),
    ...(['created', 'modified'] as const).flatMap((property) => timestamp(object, property)),
    ...ordered(object),
    ...specVersion(object),
    ...optional(object, 'revoked', 'boolean'),
    ...references(object),
  ];
}

function missing(object: StixObject): Fault[] {
  const type = typeof object.type === 'string' ? object.type : 'object';
  // §7.2: a marking definition cannot be versioned, so it has no "modified"
  const needs = required[kindOf(type)].filter(
    (name) => !(type === 'marking-definition' && name === 'modified'),
  );
  return needs
    .filter((property) => object[property] === undefined)
    .map((property) => ({
      code: 'stix/missing-property' as const,
      values: { property, kind: `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}` },
      path: [],
    }));
}

function identity(object: StixObject): Fault[] {
  const { id, type } = object;
  const faults: Fault[] = [];
  if (
    type !== undefined &&
    (typeof type !== 'string' || !/^[a-z0-9](?:[a-z0-9-]{1,248}[a-z0-9])$/.test(type))
  )
    faults.push(wrong('type', type, 'a type name of 3 to 250 of a–z, 0–9 and "-"'));
  if (id !== undefined && (typeof id !== 'string' || !isIdentifier(id)))
    faults.push(wrong('id', id, 'an identifier, <type>--<UUID>'));
  else if (typeof id === 'string' && typeof type === 'string' && typeOfIdentifier(id) !== type)
    faults.push(wrong('id', id, `an identifier that begins with the object's type, "${type}--"`));
  return faults;
}

function timestamp(object: StixObject, property: 'created' | 'modified'): Fault[] {
  const value = object[property];
  if (value === undefined || (typeof value === 'string' && isInstant(value))) return [];
  return [wrong(property, value, 'a timestamp in UTC such as 2026-01-31T12:00:00.000Z')];
}

function ordered(object: StixObject): Fault[] {
  const { created, modified } = object;
  if (typeof created !== 'string' || typeof modified !== 'string') return [];
  if (!isInstant(created) || !isInstant(modified) || compareInstants(modified, created) >= 0) return [];
  return [{ code: 'stix/modified-before-created', values: { modified, created }, path: ['modified'] }];
}

function specVersion(object: StixObject): Fault[] {
  const value = object.spec_version;
  return value === undefined || value === '2.1' ? [] : [wrong('spec_version', value, '"2.1"')];
}

function optional(object: StixObject, property: string, type: 'boolean'): Fault[] {
  const value = object[property];
  const expected = 'true or false';
  return value === undefined || typeof value === type ? [] : [wrong(property, value, expected)];
}

function references(object: StixObject): Fault[] {
  const faults: Fault[] = [];
  const author = object.created_by_ref;
  if (author !== undefined && !(typeof author === 'string' && isIdentifier(author)))
    faults.push(wrong('created_by_ref', author, 'an identifier'));
  const markings = object.object_marking_refs;
  const isList =
    Array.isArray(markings) && markings.every((ref) => typeof ref === 'string' && isIdentifier(ref));
  if (markings !== undefined && !isList)
    faults.push(wrong('object_marking_refs', markings, 'a list of identifiers'));
  return faults;
}

function wrong(property: string, found: unknown, expected: string): Fault {
  return {
    code: 'stix/wrong-property',
    values: { property, found: describe(found), expected },
    path: [property],
  };
}

/** A value in a few words, for a message. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
