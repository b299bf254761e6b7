import { type Diagnostic, diagnose, type Place } from '../diagnostics/diagnostic.ts';
import { shorten } from '../diagnostics/shorten.ts';
import { sha256 } from '../json/digest.ts';
import { findTrouble, isSuspect } from '../json/interoperable.ts';
import { locate, pointer } from '../json/locate.ts';
import { positionOf } from '../json/position.ts';
import {
  decodeSlice,
  JsonSyntaxError,
  MAX_BYTES,
  MAX_VALUES,
  type Member,
  type ScannedSlice,
  type Slice,
  scanMembers,
  scanRoot,
} from '../json/scan.ts';
import { findSyntaxError } from '../json/syntax.ts';
import { checkPublishable } from '../stix/check-publishable.ts';
import { describe } from '../stix/describe.ts';
import type { Fault } from '../stix/fault.ts';
import type { Finding } from '../stix/finding.ts';
import { isIdentifier } from '../stix/identifier.ts';
import { factsOf } from '../stix/object.ts';
import type { Inspector } from './inspector.ts';
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

/** What a reader remembers, and whom it asks. */
export interface Reading {
  readonly known: KnownObjects;
  readonly inspector: Inspector;
}

/** A reading that has not begun; without an inspector, for those who read what is known to be sound. */
export function newReading<Own extends Inspector>(inspector: Own): Reading & { readonly inspector: Own };
export function newReading(): Reading;
export function newReading(inspector: Inspector = { inspect: () => [] }): Reading {
  return { known: new Map(), inspector };
}

export interface ObjectsFound {
  readonly objects: readonly SourceObject[];
  readonly diagnostics: readonly Diagnostic[];
}

/** With more objects in it that cannot be published, a file is not read to its end. */
const MOST_REFUSED = 10_000;
/** Of what cannot be read, an object has no id that is longer. */
const LONGEST_NAME = 300;

const BUNDLE_LISTS: ReadonlySet<string> = new Set(['objects']);

/**
 * The objects of a file that holds a bundle or one object (STIX 2.1 §8, §3).
 * @param reading its known objects are read from and added to
 */
