/**
 * What well-formed JSON may hold and not every reader reads alike (I-JSON, RFC 7493): names that stand twice in
 * one object, of which JSON.parse takes the last and others the first; numbers that a double cannot hold; and
 * halves of surrogate pairs, which are no characters and have no UTF-8.
 */

import { decodeSlice, parseKey, type ScannedSlice, type Slice } from './scan.ts';

export type Trouble =
  | { readonly kind: 'duplicate-name'; readonly offset: number; readonly name: string }
  | { readonly kind: 'number-range'; readonly offset: number; readonly number: string }
  | { readonly kind: 'lone-surrogate'; readonly offset: number; readonly escape: string };

/**
 * Whether a text deserves a close look. Quick, and true for some texts that are sound.
 * @param value what JSON.parse makes of the text
 * @param scanned the text as it was scanned
 */
export function isSuspect(
  value: unknown,
  text: string,
  { colons, exponents }: Pick<ScannedSlice, 'colons' | 'exponents'>,
): boolean {
  return exponents > 0 || countMembers(value) < colons || text.includes('\\ud') || text.includes('\\uD');
}

/** Infinitely fewer where a number is infinite, so that it is as suspect as a name that is missing. */
function countMembers(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : Number.NEGATIVE_INFINITY;
  if (typeof value !== 'object' || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const member of Object.values(value)) count += countMembers(member);
  return count;
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const SMALL_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * The first trouble of a text.
 * @param slice a well-formed value inside `bytes`
 * @returns its `offset` in bytes, from the start of `bytes`
 */
export function findTrouble(bytes: Uint8Array, { start, end }: Slice): Trouble | undefined {
  const open: Set<string>[] = [];
  let name: Slice = { start, end: start, length: 0 };
  let at = start;
  while (at < end) {
    const from = at;
    const byte = bytes[at++]!;
    let trouble: Trouble | undefined;
    if (byte === QUOTE) {
      at = stringEnd(bytes, from);
      trouble = surrogateTrouble(bytes, from, at);
      name = { start: from, end: at, length: at - from };
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) open.push(new Set());
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) open.pop();
    else if (byte === COLON) trouble = nameTrouble(bytes, name, open.at(-1)!);
    else if (byte === MINUS || isDigit(byte)) {
      while (at < end && isPartOfNumber(bytes[at]!)) at += 1;
      trouble = numberTrouble(bytes, from, at);
    }
    if (trouble) return trouble;
  }
  return undefined;
}

function nameTrouble(bytes: Uint8Array, slice: Slice, names: Set<string>): Trouble | undefined {
  const name = parseKey(bytes, slice);
  if (names.has(name)) return { kind: 'duplicate-name', offset: slice.start, name };
  names.add(name);
  return undefined;
}

/** Beyond the largest double, or so near to 0 that only 0 is left of it. */
function numberTrouble(bytes: Uint8Array, start: number, end: number): Trouble | undefined {
  const number = decodeSlice(bytes, { start, end });
  const value = Number(number);
  const isHeld = Number.isFinite(value) && (value !== 0 || !/^[^eE]*[1-9]/.test(number));
  return isHeld ? undefined : { kind: 'number-range', offset: start, number };
}

function surrogateTrouble(bytes: Uint8Array, start: number, end: number): Trouble | undefined {
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== BACKSLASH) continue;
    const unit = escapedUnit(bytes, at);
    const isHigh = (unit & 0xfc00) === 0xd800;
    if (isHigh && (escapedUnit(bytes, at + 6) & 0xfc00) === 0xdc00) at += 11;
    else if ((unit & 0xf800) === 0xd800)
      return { kind: 'lone-surrogate', offset: at, escape: decodeSlice(bytes, { start: at, end: at + 6 }) };
    else at += 1;
  }
  return undefined;
}

/** The UTF-16 unit of an escape `\uXXXX`; 0 for all else. */
function escapedUnit(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== SMALL_U) return 0;
  return Number.parseInt(decodeSlice(bytes, { start: at + 2, end: at + 6 }), 16);
}

function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isPartOfNumber(byte: number): boolean {
  return isDigit(byte) || byte === MINUS || byte === 0x2b || byte === 0x2e || (byte | 0x20) === 0x65;
}
