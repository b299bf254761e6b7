/** A place in a text: both 1-based; `column` counts UTF-16 code units, as editors and SARIF do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A byte whose place is known. */
interface Known {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** So many bytes lie between places that are remembered, which a place is counted from at most. */
const STRIDE = 4 * 1024;

const known = new WeakMap<Uint8Array, { last: Known; readonly strides: Known[] }>();

/** The place of a byte. All places of a text, in any order, cost little more than one pass over it. */
export function positionOf(bytes: Uint8Array, offset: number): Position {
  const start = { offset: 0, line: 1, column: 1 };
  const memory = known.get(bytes) ?? { last: start, strides: [start] };
  known.set(bytes, memory);
  const { last, strides } = memory;
  const wanted = Math.min(offset, bytes.length);
  const stride = Math.floor(wanted / STRIDE);
  while (strides.length <= stride) strides.push(advance(bytes, strides.at(-1)!, strides.length * STRIDE));
  const isNear = last.offset <= wanted && last.offset >= stride * STRIDE;
  memory.last = advance(bytes, isNear ? last : strides[stride]!, wanted);
  return { line: memory.last.line, column: memory.last.column };
}

function advance(bytes: Uint8Array, from: Known, to: number): Known {
  let { line, column } = from;
  for (let at = from.offset; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0x0a) {
      line += 1;
      column = 1;
    } else column += utf16Units(byte);
  }
  return { offset: to, line, column };
}

/** What a byte of UTF-8 adds to the length in UTF-16: the first of four bytes two units, a following byte none. */
function utf16Units(byte: number): number {
  if ((byte & 0xc0) === 0x80) return 0;
  return byte >= 0xf0 ? 2 : 1;
}
