import { elements, isObject, type Path, type StixObject } from '../rules/rule.ts';
import { type TlpLevel, tlpLevels, tlpOf, tlpOfLabel } from './tlp.ts';

/** What the rules across objects ask of one object version. */
export interface ObjectLinks {
  /** Every identifier that it refers to, each once; markings included. */
  readonly references: readonly string[];
  /** Those of them that mark it, as a whole or in part. */
  readonly markings: readonly string[];
  readonly isRevoked: boolean;
  readonly created?: string;
  readonly creator?: string;
  /** The highest level that a label of it names. */
  readonly labelled?: TlpLevel;
  /** For a marking definition: what it stands for. */
  readonly tlp?: TlpLevel | 'none';
}

/** Deeper values than this hold no references that anyone follows. */
const DEEPEST = 20;

/**
 * The links of an object.
 * @param intern gives one and the same string for equal texts, so that a million objects do not hold them twice
 */
export function linksOf(object: StixObject, intern: (text: string) => string = (text) => text): ObjectLinks {
  const { created, created_by_ref: creator, labels, revoked, type } = object;
  const markings = markingsOf(object);
  const references = new Set<string>();
  collect(object, references, 0);
  const labelled = highest(
    elements(labels).map((label) => (typeof label === 'string' ? tlpOfLabel(label) : undefined)),
  );
  return {
    references: [...references].map(intern),
    markings: [...new Set(markings)].map(intern),
    isRevoked: revoked === true,
    ...(typeof created === 'string' ? { created } : {}),
    ...(typeof creator === 'string' ? { creator: intern(creator) } : {}),
    ...(labelled ? { labelled } : {}),
    ...(type === 'marking-definition' ? { tlp: tlpOf(object) } : {}),
  };
}

function markingsOf({ object_marking_refs: whole, granular_markings: parts }: StixObject): string[] {
  const granular = elements(parts).map((part) => (isObject(part) ? part.marking_ref : undefined));
  return [...elements(whole), ...granular].filter((ref) => typeof ref === 'string');
}

/** STIX 2.1 §3.1: the names of properties that refer end in `_ref` or `_refs`. */
function collect(value: unknown, into: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const element of value) collect(element, into, depth + 1);
    return;
  }
  for (const name of Object.keys(value)) {
    const inner = (value as StixObject)[name];
    if (name.endsWith('_ref')) addReference(inner, into);
    else if (name.endsWith('_refs')) for (const ref of elements(inner)) addReference(ref, into);
    else collect(inner, into, depth + 1);
  }
}

/** Where an object first refers to another; the object itself where it does not. */
export function pathToReference(value: unknown, to: string, depth = 0): Path {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  for (const [name, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(name) : name;
    if (inner === to) return [step];
    const rest = pathToReference(inner, to, depth + 1);
    if (rest.length > 0) return [step, ...rest];
  }
  return [];
}

/** The deprecated `objects` of observed data refers by keys, which are no identifiers. */
function addReference(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' && value.includes('--')) into.add(value);
}

function highest(levels: readonly (TlpLevel | undefined)[]): TlpLevel | undefined {
  return tlpLevels.findLast((level) => levels.includes(level));
}
