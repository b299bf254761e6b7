import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Excerpt, ReadSource, SourceLine } from '../diagnostics/source.ts';
import { isFile } from './files.ts';

/** So much of a line is read to each side of a column, in UTF-16 code units: more than a terminal is wide. */
const REACH = 500;
/** A character of one unit has at most three bytes of UTF-8, one of two units four. */
const PART = 6 * REACH;
/** Memory stays at one block, however large the file, or its line. */
const BLOCK = 64 * 1024;
const LINE_FEED = 0x0a;

interface LinePlace {
  readonly line: number;
  /** The line's first byte. */
  readonly start: number;
  /** That of the line before. */
  readonly previous?: number;
}

interface ColumnPlace {
  readonly offset: number;
  readonly column: number;
}

/**
 * Reads the lines around places, and no more of a file than leads to them. Places that are asked for in order cost
 * one pass over each file together; a file must not change meanwhile.
 * @param folder what the names of files are relative to
 */
export function sourceReader(folder = '.'): ReadSource {
  let last: { path: string; line: LinePlace; column: ColumnPlace } | undefined;
  return (file, number, column = 1) => {
    const path = resolve(folder, file);
    return withFile(path, (handle) => {
      const isAhead = last?.path === path && last.line.line <= number;
      const line = seekLine(handle, number, isAhead ? last!.line : { line: 1, start: 0 });
      if (!line) return undefined;
      const isRight = isAhead && last!.line.line === number && last!.column.column <= column - REACH;
      const from = isRight ? last!.column : { offset: line.start, column: 1 };
      const part = seekColumn(handle, column - REACH, from);
      last = { path, line, column: part };
      return excerpt(handle, line, part);
    });
  };
}

/** A source that cannot be read is no reason to keep a finding back, so it is just not shown. */
function withFile<Value>(path: string, use: (handle: number) => Value): Value | undefined {
  try {
    // Opening a pipe would wait for somebody to write.
    if (!isFile(path)) return undefined;
    const handle = openSync(path, 'r');
    try {
      return use(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

function seekLine(handle: number, wanted: number, from: LinePlace): LinePlace | undefined {
  let place = from;
  for (let offset = from.start; place.line < wanted; ) {
    const block = readAt(handle, offset, BLOCK);
    if (block.length === 0) return undefined;
    let feed = block.indexOf(LINE_FEED);
    while (feed !== -1 && place.line < wanted) {
      place = { line: place.line + 1, start: offset + feed + 1, previous: place.start };
      feed = block.indexOf(LINE_FEED, feed + 1);
    }
    offset += block.length;
  }
  return place;
}

/** The first character at or after a column, or the line's end where it comes first. */
function seekColumn(handle: number, wanted: number, from: ColumnPlace): ColumnPlace {
  let { offset, column } = from;
  for (;;) {
    // Most lines are short, and begin where they are looked at.
    const block = wanted > column ? readAt(handle, offset, BLOCK) : readAt(handle, offset, 4);
    for (const byte of block) {
      const isFollowing = (byte & 0xc0) === 0x80;
      if (byte === LINE_FEED || (column >= wanted && !isFollowing)) return { offset, column };
      // As places are counted: the first byte of four stands for two units.
      column += isFollowing ? 0 : byte >= 0xf0 ? 2 : 1;
      offset += 1;
    }
    if (block.length === 0) return { offset, column };
  }
}

function excerpt(handle: number, { line, previous }: LinePlace, part: ColumnPlace): Excerpt {
  // The next line is looked for nearby only: the end of a line may be a hundred megabytes away.
  const feed = readAt(handle, part.offset, BLOCK).indexOf(LINE_FEED);
  const next = part.offset + feed + 1;
  const hasNext = feed !== -1 && readAt(handle, next, 1).length > 0;
  return {
    ...(previous === undefined ? {} : { before: partOf(handle, line - 1, { offset: previous, column: 1 }) }),
    line: partOf(handle, line, part),
    ...(hasNext ? { after: partOf(handle, line + 1, { offset: next, column: 1 }) } : {}),
  };
}

function partOf(handle: number, number: number, { offset, column }: ColumnPlace): SourceLine {
  const block = readAt(handle, offset, PART);
  const feed = block.indexOf(LINE_FEED);
  // A character that the part's end cuts in two is left out, as it would be shown as a wrong one.
  const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    feed === -1 ? block : block.subarray(0, feed),
    { stream: true },
  );
  const text = feed === -1 ? whole : whole.replace(/\r$/, '');
  const isCut = text.length > 2 * REACH || (feed === -1 && block.length === PART);
  return { number, text: text.slice(0, 2 * REACH).replace(/[\ud800-\udbff]$/, ''), column, isCut };
}

/** Fewer bytes where the file ends before. */
function readAt(handle: number, offset: number, length: number): Uint8Array {
  const block = new Uint8Array(length);
  return block.subarray(0, readSync(handle, block, 0, length, offset));
}
