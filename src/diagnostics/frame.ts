import type { Excerpt, SourceLine } from './source.ts';
import { visible } from './visible.ts';
import { widthOf } from './width.ts';

/** A character of a line as it is shown. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** 1-based, in UTF-16 code units, as in `Place`. */
  readonly column: number;
}

/** A tab takes a fixed width, so that the marker knows where it stands. */
const TAB = '    ';
const MORE = '…';

export interface Frame {
  /** Line numbers, and the marker in the row that marks. */
  readonly gutter: string;
  readonly text: string;
  readonly isMarker?: boolean;
}

/**
 * The rows of a code frame: the line before, the line, a marker under the column, and the line after.
 * @param column left out where the whole line is meant; then there is no marker
 * @param width the columns that all of it may take
 */
export function frameOf(
  { before, line, after }: Excerpt,
  column: number | undefined,
  width: number,
): Frame[] {
  const digits = String((after ?? line).number).length;
  const room = Math.max(width - digits - '>  │ '.length, 20);
  const gutter = (label: string | number, sign = ' ') => `${sign} ${String(label).padStart(digits)} │ `;
  const neighbour = (source: SourceLine) => ({
    gutter: gutter(source.number),
    text: windowOf(source, undefined, room).text,
  });
  const { text, marker } = windowOf(line, column, room);
  return [
    ...(before ? [neighbour(before)] : []),
    { gutter: gutter(line.number, '>'), text },
    ...(column === undefined ? [] : [{ gutter: gutter(''), text: `${' '.repeat(marker)}^`, isMarker: true }]),
    ...(after ? [neighbour(after)] : []),
  ];
}

/** The part of a line that fits, with the column in it, and how far from its left the column is. */
function windowOf(
  source: SourceLine,
  column: number | undefined,
  room: number,
): { text: string; marker: number } {
  const cells = cellsOf(source);
  const found = column === undefined ? 0 : cells.findIndex((cell) => cell.column >= column);
  const marked = found === -1 ? cells.length : found;
  const [start, end] = fitting(cells, marked, room - 2);
  const head = start > 0 || source.column > 1 ? MORE : '';
  const tail = end < cells.length || source.isCut ? MORE : '';
  return {
    text: `${head}${join(cells.slice(start, end))}${tail}`,
    marker: widthOf(head) + sum(cells.slice(start, marked)),
  };
}

function cellsOf({ text, column: first }: SourceLine): Cell[] {
  let column = first;
  return Array.from(text, (character) => {
    const shown = character === '\t' ? TAB : visible(character);
    const cell = { text: shown, width: widthOf(shown), column };
    column += character.length;
    return cell;
  });
}

/** From the marked cell to the left until two thirds are full, then to the right, then to the left again. */
function fitting(cells: readonly Cell[], marked: number, room: number): [start: number, end: number] {
  let [start, end, left] = [marked, marked, room];
  const takeLeft = (keep: number) => {
    while (start > 0 && left - cells[start - 1]!.width >= keep) left -= cells[--start]!.width;
  };
  takeLeft(Math.floor(room / 3));
  while (end < cells.length && left - cells[end]!.width >= 0) left -= cells[end++]!.width;
  takeLeft(0);
  return [start, end];
}

function join(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join('');
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, { width }) => total + width, 0);
}
