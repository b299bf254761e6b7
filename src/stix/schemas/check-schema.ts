import type { SchemaError } from '../../json/schema.ts';
import { describe, placeIn } from '../describe.ts';
import { typesOfReadIds } from '../deterministic-id.ts';
import type { Fault } from '../fault.ts';
import { demandedSince, isOlderObject } from '../older-objects.ts';
import type { Path, StixObject } from '../rules/rule.ts';
import { eachContained } from '../rules/shared/observables.ts';
import { typeNames, validators } from './compiled.ts';
import { schemaFaults } from './faults.ts';
import { schemaNameOf } from './schema-name.ts';

/**
 * What an object's own schema says of it: §4 to §7 by its type, or the common properties for a custom type.
 * @param bundle the bundle that holds it, if one does
 */
export function checkSchema(object: StixObject, bundle?: StixObject): readonly Fault[] {
  const faults = faultsBy(schemaNameOf(object), { object, path: HERE, isContained: false, bundle });
  eachContained(object, (held, key) => {
    // Here a custom type is that of an SCO, whatever dates it has
    const name = schemaNameOf(held) === 'custom-object' ? 'custom-observable' : schemaNameOf(held);
    const place = { object: held, path: ['objects', key], isContained: true, bundle };
    for (const fault of faultsBy(name, place)) if (hasRoom(faults, fault)) faults.push(fault);
  });
  return faults.length > 1 ? onePerPlace(faults) : faults;
}

const HERE: Path = [];

/** Of what no verdict depends on, fewer are kept, so that they never keep out the others. */
function hasRoom(faults: readonly Fault[], { basis }: Fault): boolean {
  return faults.length < (basis === 'text' ? 10_000 : 20_000);
}

/** An object to be judged, and where it is. */
interface Place {
  readonly object: StixObject;
  readonly path: Path;
  /** Set within the deprecated container of observed data (§2.13). */
  readonly isContained: boolean;
  readonly bundle: StixObject | undefined;
}

function faultsBy(schema: string, place: Place): Fault[] {
  const validate = validators[schema]!;
  if (validate(place.object)) return [];
  return (validate.errors ?? []).flatMap((error) => toFault(error, place));
}

function toFault(error: SchemaError, place: Place): Fault[] {
  const { keyword, schemaPath, parentSchema, data } = error;
  // Of alternatives, the whole is told, not why each of them failed; of a condition, what failed under it
  if (keyword === 'if' || keyword === 'propertyNames' || /\/(?:anyOf|oneOf|not)\//.test(schemaPath))
    return [];
  const code = codeOf(keyword, parentSchema['x-code']);
  const kind = schemaFaults.get(code);
  if (!kind) throw new Error(`A schema names ${code}, which is no fault (${schemaPath}).`);
  const { property, path } = placeOf(error, place.path);
  const basis = endsOneTooLate(error, place) ? 'text' : basisOf(code, property, parentSchema, place);
  // References are keys of the container there, for which there are rules
  if (place.isContained && basis === 'text' && code.startsWith('stix/reference-')) return [];
  const message = kind.message({ property, found: describe(data), expected: expectedOf(error, place) });
  return [{ kind, basis, message, path }];
}

/**
 * Whether a text is sound but for a line feed at its end, which the OASIS validator's patterns let pass. The ids of
 * some types it does not only match, but reads.
 */
function endsOneTooLate(
  { keyword, data, params, instancePath }: SchemaError,
  { object, isContained }: Place,
): boolean {
  if (keyword !== 'pattern' || typeof data !== 'string' || !data.endsWith('\n')) return false;
  if (instancePath === '/id' && !isContained && typesOfReadIds.some((type) => type === object.type))
    return false;
  return new RegExp(String(params.pattern), 'u').test(data.slice(0, -1));
}

function basisOf(
  code: string,
  property: string,
  schema: SchemaError['parentSchema'],
  { object, isContained, bundle }: Place,
): Fault['basis'] {
  const contained = isContained ? schema['x-basis-contained'] : undefined;
  if (contained !== undefined) return contained;
  const isExcused =
    code === 'stix/missing-property' &&
    demandedSince.has(property) &&
    bundle !== undefined &&
    isOlderObject(object, bundle);
  return isExcused ? 'text' : (schema['x-basis'] ?? 'both');
}

function codeOf(keyword: string, named: string | undefined): string {
  if (keyword === 'required' || keyword === 'dependentRequired') return 'stix/missing-property';
  if (keyword === 'minItems' || keyword === 'minProperties') return 'stix/empty-value';
  return named ?? 'stix/wrong-property';
}

function expectedOf({ keyword, instancePath, parentSchema }: SchemaError, { object }: Place): string {
  const isOfWhole = keyword === 'required' && instancePath === '';
  return (isOfWhole ? typeNames[schemaNameOf(object)] : parentSchema.description) ?? 'as its schema says';
}

function placeOf(
  { keyword, instancePath, params, propertyName }: SchemaError,
  base: Path,
): { property: string; path: Path } {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = [...base, ...steps];
  const missing = keyword.endsWith('equired') ? params.missingProperty : undefined;
  if (missing !== undefined) return { property: String(missing), path };
  const full = propertyName === undefined ? path : [...path, propertyName];
  return { property: placeIn(full), path: full };
}

const weight: Readonly<Record<Fault['basis'], number>> = { text: 0, oasis: 1, both: 2 };

/** One value, one fault: the worst, and of equals the first. Missing properties are each their own. */
function onePerPlace(faults: readonly Fault[]): Fault[] {
  const kept = new Map<string, Fault>();
  for (const fault of faults) {
    const isOwn = fault.kind.code === 'stix/missing-property';
    const key = JSON.stringify([fault.path, isOwn ? fault.message : '']);
    const known = kept.get(key);
    if (!known || weight[fault.basis] > weight[known.basis]) kept.set(key, fault);
  }
  return [...kept.values()];
}
