import { FIRST_SIGN } from './runtime.ts';

/**
 * Texts made shorter by what they have in common: a piece that occurs more than once stands in a list, and `~` with
 * a sign in its place; `@` stands for a backslash, which would take two bytes in a string.
 */
export interface Packed {
  /** Parted by "`". A piece may hold others. */
  readonly pieces: string;
  readonly texts: readonly string[];
}

/** Signs that would take two bytes, or part the pieces. */
const UNUSABLE = ['\\', '`'];
const SIGNS = Array.from({ length: 126 - FIRST_SIGN }, (_, index) => String.fromCharCode(FIRST_SIGN + index));
/** Stands for piece `n` while packing, so that no piece can be cut through. */
const mark = (n: number) => String.fromCharCode(0xe000 + n);

/** @throws Error for a text with a sign that means something here */
export function pack(texts: readonly string[]): Packed {
  const odd = texts.find((text) => !/^[ -~]*$/.test(text) || /[~@`]/.test(text));
  if (odd !== undefined) throw new Error(`cannot be packed: ${odd}`);
  const places = SIGNS.flatMap((sign, index) => (UNUSABLE.includes(sign) ? [] : [index]));
  const pieces: string[] = SIGNS.map(() => '');
  let text = texts.join('\n').replaceAll('\\', '@');
  for (let found = bestPieces(text); found.length > 0 && places.length > 0; found = bestPieces(text)) {
    const least = gain(text, found[0]!) / 2;
    for (const piece of found) {
      // What is gained grows smaller with every piece that is taken out.
      if (gain(whole(text, pieces), piece) < Math.max(least, 1) || places.length === 0) continue;
      const place = places.shift()!;
      text = text.replaceAll(piece, mark(place));
      for (const [index, other] of pieces.entries()) pieces[index] = other.replaceAll(piece, mark(place));
      pieces[place] = piece;
    }
    if (text.length > MOST_LENGTH) break;
  }
  const last = pieces.findLastIndex((piece) => piece !== '');
  return {
    pieces: pieces
      .slice(0, last + 1)
      .map(print)
      .join('`'),
    texts: text.split('\n').map(print),
  };
}

/** Beyond it nothing will fit whatever is done. */
const MOST_LENGTH = 60_000;

function whole(text: string, pieces: readonly string[]): string {
  return [text, ...pieces].join('\n');
}

/** Bytes that are spared: each occurrence becomes two, and the piece itself stands in the list. */
function gain(text: string, piece: string): number {
  const count = text.split(piece).length - 1;
  const length = print(piece).length;
  return count * (length - 2) - length - 1;
}

const MOST_CANDIDATES = 60;
const LONGEST = 200;

/** What neighbours begin with, among all ends of the text in alphabetical order, is all that occurs twice. */
function bestPieces(text: string): string[] {
  if (text.length > MOST_LENGTH) return [];
  const ends = Array.from({ length: text.length }, (_, index) => text.slice(index, index + LONGEST)).sort(
    (a, b) => (a < b ? -1 : 1),
  );
  const found = new Set<string>();
  for (let index = 1; index < ends.length; index += 1) {
    const piece = common(ends[index - 1]!, ends[index]!);
    if (piece.length > 2) found.add(piece);
  }
  return [...found]
    .map((piece) => ({ piece, gained: gain(text, piece) }))
    .filter(({ gained }) => gained > 0)
    .sort((a, b) => b.gained - a.gained || (a.piece < b.piece ? -1 : 1))
    .slice(0, MOST_CANDIDATES)
    .map(({ piece }) => piece);
}

function common(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length] && a[length] !== '\n') length += 1;
  return a.slice(0, length);
}

function print(text: string): string {
  return text.replace(/[\ue000-\uefff]/g, (sign) => `~${SIGNS[sign.charCodeAt(0) - 0xe000]}`);
}