export function readObjects(file: ContentFile, reading: Reading): ObjectsFound {
  return guarded(file, () => {
    const members = scanMembers(file.bytes, BUNDLE_LISTS);
    const type = scalar(file, members, 'type');
    if (type !== 'bundle') return readSingleObject(file, type, reading);
    const wrapper = [...readWrapper(file, members).diagnostics, ...checkBundle(file, members)];
    const { objects, diagnostics } = readLists(file, members, reading);
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
  reading: Reading,
): ObjectsFound & { readonly members: ReadonlyMap<string, unknown> } {
  let members: ReadonlyMap<string, unknown> = new Map();
  const found = guarded(file, () => {
    const scanned = scanMembers(file.bytes, lists);
    const wrapper = readWrapper(file, scanned);
    members = wrapper.values;
    const { objects, diagnostics } = readLists(file, scanned, reading);
    return { objects, diagnostics: [...wrapper.diagnostics, ...diagnostics] };
  });
  return { ...found, members };
}

function guarded(file: ContentFile, read: () => ObjectsFound): ObjectsFound {
  try {
    return read();
  } catch (error) {
    if (error instanceof TooLargeError)
      return { objects: [], diagnostics: [tooLarge(file, error.slice, [], error.what)] };
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { objects: [], diagnostics: [syntaxDiagnostic(file, error)] };
  }
}

/** A value that is not parsed, whatever it holds. */
class TooLargeError extends Error {
  readonly slice: Slice;
  readonly what: string;
  constructor(slice: Slice, what: string) {
    super(what);
    this.slice = slice;
    this.what = what;
  }
}

/** What there is too much of; undefined where a value can be parsed. */
function excessOf({ start, end, commas }: ScannedSlice): string | undefined {
  if (end - start > MAX_BYTES) return `${end - start} bytes, of at most ${MAX_BYTES}`;
  return commas >= MAX_VALUES ? `${commas + 1} values, of at most ${MAX_VALUES}` : undefined;
}

function tooLarge(file: ContentFile, { start }: Slice, path: readonly (string | number)[], found: string) {
  return diagnose('json/too-large', { found }, { at: place(file, start, path) });
}

function readSingleObject(file: ContentFile, type: unknown, reading: Reading): ObjectsFound {
  if (typeof type !== 'string') {
    const found = type === undefined ? 'an object without "type"' : `a "type" that is ${describe(type)}`;
    const expected = 'a STIX bundle or a STIX object';
    return {
      objects: [],
      diagnostics: [diagnose('stix/not-a-bundle', { found, expected }, { at: place(file, 0, []) })],
    };
  }
  return readObject(file, scanRoot(file.bytes), [], reading);
}

function readLists(file: ContentFile, members: readonly Member[], reading: Reading): ObjectsFound {
  const objects: SourceObject[] = [];
  const diagnostics: Diagnostic[] = [];
  let refused = 0;
  for (const { key, elements = [] } of members) {
    for (const [index, slice] of elements.entries()) {
      const found = readObject(file, slice, [key, index], reading);
      objects.push(...found.objects);
      diagnostics.push(...found.diagnostics);
      if (found.objects.length === 0) refused += 1;
      if (refused === MOST_REFUSED) {
        const at = place(file, slice.start, [key, index]);
        diagnostics.push(diagnose('json/too-many-faults', { refused }, { at }));
        return { objects, diagnostics };
      }
    }
  }
  return { objects, diagnostics };
}

function readObject(
  file: ContentFile,
  slice: ScannedSlice,
  path: readonly (string | number)[],
  reading: Reading,
): ObjectsFound {
  const excess = excessOf(slice);
  if (excess !== undefined) return { objects: [], diagnostics: [tooLarge(file, slice, path, excess)] };
  const digest = sha256(file.bytes.subarray(slice.start, slice.end));
  const text = { file: file.number, start: slice.start, end: slice.end, length: slice.length };
  const twin = reading.known.get(digest);
  if (twin) return { objects: [{ ...twin, text }], diagnostics: [] };
  const { value, trouble } = parse(file, slice, path);
  if (trouble) return { objects: [], diagnostics: [trouble] };
  const refused = checkPublishable(value);
  if (refused.length > 0)
    return { objects: [], diagnostics: refusal(file, slice, path, value, refused, reading) };
  const object = { ...factsOf(value as Record<string, unknown>), text, digest };
  reading.known.set(digest, object);
  reading.inspector.inspect(value, object);
  return { objects: [object], diagnostics: [] };
}

/** Why an object cannot be published, and what else is wrong with it. */
function refusal(
  file: ContentFile,
  slice: Slice,
  path: readonly (string | number)[],
  value: unknown,
  refused: readonly Fault[],
  { inspector }: Reading,
): Diagnostic[] {
  const said = new Set(refused.map((fault) => pointer(fault.path) + fault.kind.code));
  const others = inspector
    .inspect(value)
    .filter(({ severity, code, path: at }) => severity === 'error' && !said.has(pointer(at) + code));
  const about = (value ?? {}) as Record<string, unknown>;
  const object =
    typeof about.id === 'string'
      ? { object: { id: shorten(about.id, LONGEST_NAME), ...typeOf(about.type) } }
      : {};
  return [...refused.map(({ kind, ...fault }) => ({ ...kind, ...fault })), ...others].map((fault) => ({
    code: fault.code,
    severity: 'error' as const,
    message: fault.message,
    help: fault.help,
    at: placeInside(file, slice, path, fault),
    ...object,
  }));
}

function typeOf(type: unknown): { type?: string } {
  return typeof type === 'string' ? { type: shorten(type, LONGEST_NAME) } : {};
}

/** A way from an object to what is meant, and where in the text there it begins. */
export type Inside = Pick<Finding, 'path'> & { readonly offset?: number | undefined };

/** Where a fault of an object stands in its file. */
function placeInside(
  file: ContentFile,
  slice: Slice,
  base: readonly (string | number)[],
  { path, offset }: Inside,
): Place {
  return place(file, locate(file.bytes, slice, path, offset), [...base, ...path]);
}

/** What a text says, and what in it others would read otherwise. */
function parse(
  file: ContentFile,
  slice: ScannedSlice,
  path: readonly (string | number)[] = [],
): { value: unknown; trouble: Diagnostic | undefined } {
  const excess = excessOf(slice);
  if (excess !== undefined) throw new TooLargeError(slice, excess);
  const text = decodeSlice(file.bytes, slice);
  const value = parseText(text, slice.start);
  // Looks closely, because the count may be wrong where JSON.parse is (see `sameJson`).
  return { value, trouble: isSuspect(value, text, slice) ? troubleOf(file, slice, path) : undefined };
}

function parseText(text: string, start: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JsonSyntaxError(start, `well-formed JSON (${(cause as Error).message})`);
  }
}

function troubleOf(
  file: ContentFile,
  slice: Slice,
  path: readonly (string | number)[],
): Diagnostic | undefined {
  const trouble = findTrouble(file.bytes, slice);
  if (!trouble) return undefined;
  const at = { at: place(file, trouble.offset, path) };
  switch (trouble.kind) {
    case 'duplicate-name':
      return diagnose('json/duplicate-name', { name: shorten(trouble.name, LONGEST_NAME) }, at);
    case 'number-range':
      return diagnose('json/number-range', { number: shorten(trouble.number, LONGEST_NAME) }, at);
    case 'lone-surrogate':
      return diagnose('json/lone-surrogate', { escape: trouble.escape }, at);
  }
}

function scalar(file: ContentFile, members: readonly Member[], key: string): unknown {
  const member = members.findLast((candidate) => candidate.key === key);
  return member && parse(file, member.value).value;
}

/** The members of a wrapper, lists of objects as empty ones, and the first thing that is wrong with them. */
function readWrapper(
  file: ContentFile,
  members: readonly Member[],
): { values: ReadonlyMap<string, unknown>; diagnostics: readonly Diagnostic[] } {
  const values = new Map<string, unknown>();
  const found: Diagnostic[] = [];
  for (const { key, keyStart, value, elements } of members) {
    if (values.has(key)) {
      const name = shorten(key, LONGEST_NAME);
      found.push(diagnose('json/duplicate-name', { name }, { at: place(file, keyStart, []) }));
    }
    const read = elements ? { value: [], trouble: undefined } : parse(file, value, [key]);
    values.set(key, read.value);
    if (read.trouble) found.push(read.trouble);
  }
  return { values, diagnostics: found.slice(0, 1) };
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

function place(file: ContentFile, offset: number, path: readonly (string | number)[]): Place {
  return { file: file.name, ...positionOf(file.bytes, offset), pointer: pointer(path) };
}

/** The scanner tells only that something is wrong; the strict reader tells where the text first goes wrong. */
function syntaxDiagnostic(file: ContentFile, error: JsonSyntaxError): Diagnostic {
  const strict = findSyntaxError(file.bytes);
  const found = strict?.found ?? error.found ?? 'something else';
  const at = { file: file.name, ...positionOf(file.bytes, strict?.offset ?? error.offset) };
  return diagnose('json/syntax', { found, expected: strict?.expected ?? error.expected }, { at });
}

/**
 * Where something within an object stands that was read before.
 * @param base where the object stands in its file
 */
export function placeOf(
  file: ContentFile,
  object: SourceObject,
  base: readonly (string | number)[],
  inside: Inside,
): Place {
  return placeInside(file, object.text, base, inside);
}

/** Where the objects of a file stand in it, by the byte at which they begin. */
export function objectPaths(
  file: ContentFile,
  lists: ReadonlySet<string> = BUNDLE_LISTS,
): ReadonlyMap<number, readonly (string | number)[]> {
  const paths = new Map<number, readonly (string | number)[]>();
  for (const { key, elements = [] } of scanMembers(file.bytes, lists))
    for (const [index, { start }] of elements.entries()) paths.set(start, [key, index]);
  return paths;
}
