import { apiRootName, collectionName, commonPaths } from '../../query/file-paths.ts';
import type { Capture, Dimension, FileTable, Source } from '../../query/file-table.ts';
import { apiRootFolder } from '../../query/paths.ts';
import { collectionNames, lookedUp } from '../collection-names.ts';
import { lookUp, type Row, wherePaired } from './look-up.ts';
import {
  type Condition,
  firstOf,
  matches,
  NOTHING,
  type RewriteRule,
  read,
  set,
  skipping,
} from './syntax.ts';

/** The file table as rules of mod_rewrite, which keep what they find in variables that begin with `TP_`. */

const sources: Readonly<Record<Source, string>> = {
  method: '%{REQUEST_METHOD}',
  accept: '%{HTTP_ACCEPT}',
  path: read('TP_PATH'),
  query: '%{QUERY_STRING}',
  typed: `${read('TP_COLLECTION')}:${read('TP_TYPE')}`,
};

/** As it arrived: what Apache calls the path is decoded, and has lost double slashes. */
const rawPath: RewriteRule = {
  when: [{ of: '%{THE_REQUEST}', is: '^[^ ]+ (?:[a-zA-Z]+://[^/? ]*)?([^ ?]*)' }],
  flags: [set('TP_PATH', '%1')],
};

/** From the request to its symbols, joined in `TP_ALL`; on the way `TP_COLLECTION`, `TP_FOLDER` and the like. */
export function classify(table: FileTable): RewriteRule[] {
  const reading = (...names: Source[]) => ({
    captures: table.captures.filter(({ name, reads }) => names.includes(reads) && !lookedUp.includes(name)),
    dimensions: table.dimensions.filter(({ name, reads }) => names.includes(reads) && name !== 'path'),
  });
  const rest = reading('path', 'method', 'accept');
  const query = reading('query');
  return [
    rawPath,
    ...findCollection(table),
    ...choosePath(table),
    ...rest.captures.flatMap(printCapture),
    ...rest.dimensions.flatMap(printDimension),
    withoutQuery(query, query.captures.flatMap(printCapture), query.dimensions.flatMap(printDimension)),
    ...query.captures.flatMap(printCapture),
    ...query.dimensions.flatMap(printDimension),
    ...chooseTyped(table),
    { flags: [set('TP_ALL', table.dimensions.map(({ name }) => read(symbolOf(name))).join(':'))] },
  ];
}

function findCollection(table: FileTable): RewriteRule[] {
  if (table.apiRoots.length === 0) return [];
  const names = collectionNames(table).map(({ name, id, folder }): Row => [name, id, folder]);
  return [
    { when: [matches('TP_PATH', apiRootName(table))], flags: [set('TP_ROOT', apiRootFolder('%1'))] },
    { when: [matches('TP_PATH', collectionName(table))], flags: [set('TP_NAME', '%1/%2')] },
    ...lookUp('TP_NAME', names, ['TP_COLLECTION', 'TP_FOLDER']),
  ];
}

function choosePath(table: FileTable): RewriteRule[] {
  const { otherwise } = table.dimensions.find(({ name }) => name === 'path')!;
  const choice = (symbol: string) => [set(symbolOf('path'), symbol)];
  return firstOf([
    ...commonPaths(table).map(({ regex, symbol, isOfCollection }) => ({
      when: [matches('TP_PATH', regex), ...(isOfCollection ? [matches('TP_COLLECTION', '.')] : [])],
      flags: choice(symbol),
    })),
    { flags: choice(otherwise) },
  ]);
}

/** A type is short, so a row of these fits into a line. */
const TYPES_IN_A_ROW = 50;

/** Whether the collection has objects of the type. */
function chooseTyped({ apiRoots, dimensions }: FileTable): RewriteRule[] {
  const rows = apiRoots.flatMap((root) => root.collections.flatMap(({ id, types }) => typeRows(id, types)));
  return dimensions
    .filter(({ reads }) => reads === 'typed')
    .flatMap(({ name, cases, otherwise }) => [
      { flags: [set(symbolOf(name), otherwise)] },
      ...wherePaired('TP_COLLECTION', 'TP_TYPE', rows, [set(symbolOf(name), cases[0]?.symbol ?? otherwise)]),
    ]);
}

function typeRows(id: string, types: readonly string[]): Row[] {
  const count = Math.ceil(types.length / TYPES_IN_A_ROW);
  return Array.from({ length: count }, (_, index) => [
    id,
    ...types.slice(index * TYPES_IN_A_ROW, (index + 1) * TYPES_IN_A_ROW),
  ]);
}

/** Most requests have no query, and need none of the expressions over it. */
function withoutQuery(
  { captures, dimensions }: Pick<FileTable, 'captures' | 'dimensions'>,
  ...skipped: readonly RewriteRule[][]
): RewriteRule {
  const flags = [
    ...captures.map(({ name, cases }) => [captureOf(name), valueFor(cases, '') ?? '']),
    ...dimensions.map(({ name, cases, otherwise }) => [
      symbolOf(name),
      valueFor(
        cases.map(({ symbol, ...one }) => ({ ...one, value: symbol })),
        '',
      ) ?? otherwise,
    ]),
  ].flatMap(([name, value]) => (value ? [set(name!, value)] : []));
  const rule = { when: [{ of: '%{QUERY_STRING}', is: NOTHING }], flags };
  return skipping(rule, skipped.flat().length);
}

function valueFor(
  cases: readonly { readonly regex: string; readonly ignoreCase?: boolean; readonly value: string }[],
  text: string,
): string | undefined {
  return cases.find(({ regex, ignoreCase }) => new RegExp(regex, ignoreCase ? 'is' : 's').test(text))?.value;
}

export function captureOf(name: string): string {
  return `TP_${name.toUpperCase()}`;
}

/** Names of parameters hold signs that a variable cannot. */
export function symbolOf(dimension: string): string {
  return `TP_IS_${dimension.toUpperCase().replace(/[^A-Z_]/g, '_')}`;
}

function printCapture({ name, reads, cases }: Capture): RewriteRule[] {
  return firstOf(
    cases.map(({ regex, value }) => ({
      when: condition({ regex }, reads),
      flags: [set(captureOf(name), value.replace('$1', '%1'))],
    })),
  );
}

function printDimension({ name, reads, cases, otherwise }: Dimension): RewriteRule[] {
  return firstOf([
    ...cases.map(({ symbol, ...one }) => ({
      when: condition(one, reads),
      flags: [set(symbolOf(name), symbol)],
    })),
    { flags: [set(symbolOf(name), otherwise)] },
  ]);
}

function condition(
  { regex, ignoreCase }: { readonly regex: string; readonly ignoreCase?: boolean },
  reads: Source,
): Condition[] {
  if (regex === '') return [];
  return [{ of: sources[reads], is: regex, ...(ignoreCase ? { ignoreCase } : {}) }];
}
