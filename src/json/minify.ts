import type { Slice } from './scan.ts';

/**
 * The bytes of a well-formed JSON value without insignificant white space; every token keeps its bytes.
 * @param slice as `scanMembers` found it
 */
export function minify(bytes: Uint8Array, slice: Slice): Uint8Array {
  if (slice.length === slice.end - slice.start) return bytes.subarray(slice.start, slice.end);
  const target = new Uint8Array(slice.length);
  let to = 0;
  let isInString = false;
  for (let from = slice.start; from < slice.end; from += 1) {
    const byte = bytes[from]!;
    if (byte <= 0x20 && !isInString) continue;
    target[to++] = byte;
    if (byte === 0x22) isInString = !isInString;
    else if (byte === 0x5c) target[to++] = bytes[++from]!;
  }
  return target;
}
