import { extensionsOf, kindOf } from '../../kinds.ts';
import { definedProperties } from '../../schemas/compiled.ts';
import { schemaNameOf } from '../../schemas/schema-name.ts';
import { isObject, type Path, type StixObject } from '../rule.ts';

const byName: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(definedProperties).map(([name, properties]) => [name, new Set(inUse(name, properties))]),
);

/** Schemas name `defanged` also where it cannot be. */
function inUse(name: string, properties: readonly string[]): readonly string[] {
  const isObservable = name === 'custom-observable' || kindOf(name) === 'sco';
  return isObservable ? properties : properties.filter((property) => property !== 'defanged');
}

const NONE: ReadonlySet<string> = new Set();

/** The properties that the schema of an object knows. */
export function knownProperties(object: StixObject): ReadonlySet<string> {
  return byName.get(schemaNameOf(object)) ?? NONE;
}

/**
 * What looks at a property that no schema knows.
 * @param base leads to the object or the extension that has it
 * @param isChecked false for those of a bundle and of a marking definition itself, at which the OASIS validator does
 *   not look
 */
type VisitOpen = (name: string, value: unknown, base: Path, isChecked: boolean) => void;

const HERE: Path = [];

/** Every property of an object, and of its extensions themselves, that no schema knows. */
export function eachOpenProperty(object: StixObject, visit: VisitOpen): void {
  const { type, extensions } = object;
  const isBundle = type === 'bundle';
  visitOpen(object, knownProperties(object), HERE, !isBundle && type !== 'marking-definition', visit);
  if (isBundle || !isObject(extensions)) return;
  for (const key of Object.keys(extensions)) {
    const extension = extensions[key];
    if (!isObject(extension)) continue;
    const isPredefined = typeof type === 'string' && extensionsOf(type).includes(key);
    const known = (isPredefined ? byName.get(key) : undefined) ?? NONE;
    visitOpen(extension, known, ['extensions', key], true, visit);
  }
}

function visitOpen(
  holder: StixObject,
  known: ReadonlySet<string>,
  base: Path,
  isChecked: boolean,
  visit: VisitOpen,
): void {
  for (const name in holder) if (!known.has(name)) visit(name, holder[name], base, isChecked);
}
