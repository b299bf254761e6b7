/**
 * Finds the members of a JSON object and the elements of its lists without building values.
 *
 * A bundle is a small wrapper around many objects. Cutting it at the objects' borders lets each object be
 * parsed alone, skipped when its bytes are known already, and published with the bytes that it came in.
 * Only the wrapper is checked here; a slice is well-formed once `JSON.parse` has taken it.
 */

/** A value in the source: `[start, end)` in bytes; `length` is its size without insignificant white space. */
export interface Slice {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** A slice as the scanner found it. */
export interface ScannedSlice extends Slice {
  /** Colons outside strings: as many as the value has members at all depths. */
  readonly colons: number;
  /** Commas outside strings: about as many as the value has values at all depths. */
  readonly commas: number;
  /** Numbers that are written with an exponent. */
  readonly exponents: number;
}

export interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly value: ScannedSlice;
  /** The elements, where the member's value is a list and its key was asked for. */
  readonly elements?: readonly ScannedSlice[];
}

/** What stands where something else was expected; `offset` is in bytes. */
export class JsonSyntaxError extends Error {
  readonly offset: number;
  readonly expected: string;
  readonly found: string | undefined;
  constructor(offset: number, expected: string, found?: string) {
    super(`expected ${expected} at byte ${offset}`);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }
}

/** Deeper values are refused: nothing in STIX nests so, and recursion over them would not end well. */
export const MAX_DEPTH = 500;

/**
 * Larger values are not parsed: strings have an end (V8: 512 MiB), and memory too. An artifact of STIX may hold a file
 * of many megabytes.
 */
export const MAX_BYTES = 128 * 1024 * 1024;
export const MAX_VALUES = 10_000_000;

/** Longer lists, and objects of more members, are refused where each is told apart: memory has an end. */
export const MAX_ELEMENTS = 10_000_000;
export const MAX_MEMBERS = 2_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

/**
 * The members of the object in `bytes`, in order; for keys in `lists`, their elements too.
 * @throws JsonSyntaxError where the wrapper is no well-formed JSON object
 */
export function scanMembers(bytes: Uint8Array, lists: ReadonlySet<string>): Member[] {
  const members: Member[] = [];
  let at = expect(bytes, skipSpace(bytes, 0), OPEN_OBJECT, 'an object, "{"');
  at = skipSpace(bytes, at);
  if (bytes[at] === CLOSE_OBJECT) {
    expectEnd(bytes, at + 1);
    return members;
  }
  for (;;) {
    const key = scanString(bytes, skipSpace(bytes, at));
    at = expect(bytes, skipSpace(bytes, key.end), COLON, '":"');
    at = skipSpace(bytes, at);
    const name = parseKey(bytes, key);
    const elements = lists.has(name) && bytes[at] === OPEN_LIST ? scanElements(bytes, at) : undefined;
    const value = elements ? elements.list : scanValue(bytes, at);
    if (members.length === MAX_MEMBERS) throw tooMany(key.start, `${MAX_MEMBERS} members in an object`);
    members.push({
      key: name,
      keyStart: key.start,
      value,
      ...(elements ? { elements: elements.slices } : {}),
    });
    at = skipSpace(bytes, value.end);
    if (bytes[at] === COMMA) at += 1;
    else break;
  }
  expectEnd(bytes, expect(bytes, at, CLOSE_OBJECT, '"," or "}"'));
  return members;
}

/** A member of an object, or an element of a list, of which only the place is told. */
export interface Child {
  /** Undefined in a list. */
  readonly key: Slice | undefined;
  readonly value: Slice;
}

/**
 * The child that comes next in a container, one by one, since there may be very many.
 * @param bytes well-formed JSON
 * @param at after the opening bracket, or after the value of the child before
 */
export function nextChild(bytes: Uint8Array, at: number, isObject: boolean): Child | undefined {
  let start = skipSpace(bytes, at);
  if (bytes[start] === COMMA) start = skipSpace(bytes, start + 1);
  else if (bytes[start] === CLOSE_LIST || bytes[start] === CLOSE_OBJECT) return undefined;
  if (!isObject) return { key: undefined, value: scanValue(bytes, start) };
  const key = scanString(bytes, start);
  const colon = expect(bytes, skipSpace(bytes, key.end), COLON, '":"');
  return { key, value: scanValue(bytes, skipSpace(bytes, colon)) };
}

/** The object that the file is, without the white space around it. */
export function scanRoot(bytes: Uint8Array): ScannedSlice {
  const start = skipSpace(bytes, 0);
  expect(bytes, start, OPEN_OBJECT, 'an object, "{"');
  return scanContainer(bytes, start);
}

function tooMany(offset: number, most: string): JsonSyntaxError {
  return new JsonSyntaxError(offset, `at most ${most}`, 'one more');
}

