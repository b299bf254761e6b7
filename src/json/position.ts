/** A place in a text: both 1-based; `column` counts UTF-16 code units, as editors and SARIF do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const decoder = new TextDecoder();

/** The place of a byte. Costs one pass over the text before it; made for the few places that need naming. */
export function positionOf(bytes: Uint8Array, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < offset; at = bytes.indexOf(0x0a, at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: decoder.decode(bytes.subarray(lineStart, offset)).length + 1 };
}
