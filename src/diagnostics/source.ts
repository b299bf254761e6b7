/** What a printer sees of a source: the few lines around a place, and of long lines only a part. */

export interface SourceLine {
  readonly number: number;
  /** The line without its end, or the part of it that lies around the column asked for. */
  readonly text: string;
  /** The column of the part's first character, 1-based in UTF-16 code units; 1 unless something was cut off. */
  readonly column: number;
  /** Whether the line goes on after the part. */
  readonly isCut: boolean;
}

export interface Excerpt {
  readonly before?: SourceLine;
  readonly line: SourceLine;
  readonly after?: SourceLine;
}

/**
 * The lines around a place; undefined where the source cannot be read, or does not reach so far.
 * @param column where a long line is looked at; its beginning where it is left out
 */
export type ReadSource = (file: string, line: number, column?: number) => Excerpt | undefined;
