/** A place in a text: both 1-based; `column` counts UTF-16 code units, as editors and SARIF do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const decoder = new TextDecoder();

/** Where the lines of a text begin, found when the first place in it is asked for. */
const lineStarts = new WeakMap<Uint8Array, readonly number[]>();

/** The place of a byte. */
export function positionOf(bytes: Uint8Array, offset: number): Position {
  const starts = lineStarts.get(bytes) ?? findLines(bytes);
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: decoder.decode(bytes.subarray(starts[low], offset)).length + 1 };
}

function findLines(bytes: Uint8Array): readonly number[] {
  const starts = [0];
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) starts.push(at + 1);
  lineStarts.set(bytes, starts);
  return starts;
}
