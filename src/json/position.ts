/** A place in a text: both 1-based; `column` counts UTF-16 code units, as editors and SARIF do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A byte whose place is known: from here the next place is counted, unless it lies before. */
interface Known {
  offset: number;
  line: number;
  column: number;
  /** Where the line ends; looked for once a line. */
  lineFeed: number;
}

const known = new WeakMap<Uint8Array, Known>();

/** The place of a byte. Places that are asked for in order cost one pass over the text together. */
export function positionOf(bytes: Uint8Array, offset: number): Position {
  const last = known.get(bytes);
  const place = last && last.offset <= offset ? last : startOf(bytes);
  skipLines(bytes, place, offset);
  while (place.offset < offset && place.offset < bytes.length) {
    place.column += utf16Units(bytes[place.offset]!);
    place.offset += 1;
  }
  known.set(bytes, place);
  return { line: place.line, column: place.column };
}

function startOf(bytes: Uint8Array): Known {
  return { offset: 0, line: 1, column: 1, lineFeed: bytes.indexOf(0x0a) };
}

function skipLines(bytes: Uint8Array, place: Known, offset: number): void {
  while (place.lineFeed !== -1 && place.lineFeed < offset) {
    place.offset = place.lineFeed + 1;
    place.line += 1;
    place.column = 1;
    place.lineFeed = bytes.indexOf(0x0a, place.offset);
  }
}

/** What a byte of UTF-8 adds to the length in UTF-16: the first of four bytes two units, a following byte none. */
function utf16Units(byte: number): number {
  if ((byte & 0xc0) === 0x80) return 0;
  return byte >= 0xf0 ? 2 : 1;
}
