import { sizesFrom } from '../../query/file-resolver.ts';
import type { FileOutcome, FileTable, Source } from '../../query/file-table.ts';
import { emptyFile, errorFile } from '../../query/paths.ts';
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
  const early = table.dimensions.filter(({ reads }) => reads !== 'typed');
  const late = table.dimensions.filter(({ reads }) => reads === 'typed');
  return [
    choose({
      of: '{http.request.uri}',
      as: 'tp_m_path',
      cases: [{ regex: '^([^?]*)', value: '$1' }],
      otherwise: '',
    }),
    keep({ tp_path: '{tp_m_path}' }),
    ...table.captures.map(({ name, reads, cases }) =>
      choose({ of: sources[reads], as: `tp_m_of_${name}`, cases, otherwise: '' }),
    ),
    ...early.map(chooseSymbol),
    keep({
      ...named(table.captures.map(({ name }) => `of_${name}`)),
      ...named(early.map(({ name }) => symbolOf(name))),
    }),
    ...late.map(chooseSymbol),
    keep(named(late.map(({ name }) => symbolOf(name)))),
    chooseRule(table),
    keep(named(['rule'])),
    lookUp(kept('tp_rule'), ['tp_m_answer', 'tp_m_dated', 'tp_m_status', 'tp_m_message'], answers(table)),
    keep(named(['answer', 'dated', 'status', 'message'])),
  ];
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
