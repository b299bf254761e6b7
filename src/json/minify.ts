import { isSpace, type Slice } from './scan.ts';

/**
 * The bytes of a well-formed JSON value without insignificant white space; every token keeps its bytes.
 * @param slice as `scanMembers` found it
 */
export function minify(bytes: Uint8Array, slice: Slice): Uint8Array {
  const source = bytes.subarray(slice.start, slice.end);
  if (slice.length === source.length) return source;
  const target = new Uint8Array(slice.length);
  let from = 0;
  let to = 0;
  while (from < source.length) {
    while (from < source.length && isSpace(source[from])) from += 1;
    const run = tokenRun(source, from);
    target.set(source.subarray(from, run), to);
    to += run - from;
    from = run;
  }
  return target;
}

/** Where the next white space outside a string begins. */
function tokenRun(source: Uint8Array, start: number): number {
  let at = start;
  while (at < source.length) {
    const byte = source[at]!;
    if (byte <= 0x20) return at;
    at += 1;
    if (byte === 0x22) at = stringEnd(source, at);
  }
  return at;
}

function stringEnd(source: Uint8Array, start: number): number {
  let at = start;
  while (source[at] !== 0x22) at += source[at] === 0x5c ? 2 : 1;
  return at + 1;
}
