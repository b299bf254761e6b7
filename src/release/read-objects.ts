import { type Diagnostic, diagnose, hasErrors, type Place } from '../diagnostics/diagnostic.ts';
import { sha256 } from '../json/digest.ts';
import { findDuplicateName, hasDuplicateNames } from '../json/duplicate-names.ts';
import { locate, pointer } from '../json/locate.ts';
import { positionOf } from '../json/position.ts';
import {
  decodeSlice,
  JsonSyntaxError,
  type Member,
  type ScannedSlice,
  type Slice,
  scanMembers,
  scanRoot,
} from '../json/scan.ts';
import { findSyntaxError } from '../json/syntax.ts';
import { checkObject, describe, type Fault } from '../stix/check-object.ts';
import { isIdentifier } from '../stix/identifier.ts';
import { factsOf } from '../stix/object.ts';
import type { SourceObject } from './source-object.ts';

/** A file of content, in memory. */
export interface ContentFile {
  /** Its number, by which objects refer to it. */
  readonly number: number;
  /** Its path, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Objects that have been read before, by the digest of their bytes: what there is to say of them is said. */
export type KnownObjects = Map<string, SourceObject>;

export interface ObjectsFound {
  readonly objects: readonly SourceObject[];
  readonly diagnostics: readonly Diagnostic[];
}

const encoder = new TextEncoder();
const BUNDLE_LISTS: ReadonlySet<string> = new Set(['objects']);

/**
 * The objects of a file that holds a bundle or one object (STIX 2.1 §8, §3).
 * @param known read from and added to
 */
export function readObjects(file: ContentFile, known: KnownObjects): ObjectsFound {
  return guarded(file, () => {
    const members = scanMembers(file.bytes, BUNDLE_LISTS);
    const type = scalar(file, members, 'type');
    if (type !== 'bundle') return readSingleObject(file, type, known);
    const wrapper = [...checkNames(file, members), ...checkBundle(file, members)];
    for (const { value, elements } of members) if (!elements) parse(file, value);
    const { objects, diagnostics } = readLists(file, members, known);
    return { objects, diagnostics: [...wrapper, ...diagnostics] };
  });
}

/**
 * The objects in some lists of a file, and all members, parsed; the lists as empty ones.
 * @param lists the names of the lists
 */
export function readMembers(
  file: ContentFile,
  lists: ReadonlySet<string>,
  known: KnownObjects,
): ObjectsFound & { readonly members: ReadonlyMap<string, unknown> } {
  const members = new Map<string, unknown>();
  const found = guarded(file, () => {
    const scanned = scanMembers(file.bytes, lists);
    for (const { key, value, elements } of scanned) members.set(key, elements ? [] : parse(file, value));
    const { objects, diagnostics } = readLists(file, scanned, known);
    return { objects, diagnostics: [...checkNames(file, scanned), ...diagnostics] };
  });
  return { ...found, members };
}

function guarded(file: ContentFile, read: () => ObjectsFound): ObjectsFound {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { objects: [], diagnostics: [syntaxDiagnostic(file, error)] };
  }
}

function readSingleObject(file: ContentFile, type: unknown, known: KnownObjects): ObjectsFound {
  if (typeof type !== 'string') {
    const found = type === undefined ? 'an object without "type"' : `a "type" that is ${describe(type)}`;
    const expected = 'a STIX bundle or a STIX object';
    return {
      objects: [],
      diagnostics: [diagnose('stix/not-a-bundle', { found, expected }, { at: place(file, 0, []) })],
    };
  }
  return readObject(file, scanRoot(file.bytes), [], known);
}

function readLists(file: ContentFile, members: readonly Member[], known: KnownObjects): ObjectsFound {
  const objects: SourceObject[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { key, elements = [] } of members) {
    for (const [index, slice] of elements.entries()) {
      const found = readObject(file, slice, [key, index], known);
      objects.push(...found.objects);
      diagnostics.push(...found.diagnostics);
    }
  }
  return { objects, diagnostics };
}

