import { apiRootName, collectionName, commonPaths } from '../../query/file-paths.ts';
import { sizesFrom } from '../../query/file-steps.ts';
import type { FileOutcome, FileTable, Source } from '../../query/file-table.ts';
import { apiRootFolder, emptyFile, errorFile } from '../../query/paths.ts';
import { collectionNames, lookedUp } from '../collection-names.ts';
import { choose, keep, kept, type Line, lookUp } from './syntax.ts';

/**
 * The file table in Caddy's language. Everything that is kept begins with `tp_`; what Caddy works out when it is
 * read begins with `tp_m_`.
 */

const sources: Readonly<Record<Source, string>> = {
  method: '{http.request.method}',
  accept: '{http.request.header.accept}',
  path: kept('tp_path'),
  query: '{http.request.uri.query}',
  typed: `${kept('tp_of_collection')}:${kept('tp_of_type')}`,
};

/** From the request as it arrived to `tp_rule`, and from there to `tp_answer` and what belongs to it. */
export function classify(table: FileTable): Line[] {
  const captures = table.captures.filter(({ name }) => !lookedUp.includes(name));
  const dimensions = table.dimensions.filter(({ name, reads }) => name !== 'path' && reads !== 'typed');
  return [
    choose({
      of: '{http.request.uri}',
      as: 'tp_m_path',
      cases: [{ regex: '^([^?]*)', value: '$1' }],
      otherwise: '',
    }),
    keep({ tp_path: '{tp_m_path}' }),
    ...findCollection(table),
    ...choosePath(table),
    ...captures.map(({ name, reads, cases }) =>
      choose({ of: sources[reads], as: `tp_m_of_${name}`, cases, otherwise: '' }),
    ),
    ...dimensions.map(chooseSymbol),
    keep({
      ...named(captures.map(({ name }) => `of_${name}`)),
      ...named(dimensions.map(({ name }) => symbolOf(name))),
    }),
    ...chooseTyped(table),
    chooseRule(table),
    keep(named(['rule'])),
    lookUp(kept('tp_rule'), ['tp_m_answer', 'tp_m_dated', 'tp_m_status', 'tp_m_message'], answers(table)),
    keep(named(['answer', 'dated', 'status', 'message'])),
  ];
}

function findCollection(table: FileTable): Line[] {
  const names = collectionNames(table).map(({ name, id, folder }): Row => [name, id, folder]);
  const hasRoots = table.apiRoots.length > 0;
  const read = (as: string, regex: string, value: string) =>
    choose({ of: kept('tp_path'), as, cases: hasRoots ? [{ regex, value }] : [], otherwise: '' });
  return [
    read('tp_m_of_root', apiRootName(table), apiRootFolder('$1')),
    read('tp_m_name', collectionName(table), '$1/$2'),
    keep(named(['of_root', 'name'])),
    lookUp(kept('tp_name'), ['tp_m_of_collection', 'tp_m_of_folder'], names),
    keep(named(['of_collection', 'of_folder'])),
  ];
}

function choosePath(table: FileTable): Line[] {
  const { otherwise } = table.dimensions.find(({ name }) => name === 'path')!;
  const all = commonPaths(table).map(({ symbol, ...one }) => ({ ...one, value: symbol }));
  const others = all.filter(({ isOfCollection }) => !isOfCollection);
  const is = `tp_m_${symbolOf('path')}`;
  return [
    choose({ of: kept('tp_path'), as: `${is}_known`, cases: all, otherwise }),
    choose({ of: kept('tp_path'), as: `${is}_unknown`, cases: others, otherwise }),
    lookUp(kept('tp_of_collection'), [is], [['', `{${is}_unknown}`]], [`{${is}_known}`]),
    keep(named([symbolOf('path')])),
  ];
}

