import { sizesFrom } from '../../query/file-steps.ts';
import type { Capture, Dimension, FileOutcome, FileTable, Source } from '../../query/file-table.ts';
import { errorFile } from '../../query/paths.ts';
import { type MapEntry, nameGroups, printMap, variable } from './syntax.ts';

/** The file table in nginx's language: a map for each dimension, one for the rules, and one for each part of the answer. */

const sources: Readonly<Record<Source, string>> = {
  method: '$request_method',
  accept: '$http_accept',
  path: '$tp_path',
  query: '$args',
  typed: '$tp_collection:$tp_type',
};

export function printTable(table: FileTable): string {
  const names = new Map(table.dimensions.map(({ name }, index) => [name, `tp_is_${index}`]));
  return [
    printMap('$request_uri', 'tp_path', [
      { key: '^(?<tp_raw>[^?]*)', regex: 'exact-case', value: '$tp_raw' },
    ]),
    ...table.captures.map(printCapture),
    ...table.dimensions.map((dimension) => printDimension(dimension, names.get(dimension.name)!)),
    printRules(table, names),
    ...printOutcomes(table),
    ...printSizes(table.sizes, names.get('limit')!),
  ].join('\n');
}

function printCapture({ name, reads, cases }: Capture): string {
  const entries = cases.map(({ regex, value }, index): MapEntry => {
    const group = `tp_${name.toLowerCase()}_${index}`;
    return value.includes('$1')
      ? {
          key: nameGroups(regex, [group]),
          regex: 'exact-case',
          value: value.replace('$1', () => `$${group}`),
        }
      : { key: nameless(regex), regex: 'exact-case', value };
  });
  const forEmpty = cases.find(({ regex }) => new RegExp(regex).test(''))?.value ?? '';
  return printMap(sources[reads], variableOf(name), entries, { otherwise: forEmpty });
}

/** nginx folds the case of variables' names. */
function variableOf(capture: string): string {
  return `tp_${capture.toLowerCase()}`;
}

/** Groups that nobody reads need no names, and must not count. */
function nameless(regex: string): string {
  return regex.replace(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)/g, (part) => (part === '(' ? '(?:' : part));
}

/** nginx tries no expression on an empty text: what holds for that must be the default. */
function printDimension({ reads, cases, otherwise }: Dimension, variable: string): string {
  const entries = cases.map(({ regex, ignoreCase, symbol }): MapEntry => {
    return { key: nameless(regex), regex: ignoreCase ? 'any-case' : 'exact-case', value: symbol };
  });
  const forEmpty = cases.find(({ regex }) => new RegExp(regex).test(''))?.symbol ?? otherwise;
  const rest: MapEntry = { key: '', regex: 'exact-case', value: otherwise };
  return printMap(sources[reads], variable, [...entries, rest], { otherwise: forEmpty });
}

function printRules(table: FileTable, names: ReadonlyMap<string, string>): string {
  const joined = table.dimensions.map(({ name }) => `$${names.get(name)}`).join(':');
  const entries = table.rules.map(({ when }, index): MapEntry => {
    const parts = table.dimensions.map(({ name }) => (when[name] ? `(?:${when[name].join('|')})` : '[^:]*'));
    return { key: `^${parts.join(':')}$`, regex: 'exact-case', value: `rule-${index}` };
  });
  return printMap(joined, 'tp_rule', entries);
}

/** Where each rule leads to: a place of `server.conf`, and for a file its name before and after the size. */
function printOutcomes({ rules }: FileTable): string[] {
  const of = (value: (outcome: FileOutcome) => string): MapEntry[] =>
    rules.flatMap(({ outcome }, index) => {
      const found = value(outcome);
      return found === '' ? [] : [{ key: `rule-${index}`, value: found }];
    });
  return [
    printMap('$tp_rule', 'tp_place', of(placeOf)),
    printMap(
      '$tp_rule',
      'tp_head',
      of((outcome) => fileParts(outcome)[0]),
    ),
    printMap(
      '$tp_rule',
      'tp_tail',
      of((outcome) => fileParts(outcome)[1]),
    ),
    printMap(
      '$tp_rule',
      'tp_missing',
      of((outcome) => missingOf(outcome)),
    ),
    // An internal redirect passes the rules of the server again, and must not begin anew.
    printMap('$tp_inside', 'tp_go', [{ key: '1', value: '' }], { otherwise: '$tp_place', isVolatile: true }),
  ];
}

function placeOf(outcome: FileOutcome): string {
  if (outcome.answer === 'elsewhere') return '';
  if (outcome.answer === 'preflight') return '/_tp/preflight';
  if (outcome.answer === 'error') return errorPlace(outcome.error);
  return outcome.file.includes('{size}') ? '/_tp/page' : '/_tp/file';
}

export function errorPlace(error: { readonly status: number; readonly title: string }): string {
  return `/_tp/${error.status}/${errorFile(error).split('/').at(-1)}`;
}

function fileParts(outcome: FileOutcome): readonly [string, string] {
  if (outcome.answer !== 'file') return ['', ''];
  const [head = '', tail = ''] = `/${outcome.file}`.split('{size}');
  return [variables(head), variables(tail)];
}

function variables(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => variable(variableOf(name)));
}

function missingOf(outcome: FileOutcome): string {
  if (outcome.answer !== 'file') return '';
  return outcome.missing === 'empty' ? '/_tp/empty' : errorPlace(outcome.missing);
}

/** The sizes to try in turn; where fewer are left the smallest is tried again. */
function printSizes(sizes: readonly number[], limit: string): string[] {
  return sizes.map((_, turn) => {
    const entries = sizes.map((size): MapEntry => {
      const own = sizesFrom(sizes, `up-to-${size}`);
      return { key: `up-to-${size}`, value: String(own[Math.min(turn, own.length - 1)]) };
    });
    const otherwise = String(sizes[turn]);
    return printMap(`$${limit}`, `tp_size_${turn}`, entries, { otherwise });
  });
}
