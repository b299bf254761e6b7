import { corsHeaders, READ } from '../../query/cors.ts';
import type {
  Capture,
  Dimension,
  FileError,
  FileOutcome,
  FileTable,
  Source,
} from '../../query/file-table.ts';
import { errorFile } from '../../query/paths.ts';
import { RAW_INSTANT_PARTS } from '../../query/raw-patterns.ts';
import type { DatedRelease } from '../../taxii/date-added.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { errorMessage } from '../../taxii/resources.ts';
import { pack } from './pack.ts';
import { packReleases } from './pack-releases.ts';
import { type CloudFrontHeaders, LIMIT, type PrintedTable, regexOf } from './runtime.ts';

/** The file table as the data that `runtime.ts` reads. */

const SOURCES: readonly Source[] = ['path', 'query', 'accept', 'method', 'typed'];

/** What only the plan of the pages knows. */
export interface Places {
  /** The views in which every entry of every log has a place. */
  readonly whole: readonly string[];
  /** The largest size of page that every release has in every view. */
  readonly fromRelease: number;
}

/**
 * @param releases by collection
 * @param isBrief leaves the descriptions of errors out
 */
export function printTable(
  table: FileTable,
  releases: ReadonlyMap<string, readonly DatedRelease[]>,
  { whole, fromRelease }: Places,
  isBrief = false,
): PrintedTable {
  const paths = pathsOf(table);
  const errors = errorsOf(table);
  const dimensions = ordered(table.dimensions);
  const captures = [...table.captures, power(table.captures)];
  const texts = [
    paths.join('<'),
    printRules(table.rules, dimensions, errors),
    errors.map((error) => printError(error, isBrief)).join('<'),
    [...releases].map(([id, own]) => [id, ...packReleases(own)].join('>')).join('<'),
    `=${RAW_INSTANT_PARTS}`,
    ...[corsHeaders, failureHeaders, preflightHeaders].map(printHeaders),
    ...dimensions.map((dimension) => printDimension(dimension, paths)),
    ...captures.map((capture) => printCapture(capture, table, paths)),
  ];
  const packed = pack(texts);
  const [first = '', rules = '', messages = '', dated = '', instant = '', ...more] = packed.texts;
  const [common = '', failed = '', preflight = '', ...rest] = more;
  return {
    pieces: packed.pieces,
    base: table.base,
    sizes: table.sizes,
    paths: first,
    dimensions: rest.slice(0, dimensions.length),
    captures: Object.fromEntries(captures.map(({ name }, index) => [name, rest[dimensions.length + index]!])),
    rules,
    errors: messages,
    releases: dated,
    instant,
    whole,
    fromRelease,
    common,
    failed,
    preflight,
  };
}

/** `Allow` is for 405 only. */
const failureHeaders = {
  'Content-Type': TAXII,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Accept, Accept-Encoding',
  Allow: READ,
};
const preflightHeaders = {
  Allow: READ,
  'Access-Control-Allow-Methods': READ,
  'Access-Control-Allow-Headers': 'Authorization, Accept, Version',
  'Access-Control-Max-Age': '86400',
};

function printHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => checked(`${name.toLowerCase()}|${value}`).replace('|', '>'))
    .join('<');
}

function printError({ status, title, description }: FileError, isBrief: boolean): string {
  const body = JSON.stringify(errorMessage(status, title, isBrief ? undefined : description));
  return `${status}>${checked(body)}`;
}

export function cloudFrontHeaders(headers: Readonly<Record<string, string>>): CloudFrontHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), { value }]));
}

/** Each stands once, whatever it serves for. */
function pathsOf({ dimensions, captures }: FileTable): string[] {
  const all = [...dimensions, ...captures].filter(({ reads }) => reads === 'path');
  return [...new Set(all.flatMap(({ cases }) => cases.map(({ regex }) => checked(regex))))];
}

/** Signs that part things here. */
function checked(text: string): string {
  if (/[<>]/.test(text)) throw new Error(`cannot be printed: ${text}`);
  return text;
}

/** `limit` stands where the runtime looks for it; the path decides most, so it is looked at first. */
function ordered(dimensions: readonly Dimension[]): readonly Dimension[] {
  const limit = dimensions.findIndex(({ name }) => name === 'limit');
  const rest = dimensions.filter((_, index) => index !== limit);
  return [...rest.slice(0, LIMIT), dimensions[limit]!, ...rest.slice(LIMIT)];
}

