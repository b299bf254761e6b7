/**
 * Says where a text stops being JSON. `JSON.parse` is fast but tells no dependable place; this strict reader
 * is slow and runs only on a text that has failed already. It reads bytes, because a text may be longer than
 * strings can be.
 */

export interface SyntaxFinding {
  /** In bytes. */
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const SMALL_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** With more brackets open, this reader gives up; the scanner has refused such a text long before. */
const MOST_OPEN = 1_000_000;

/**
 * The first fault of a text, or undefined where it is one well-formed JSON value (RFC 8259).
 * @param bytes UTF-8
 */
export function findSyntaxError(bytes: Uint8Array): SyntaxFinding | undefined {
  const reader: Reader = { bytes, at: skipSpace(bytes, 0), closers: [], expecting: 'value' };
  while (reader.expecting !== 'end') {
    const fault = step(reader);
    if (fault) return fault;
    if (reader.closers.length > MOST_OPEN) return undefined;
    reader.at = skipSpace(bytes, reader.at);
  }
  return reader.at < bytes.length ? finding(bytes, reader.at, 'the end of the file') : undefined;
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  /** The brackets that are open, as what closes them: a list, because recursion would end with the stack. */
  readonly closers: number[];
  expecting: 'value' | 'first-value' | 'key' | 'first-key' | 'separator' | 'end';
}

function step(reader: Reader): SyntaxFinding | undefined {
  const { bytes, at, closers, expecting } = reader;
  const closer = closers.at(-1);
  if (expecting === 'separator' && bytes[at] === COMMA) {
    reader.at += 1;
    reader.expecting = closer === CLOSE_OBJECT ? 'key' : 'value';
    return undefined;
  }
  if (expecting !== 'value' && expecting !== 'key' && at < bytes.length && bytes[at] === closer) {
    reader.at += 1;
    closers.pop();
    return afterValue(reader);
  }
  if (expecting === 'separator') return finding(bytes, at, `"," or "${String.fromCharCode(closer!)}"`);
  return expecting === 'key' || expecting === 'first-key' ? readKey(reader) : readValue(reader);
}

function readKey(reader: Reader): SyntaxFinding | undefined {
  const { bytes, at } = reader;
  if (bytes[at] !== QUOTE) return finding(bytes, at, 'a property name in double quotes');
  const end = readString(bytes, at);
  if (typeof end !== 'number') return end;
  reader.at = skipSpace(bytes, end);
  if (bytes[reader.at] !== COLON) return finding(bytes, reader.at, '":"');
  reader.at += 1;
  reader.expecting = 'value';
  return undefined;
}

function readValue(reader: Reader): SyntaxFinding | undefined {
  const { bytes, at } = reader;
  const opener = bytes[at];
  if (opener === OPEN_OBJECT || opener === OPEN_LIST) {
    reader.at += 1;
    reader.closers.push(opener === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST);
    reader.expecting = opener === OPEN_OBJECT ? 'first-key' : 'first-value';
    return undefined;
  }
  const end = opener === QUOTE ? readString(bytes, at) : scalarEnd(bytes, at);
  if (end === undefined) return finding(bytes, at, 'a value');
  if (typeof end !== 'number') return end;
  reader.at = end;
  return afterValue(reader);
}

function scalarEnd(bytes: Uint8Array, start: number): number | undefined {
  const end = wordEnd(bytes, start) ?? numberEnd(bytes, start);
  return end === undefined || isPartOfWord(bytes[end]) ? undefined : end;
}

function afterValue(reader: Reader): undefined {
  reader.expecting = reader.closers.length === 0 ? 'end' : 'separator';
}

const WORDS = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word));

function wordEnd(bytes: Uint8Array, at: number): number | undefined {
  const word = WORDS.find((candidate) => candidate.every((byte, index) => bytes[at + index] === byte));
  return word && at + word.length;
}

function numberEnd(bytes: Uint8Array, start: number): number | undefined {
  const whole = bytes[start] === MINUS ? start + 1 : start;
  let end = bytes[whole] === ZERO ? whole + 1 : digitsEnd(bytes, whole);
  if (end !== undefined && bytes[end] === POINT) end = digitsEnd(bytes, end + 1);
  if (end === undefined || (bytes[end]! | 0x20) !== 0x65) return end;
  const isSigned = bytes[end + 1] === PLUS || bytes[end + 1] === MINUS;
  return digitsEnd(bytes, isSigned ? end + 2 : end + 1);
}

/** Undefined where there is no digit. */
function digitsEnd(bytes: Uint8Array, start: number): number | undefined {
  let at = start;
  while (bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9) at += 1;
  return at > start ? at : undefined;
}

/** What cannot follow a number or a word without being meant as a part of it. */
function isPartOfWord(byte: number | undefined): boolean {
  return byte !== undefined && /[\w.+-]/.test(String.fromCharCode(byte));
}

/** The end of a string; where it goes wrong, it is best shown at its faulty character, not at its opening quote. */
function readString(bytes: Uint8Array, start: number): number | SyntaxFinding {
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return finding(bytes, at, 'the string to end, or an escape such as \\n');
    if (byte !== BACKSLASH) continue;
    if (!isEscape(bytes, at)) return finding(bytes, at, 'an escape sequence of JSON');
    at += 1;
  }
  return finding(bytes, bytes.length, 'the end of a string');
}

const ESCAPED = new Set(new TextEncoder().encode('"\\/bfnrt'));

function isEscape(bytes: Uint8Array, at: number): boolean {
  const escaped = bytes[at + 1] ?? 0;
  if (escaped !== SMALL_U) return ESCAPED.has(escaped);
  return [2, 3, 4, 5].every((ahead) => /[0-9a-fA-F]/.test(String.fromCharCode(bytes[at + ahead] ?? 0)));
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return at;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function finding(bytes: Uint8Array, offset: number, expected: string): SyntaxFinding {
  const character = decoder.decode(bytes.subarray(offset, offset + 4)).codePointAt(0);
  const found = character === undefined ? 'the end of the text' : describe(character);
  return { offset, found, expected };
}

function describe(codePoint: number): string {
  const hex = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return codePoint > 0x20 && codePoint !== 0xfeff ? `"${String.fromCodePoint(codePoint)}"` : hex;
}
