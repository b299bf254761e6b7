import { type Boundary, INSIDE } from '../../query/cursor.ts';
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
import type { RuleSite } from '../../site/rule-site.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { corsHeaders } from '../file-kinds.ts';
import { pack } from './pack.ts';
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

/** @param isBrief leaves the descriptions of errors out */
export function printTable(
  { table, boundaries }: RuleSite,
  { whole, fromRelease }: Places,
  isBrief = false,
): PrintedTable {
  const paths = pathsOf(table);
  const errors = errorsOf(table);
  const dimensions = ordered(table.dimensions);
  const captures = [...table.captures, power(table.captures)];
  const texts = [
    paths.join('<'),
    printRules(table, dimensions, errors),
    errors.map((error) => printError(error, isBrief)).join('<'),
    [...boundaries].map(([id, own]) => `${id}>${printReleases(own)}`).join('<'),
    `=${RAW_INSTANT_PARTS}`,
    ...[corsHeaders, failureHeaders, preflightHeaders].map(printHeaders),
    ...dimensions.map((dimension) => printDimension(dimension, paths)),
    ...captures.map((capture) => printCapture(capture, table, paths)),
  ];
  const packed = pack(texts);
  const [first = '', rules = '', messages = '', releases = '', instant = '', ...more] = packed.texts;
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
    releases,
    instant,
    whole,
    fromRelease,
    common,
    failed,
    preflight,
  };
}

const READ = 'GET, HEAD, OPTIONS';
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
  return [status, title, ...(isBrief ? [] : [description])].map((part) => checked(String(part))).join('>');
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

/** `limit` stands where the runtime looks for it. */
function ordered(dimensions: readonly Dimension[]): readonly Dimension[] {
  const limit = dimensions.findIndex(({ name }) => name === 'limit');
  const rest = dimensions.filter((_, index) => index !== limit);
  return [...rest.slice(0, LIMIT), dimensions[limit]!, ...rest.slice(LIMIT)];
}

function printDimension({ name, reads, cases, otherwise }: Dimension, paths: readonly string[]): string {
  const parameter = reads === 'query' ? name : '';
  const printed = cases.flatMap(({ regex, ignoreCase, symbol }) => [
    ignoreCase ? `i${checked(regex)}` : printCase(regex, reads, parameter, paths),
    checked(symbol),
  ]);
  return [SOURCES.indexOf(reads), otherwise, parameter, ...printed].join('<');
}

function printCapture({ reads, cases }: Capture, table: FileTable, paths: readonly string[]): string {
  const parameters = table.dimensions.filter((dimension) => dimension.reads === 'query');
  const parameter =
    parameters.find((one) => cases.some(({ regex }) => briefly(regex, one.name) !== undefined))?.name ?? '';
  const printed = cases.flatMap(({ regex, value }) => [
    printCase(regex, reads, parameter, paths),
    checked(value),
  ]);
  return [SOURCES.indexOf(reads), parameter, ...printed].join('<');
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
  { rules }: FileTable,
  dimensions: readonly Dimension[],
  errors: readonly FileError[],
): string {
  // The path decides most, so it is looked at first.
  const isPath = (name: string) => (name === 'path' ? 0 : 1);
  const names = dimensions.map(({ name }) => name);
  const printed = rules.flatMap(({ when, outcome }) => {
    const conditions = Object.entries(when)
      .sort(([a], [b]) => isPath(a) - isPath(b))
      .map(([name, symbols]) => `${names.indexOf(name).toString(36)}${symbols.join('|')}`);
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

/**
 * Releases by where they end: the time since the one before as a number and how many zeros follow it, and the
 * entries less one, for which each took a microsecond.
 */
function printReleases(boundaries: readonly Boundary[]): string {
  const items: string[] = [];
  let before = 0;
  let first: number | undefined;
  for (const { from, cursor } of boundaries) {
    if (cursor === INSIDE) {
      first = from;
      continue;
    }
    const more = from - (first ?? from);
    items.push(`${shortly(from - before)}${more ? `.${more.toString(36)}` : ''}`);
    before = from;
    first = undefined;
  }
  return items.join(',');
}

function shortly(micros: number): string {
  const digits = String(micros).replace(/0+$/, '');
  const zeros = String(micros).length - digits.length;
  return `${zeros.toString(36)}${Number(digits).toString(36)}`;
}