function printDimension(dimension: Dimension, paths: readonly string[]): string {
  const { name, reads, cases, otherwise } = dimension;
  const shortly = shortSymbols(dimension);
  const parameter = reads === 'query' ? name : '';
  const printed = cases.map(({ regex, ignoreCase, symbol }) => [
    ignoreCase ? `i${checked(regex)}` : printCase(regex, reads, parameter, paths),
    shortly(symbol),
  ]);
  return [SOURCES.indexOf(reads), shortly(otherwise), parameter, ...printCases(printed)].join('<');
}

/** Symbols by their numbers, but for those of `limit`, which say something (`sizesFrom`). */
function shortSymbols({ name, cases, otherwise }: Dimension): (symbol: string) => string {
  const all = [...new Set([otherwise, ...cases.map(({ symbol }) => symbol)])];
  return (symbol) => (name === 'limit' ? symbol : all.indexOf(symbol).toString(36));
}

function printCapture({ reads, cases }: Capture, table: FileTable, paths: readonly string[]): string {
  const parameters = table.dimensions.filter((dimension) => dimension.reads === 'query');
  const parameter =
    parameters.find((one) => cases.some(({ regex }) => briefly(regex, one.name) !== undefined))?.name ?? '';
  const printed = cases.map(({ regex, value }) => [
    printCase(regex, reads, parameter, paths),
    checked(value),
  ]);
  return [SOURCES.indexOf(reads), parameter, ...printCases(printed)].join('<');
}

/** A path that comes after the one before in `paths` needs no number. */
function printCases(cases: readonly (readonly string[])[]): string[] {
  return cases.flatMap(([of = '', said = ''], index) => {
    const before = Number(cases[index - 1]?.[0]?.slice(1));
    return [of === `#${before + 1}` ? '' : of, said];
  });
}

function printCase(regex: string, reads: Source, parameter: string, paths: readonly string[]): string {
  if (reads === 'path') return `#${paths.indexOf(regex)}`;
  const brief = parameter ? briefly(regex, parameter) : undefined;
  if (parameter && brief === undefined && regex !== '') throw new Error(`not about ${parameter}: ${regex}`);
  return checked(brief ?? `/${regex}`);
}

/** The expression in the runtime's own words, if these mean exactly it. */
function briefly(regex: string, parameter: string): string | undefined {
  const [start = '', end = ''] = regexOf('=\n', parameter).split('\n');
  const value = `=${regex.slice(start.length, regex.length - end.length)}`;
  return ['2', '?', '%', value].find((words) => regexOf(words, parameter) === regex);
}

/** The runtime answers with the first of them what nobody may see, so that is "not found". */
function errorsOf({ rules }: FileTable): FileError[] {
  const all = rules.flatMap(({ outcome }) => errorOf(outcome) ?? []);
  const distinct = [...new Map(all.map((error) => [errorFile(error), error])).values()];
  const hidden = distinct.find(({ status }) => status === 404)!;
  return [hidden, ...distinct.filter((error) => error !== hidden)];
}

/** Whether a file is missing is seen by the storage only, unless it is one that cannot be. */
function errorOf(outcome: FileOutcome): FileError | undefined {
  if (outcome.answer === 'error') return outcome.error;
  const isKnown = outcome.answer === 'file' && outcome.file.includes('{after}');
  return isKnown && outcome.missing !== 'empty' ? outcome.missing : undefined;
}

function printRules(
  rules: FileTable['rules'],
  dimensions: readonly Dimension[],
  errors: readonly FileError[],
): string {
  const names = dimensions.map(({ name }) => name);
  const printed = rules.flatMap(({ when, outcome }) => {
    const conditions = Object.entries(when).map(([name, symbols]) => {
      const index = names.indexOf(name);
      return `${index.toString(36)}${symbols.map(shortSymbols(dimensions[index]!)).join('|')}`;
    });
    return [conditions.join(' '), printOutcome(outcome, errors)];
  });
  return printed.join('<');
}

function printOutcome(outcome: FileOutcome, errors: readonly FileError[]): string {
  if (outcome.answer === 'elsewhere') return '0';
  if (outcome.answer === 'preflight') return '1';
  const error = errorOf(outcome);
  const number = errors.findIndex((one) => error && errorFile(one) === errorFile(error)) + 2;
  if (outcome.answer === 'error') return String(number);
  return error ? `${outcome.file}>${number}` : outcome.file;
}

/** The size of page that a token names stands before its cursor (`printPageToken`). */
function power(captures: readonly Capture[]): Capture {
  const { cases } = captures.find(({ name }) => name === 'tokenCursor')!;
  const regex = cases[0]!.regex.replace('\\.[0-9]\\.(', '\\.([0-9])\\.(?:');
  if (regex === cases[0]!.regex) throw new Error('a token without a size');
  return { name: 'power', reads: 'query', cases: [{ regex, value: '$1' }] };
}
