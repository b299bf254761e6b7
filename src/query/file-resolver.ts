import { type Boundary, cursorAfter, INSIDE } from './cursor.ts';
import { fill, firstOf, isFine, momentOf, ruleFor, sizesFrom } from './file-steps.ts';
import type { Capture, Dimension, FileError, FileTable, Source } from './file-table.ts';
import { emptyFile, errorFile } from './paths.ts';
import { hasValue } from './raw-parameters.ts';
import { RAW_INSTANT_PARTS } from './raw-patterns.ts';
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
  const { outcome } = ruleFor(table.rules, (name) => symbols.get(name)!);
  if (outcome.answer === 'elsewhere') return { answer: 'elsewhere' };
  if (outcome.answer === 'preflight') return { answer: 'preflight', status: 204 };
  if (outcome.answer === 'error') return failure(outcome.error);
  if (outcome.file.includes('{after}'))
    captured.set('after', after(boundaries.get(captured.get('collection')!) ?? [], request.query));
  const sizes = outcome.file.includes('{size}') ? sizesFrom(table.sizes, symbols.get('limit')!) : [0];
  const value = (name: string) => captured.get(name) ?? '';
  const found = sizes.map((size) => fill(outcome.file, size, value)).find(exists);
  if (found) return { answer: 'file', status: 200, file: found };
  return outcome.missing === 'empty'
    ? { answer: 'file', status: 200, file: emptyFile }
    : failure(outcome.missing);
}

function failure(error: FileError): FileAnswer {
  return { answer: 'file', status: error.status, file: errorFile(error) };
}

function symbolOf({ cases, otherwise, reads }: Dimension, texts: Readonly<Record<Source, string>>): string {
  const match = ({ regex, ignoreCase }: Dimension['cases'][number]) =>
    new RegExp(regex, ignoreCase ? 'is' : 's').exec(texts[reads]);
  return firstOf(cases, match, ({ symbol }) => symbol) ?? otherwise;
}

function textOf({ cases }: Capture, text: string): string {
  const match = ({ regex }: Capture['cases'][number]) => new RegExp(regex, 's').exec(text);
  return firstOf(cases, match, ({ value }) => value) ?? '';
}

function after(boundaries: readonly Boundary[], query: string): string {
  const parts = new RegExp(hasValue('added_after', RAW_INSTANT_PARTS)).exec(query);
  if (!parts) return '';
  const micros = momentOf(parts);
  const isInside = boundaries.findLast(({ from }) => from <= micros)?.cursor === INSIDE;
  return isInside && isFine(parts)
    ? `${parts.slice(1, 4).join('')}T${parts.slice(4, 7).join('')}-${parts[7]}`
    : cursorAfter(boundaries, micros);
}