/** Whether the collection has objects of the type. */
function chooseTyped({ apiRoots, dimensions }: FileTable): Line[] {
  const pairs = apiRoots.flatMap((root) =>
    root.collections.flatMap(({ id, types }) => types.map((type) => `${id}:${type}`)),
  );
  return dimensions
    .filter(({ reads }) => reads === 'typed')
    .flatMap(({ name, reads, cases, otherwise }) => [
      lookUp(
        sources[reads],
        [`tp_m_${symbolOf(name)}`],
        pairs.map((pair): Row => [pair, cases[0]!.symbol]),
        [otherwise],
      ),
      keep(named([symbolOf(name)])),
    ]);
}

function named(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`tp_${name}`, `{tp_m_${name}}`]));
}

function chooseSymbol({ name, reads, cases, otherwise }: FileTable['dimensions'][number]): Line {
  return choose({
    of: sources[reads],
    as: `tp_m_${symbolOf(name)}`,
    cases: cases.map(({ symbol, ...expression }) => ({ ...expression, value: symbol })),
    otherwise,
  });
}

/** Names of parameters hold signs that a placeholder cannot. */
function symbolOf(dimension: string): string {
  return `is_${dimension.replace(/[^a-z_]/g, '_')}`;
}

function chooseRule({ dimensions, rules }: FileTable): Line {
  const cases = rules.map(({ when }, index) => {
    const parts = dimensions.map(({ name }) => (when[name] ? `(?:${when[name].join('|')})` : '[^,]*'));
    return { regex: `^${parts.join(',')}$`, value: ruleName(index) };
  });
  const joined = dimensions.map(({ name }) => kept(`tp_${symbolOf(name)}`)).join(',');
  return choose({ of: joined, as: 'tp_m_rule', cases, otherwise: '' });
}

function ruleName(index: number): string {
  return `rule-${index}`;
}

type Row = [key: string, ...values: string[]];

/** Of each rule: the kind of its answer, whether `added_after` decides, and what is said where no file is. */
function answers({ rules }: FileTable): Row[] {
  return rules.map(({ outcome }, index): Row => {
    const isDated = outcome.answer === 'file' && outcome.file.includes('{after}');
    return [ruleName(index), outcome.answer, isDated ? 'yes' : 'no', ...messageOf(outcome)];
  });
}

function messageOf(outcome: FileOutcome): [status: string, file: string] {
  if (outcome.answer === 'error') return [String(outcome.error.status), `/${errorFile(outcome.error)}`];
  if (outcome.answer !== 'file') return ['', ''];
  if (outcome.missing === 'empty') return ['200', `/${emptyFile}`];
  return [String(outcome.missing.status), `/${errorFile(outcome.missing)}`];
}

/** The files to look for, the largest pages first. Where fewer sizes are left the smallest is tried again. */
export function candidates({ sizes, rules }: FileTable): { lines: Line[]; files: string[] } {
  const turns = sizes.map((_, turn) => turn);
  const sizeRows = sizes.map((size): Row => {
    const own = sizesFrom(sizes, `up-to-${size}`);
    return [`up-to-${size}`, ...turns.map((turn) => String(own[Math.min(turn, own.length - 1)]))];
  });
  const fileRows = rules.flatMap(({ outcome }, index): Row[] =>
    outcome.answer === 'file'
      ? [[ruleName(index), ...turns.map((turn) => `/${fill(outcome.file, turn)}`)]]
      : [],
  );
  const sizeNames = turns.map((turn) => `tp_m_size_${turn}`);
  const fileNames = turns.map((turn) => `tp_m_file_${turn}`);
  return {
    lines: [
      lookUp(kept('tp_is_limit'), sizeNames, sizeRows, sizes.map(String)),
      lookUp(kept('tp_rule'), fileNames, fileRows),
    ],
    files: fileNames.map((name) => `{${name}}`),
  };
}

function fill(template: string, turn: number): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'size') return `{tp_m_size_${turn}}`;
    return name === 'after' ? kept('tp_after') : kept(`tp_of_${name}`);
  });
}