/** The name that a member has. */
export function parseKey(bytes: Uint8Array, key: Slice): string {
  if (key.length > MAX_BYTES) throw tooMany(key.start, `${MAX_BYTES} bytes in a property name`);
  try {
    return JSON.parse(decodeSlice(bytes, key)) as string;
  } catch {
    throw new JsonSyntaxError(key.start, 'a well-formed property name');
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a slice. */
export function decodeSlice(bytes: Uint8Array, slice: { start: number; end: number }): string {
  return decoder.decode(bytes.subarray(slice.start, slice.end));
}

function scanElements(bytes: Uint8Array, open: number): { list: ScannedSlice; slices: ScannedSlice[] } {
  const slices: ScannedSlice[] = [];
  let [colons, commas, exponents] = [0, 0, 0];
  let at = skipSpace(bytes, open + 1);
  let length = 2;
  if (bytes[at] !== CLOSE_LIST) {
    for (;;) {
      const value = scanValue(bytes, skipSpace(bytes, at));
      if (slices.length === MAX_ELEMENTS) throw tooMany(value.start, `${MAX_ELEMENTS} elements in a list`);
      slices.push(value);
      colons += value.colons;
      commas += value.commas;
      exponents += value.exponents;
      length += value.length;
      at = skipSpace(bytes, value.end);
      if (bytes[at] !== COMMA) break;
      at += 1;
      commas += 1;
      length += 1;
    }
  }
  const end = expect(bytes, at, CLOSE_LIST, '"," or "]"');
  return { list: { start: open, end, length, colons, commas, exponents }, slices };
}

function scanValue(bytes: Uint8Array, start: number): ScannedSlice {
  const first = bytes[start];
  if (first === OPEN_OBJECT || first === OPEN_LIST) return scanContainer(bytes, start);
  if (first === QUOTE) return scanString(bytes, start);
  let end = start;
  let exponents = 0;
  while (end < bytes.length && isScalarByte(bytes[end]!)) {
    exponents += exponentAt(bytes, end);
    end += 1;
  }
  if (end === start) throw new JsonSyntaxError(start, 'a value');
  return { start, end, length: end - start, colons: 0, commas: 0, exponents };
}

// One flat loop: this is where a build spends its reading time. One bit lies between square brackets and braces.
function scanContainer(bytes: Uint8Array, start: number): ScannedSlice {
  let at = start;
  let depth = 0;
  let spaces = 0;
  let colons = 0;
  let commas = 0;
  let exponents = 0;
  while (at < bytes.length) {
    const byte = bytes[at++]!;
    if (byte === QUOTE) {
      at = stringEnd(bytes, at);
    } else if (byte <= SPACE) {
      spaces += 1;
    } else if (byte === COLON) {
      colons += 1;
    } else if ((byte | 0x20) === OPEN_OBJECT) {
      depth += 1;
      if (depth > MAX_DEPTH) throw tooMany(at - 1, `${MAX_DEPTH} levels of nesting`);
    } else if ((byte | 0x20) === CLOSE_OBJECT) {
      depth -= 1;
      if (depth === 0) return { start, end: at, length: at - start - spaces, colons, commas, exponents };
    } else if (byte === COMMA) {
      commas += 1;
    } else {
      exponents += exponentAt(bytes, at - 1);
    }
  }
  throw new JsonSyntaxError(bytes.length, 'the end of an object or list');
}

/** 1 where a byte outside strings is the "e" of a number. */
function exponentAt(bytes: Uint8Array, at: number): 0 | 1 {
  if ((bytes[at]! | 0x20) !== 0x65) return 0;
  const before = bytes[at - 1]!;
  return before >= 0x30 && before <= 0x39 ? 1 : 0;
}

/** Where a string ends whose opening quote stands before `start`: after its closing quote. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at++];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
    else if (byte === undefined) throw new JsonSyntaxError(bytes.length, 'the end of a string');
  }
}

function scanString(bytes: Uint8Array, start: number): ScannedSlice {
  const end = stringEnd(bytes, expect(bytes, start, QUOTE, 'a property name or string'));
  return { start, end, length: end - start, colons: 0, commas: 0, exponents: 0 };
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** White space between tokens (RFC 8259 §2). */
function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isScalarByte(byte: number): boolean {
  return byte > SPACE && byte !== COMMA && byte !== CLOSE_LIST && byte !== CLOSE_OBJECT && byte !== COLON;
}

/** The kinds of JSON values by their first byte. */
const kinds: Readonly<Record<string, string>> = {
  '[': 'a list',
  '"': 'a string',
  t: 'true',
  f: 'false',
  n: 'null',
};

function kindAt(bytes: Uint8Array, at: number): string {
  const first = String.fromCharCode(bytes[at] ?? 0);
  return kinds[first] ?? (/[-\d]/.test(first) ? 'a number' : 'something that is no JSON');
}

function expect(bytes: Uint8Array, at: number, byte: number, expected: string): number {
  if (bytes[at] !== byte) throw new JsonSyntaxError(Math.min(at, bytes.length), expected, kindAt(bytes, at));
  return at + 1;
}

function expectEnd(bytes: Uint8Array, start: number): void {
  const at = skipSpace(bytes, start);
  if (at < bytes.length) throw new JsonSyntaxError(at, 'the end of the file');
}
