import { decodeSlice, type Slice, scanList, scanMembers } from './scan.ts';

const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const NO_LISTS: ReadonlySet<string> = new Set();
const encoder = new TextEncoder();

/**
 * The byte at which the value behind a path begins, or the nearest value above it that exists.
 *
 * @param object a well-formed JSON object inside `bytes`
 * @param offset where the value is a string: the place in it that is meant, in UTF-16 units of what it says
 */
export function locate(
  bytes: Uint8Array,
  object: Slice,
  path: readonly (string | number)[],
  offset?: number,
): number {
  let at = object;
  for (const key of path) {
    const inner = childOf(bytes.subarray(at.start, at.end), key);
    if (!inner) return at.start;
    at = { start: at.start + inner.start, end: at.start + inner.end, length: inner.length };
  }
  return offset === undefined || bytes[at.start] !== QUOTE ? at.start : insideString(bytes, at, offset);
}

function childOf(part: Uint8Array, key: string | number): Slice | undefined {
  if (part[0] === OPEN_LIST) return scanList(part)[Number(key)];
  if (part[0] !== OPEN_OBJECT) return undefined;
  return scanMembers(part, NO_LISTS).findLast((candidate) => candidate.key === key)?.value;
}

/** The byte of a string's text at which a unit of what it says is written. */
function insideString(bytes: Uint8Array, string: Slice, offset: number): number {
  const text = decodeSlice(bytes, string);
  let at = 1;
  for (let unit = 0; unit < offset && at < text.length - 1; unit += 1)
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  return string.start + encoder.encode(text.slice(0, at)).length;
}

/** RFC 6901 pointer of a path of member names and list indexes. */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
