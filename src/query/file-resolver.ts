import { toMicroseconds } from '../json/instant.ts';
import { type Boundary, cursorAfter } from './cursor.ts';
import type { Capture, Dimension, FileError, FileTable, Source } from './file-table.ts';
import { emptyFile, errorFile } from './paths.ts';
import { hasValue, RAW_INSTANT_PARTS } from './raw-patterns.ts';
import type { TaxiiRequest } from './request.ts';

/** What a host of level 2 answers: a status, and the file behind it. */
export type FileAnswer =
  | { readonly answer: 'elsewhere' }
  | { readonly answer: 'preflight'; readonly status: 204 }
  | { readonly answer: 'file'; readonly status: number; readonly file: string };

/** The meaning of a `FileTable`: the measure of what hosts print of it. */
export function resolveFile(
  table: FileTable,
  boundaries: ReadonlyMap<string, readonly Boundary[]>,
  request: TaxiiRequest,
  exists: (path: string) => boolean,
): FileAnswer {
  const texts = {
    method: request.method,
    accept: request.accept ?? '',
    path: request.path,
    query: request.query,
  };
  const captured = new Map(
    table.captures.map((capture) => [capture.name, textOf(capture, texts[capture.reads])]),
  );
  const typed = `${captured.get('collection')}:${captured.get('type')}`;
  const symbols = new Map(
    table.dimensions.map((dimension) => [dimension.name, symbolOf(dimension, { ...texts, typed })]),
  );
  const rule = table.rules.find(({ when }) =>
    Object.entries(when).every(([name, allowed]) => allowed.includes(symbols.get(name)!)),
  );
  const outcome = rule!.outcome;
  if (outcome.answer === 'elsewhere') return { answer: 'elsewhere' };
  if (outcome.answer === 'preflight') return { answer: 'preflight', status: 204 };
  if (outcome.answer === 'error') return failure(outcome.error);
  if (outcome.file.includes('{after}'))
    captured.set('after', after(boundaries.get(captured.get('collection')!) ?? [], request.query));
  const sizes = outcome.file.includes('{size}') ? sizesFrom(table.sizes, symbols.get('limit')!) : [0];
  const found = sizes.map((size) => fill(outcome.file, captured, size)).find(exists);
  if (found) return { answer: 'file', status: 200, file: found };
  return outcome.missing === 'empty'
    ? { answer: 'file', status: 200, file: emptyFile }
    : failure(outcome.missing);
}

function failure(error: FileError): FileAnswer {
  return { answer: 'file', status: error.status, file: errorFile(error) };
}

function symbolOf({ cases, otherwise, reads }: Dimension, texts: Readonly<Record<Source, string>>): string {
  const found = cases.find(({ regex, ignoreCase }) =>
    new RegExp(regex, ignoreCase ? 'is' : 's').test(texts[reads]),
  );
  return found?.symbol ?? otherwise;
}

function textOf({ cases }: Capture, text: string): string {
  for (const { regex, value } of cases) {
    const found = new RegExp(regex, 's').exec(text);
    if (found) return value.replace('$1', () => found[1] ?? '');
  }
  return '';
}

/** The sizes of pages that a limit allows, the largest first. */
export function sizesFrom(sizes: readonly number[], limit: string): readonly number[] {
  const most = limit === 'absent' ? sizes[0]! : Number(limit.slice('up-to-'.length));
  return sizes.filter((size) => size <= most);
}

function fill(template: string, captured: ReadonlyMap<string, string>, size: number): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'size' ? String(size) : (captured.get(name) ?? ''),
  );
}

const INSTANT = new RegExp(hasValue('added_after', RAW_INSTANT_PARTS));

function after(boundaries: readonly Boundary[], query: string): string {
  const parts = INSTANT.exec(query);
  if (!parts) return '';
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  // A moment beyond microseconds is no cursor; as text it finds no page, which is right.
  const micros = toMicroseconds(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction || '0'}Z`);
  const cursor = cursorAfter(boundaries, micros);
  const isExact = fraction.length <= 6;
  return isExact || !isInside(boundaries, micros)
    ? cursor
    : `${year}${month}${day}T${hour}${minute}${second}-${fraction}`;
}

function isInside(boundaries: readonly Boundary[], micros: number): boolean {
  return boundaries.findLast(({ from }) => from <= micros)?.cursor === 'inside';
}