function readObject(
  file: ContentFile,
  slice: ScannedSlice,
  path: readonly (string | number)[],
  known: KnownObjects,
): ObjectsFound {
  const digest = sha256(file.bytes.subarray(slice.start, slice.end));
  const text = { file: file.number, start: slice.start, end: slice.end, length: slice.length };
  const twin = known.get(digest);
  if (twin) return { objects: [{ ...twin, text }], diagnostics: [] };
  const value = parse(file, slice);
  const twice = hasDuplicateNames(value, slice.colons) ? duplicateName(file, slice, path) : undefined;
  if (twice) return { objects: [], diagnostics: [twice] };
  const faults = checkObject(value);
  const diagnostics = faults.map((fault) => faultDiagnostic(file, slice, path, value, fault));
  if (hasErrors(diagnostics)) return { objects: [], diagnostics };
  const object = { ...factsOf(value as Record<string, unknown>), text, digest };
  known.set(digest, object);
  return { objects: [object], diagnostics };
}

function parse(file: ContentFile, slice: Slice): unknown {
  try {
    return JSON.parse(decodeSlice(file.bytes, slice));
  } catch (cause) {
    throw new JsonSyntaxError(slice.start, `well-formed JSON (${(cause as Error).message})`);
  }
}

function scalar(file: ContentFile, members: readonly Member[], key: string): unknown {
  const member = members.findLast((candidate) => candidate.key === key);
  return member && parse(file, member.value);
}

function checkNames(file: ContentFile, members: readonly Member[]): Diagnostic[] {
  const seen = new Set<string>();
  return members.flatMap(({ key, keyStart }) => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [diagnose('json/duplicate-name', { name: key }, { at: place(file, keyStart, []) })];
  });
}

/** Looks closely, because the count may be wrong where JSON.parse is (see `sameJson`). */
function duplicateName(
  file: ContentFile,
  slice: Slice,
  path: readonly (string | number)[],
): Diagnostic | undefined {
  const text = decodeSlice(file.bytes, slice);
  const twice = findDuplicateName(text);
  if (!twice) return undefined;
  const start = slice.start + encoder.encode(text.slice(0, twice.offset)).length;
  return diagnose('json/duplicate-name', { name: twice.name }, { at: place(file, start, path) });
}

/** STIX 2.1 §8: a bundle has an id of its own, and `objects`, where there is one, is a list. */
function checkBundle(file: ContentFile, members: readonly Member[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const id = scalar(file, members, 'id');
  const say = (what: string, expected: string, key: string) => {
    const member = members.find((candidate) => candidate.key === key);
    const at = place(file, member?.value.start ?? 0, member ? [key] : []);
    found.push(diagnose('stix/not-a-bundle', { found: what, expected }, { at }));
  };
  if (typeof id !== 'string' || !id.startsWith('bundle--') || !isIdentifier(id))
    say(`a bundle whose "id" is ${describe(id)}`, 'an identifier that begins with "bundle--"', 'id');
  const objects = members.find(({ key }) => key === 'objects');
  if (objects && !objects.elements) say('"objects" that is no list', 'a list of STIX objects', 'objects');
  return found;
}

function faultDiagnostic(
  file: ContentFile,
  slice: Slice,
  path: readonly (string | number)[],
  value: unknown,
  { code, values, path: inside }: Fault,
): Diagnostic {
  const object = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { id, type } = object;
  const at = place(file, locate(file.bytes, slice, inside), [...path, ...inside]);
  const about =
    typeof id === 'string' ? { object: { id, ...(typeof type === 'string' ? { type } : {}) } } : {};
  return diagnose(code, values as never, { at, ...about });
}

function place(file: ContentFile, offset: number, path: readonly (string | number)[]): Place {
  return { file: file.name, ...positionOf(file.bytes, offset), pointer: pointer(path) };
}

/** The scanner tells only that something is wrong; the strict reader tells where the text first goes wrong. */
function syntaxDiagnostic(file: ContentFile, error: JsonSyntaxError): Diagnostic {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);
  const strict = findSyntaxError(text);
  const offset = strict ? encoder.encode(text.slice(0, strict.offset)).length : error.offset;
  const found = strict?.found ?? error.found ?? 'something else';
  const at = { file: file.name, ...positionOf(file.bytes, offset) };
  return diagnose('json/syntax', { found, expected: strict?.expected ?? error.expected }, { at });
}

/** Where an object stands, for messages. */
export function placeOf(file: ContentFile, object: SourceObject): Place {
  return { file: file.name, ...positionOf(file.bytes, object.text.start) };
}
