import { type Paint, plain } from '../diagnostics/surroundings.ts';
import { visible } from '../diagnostics/visible.ts';
import type { Level, Requirement } from './requirement.ts';
import { isFinding, type Report, type Result } from './verify.ts';

const levelNames: Readonly<Record<Level, string>> = {
  0: 'files, not TAXII',
  1: 'headers: every list in one answer, whatever is asked',
  2: 'rules: exact or declined',
  3: 'functions: everything, exactly',
};

/** For people: every requirement with its verdict, then what it comes to. */
export function printReport(report: Report, paint: Paint = plain): string {
  const { url, level, collection, results } = report;
  const about = collection ? `collection ${visible(collection.title)}, ${visible(collection.url)}\n` : '';
  const lines = results.map((result) => printResult(result, paint)).join('');
  const found = level === undefined ? `No level (${NO_COLLECTION})` : `Level ${level} (${levelNames[level]})`;
  return `${visible(url)}\n${about}\n${lines}\n${paint('strong', found)}\n${summary(report, paint)}\n`;
}

const NO_COLLECTION = 'there is no collection to look into';

type Word = Result['outcome']['verdict'] | 'warn';

/** A SHOULD that is not met is no failure. */
function wordOf({ strength, outcome: { verdict } }: Result): Word {
  return verdict === 'fail' && strength === 'SHOULD' ? 'warn' : verdict;
}

const WIDTH = 9;

function printResult(result: Result, paint: Paint): string {
  const { id, strength, title, outcome } = result;
  const word = wordOf(result);
  const head = `${painters[word]((word === 'pass' ? 'ok' : word).padEnd(WIDTH), paint)}  ${id.padEnd(12)} ${strength.padEnd(6)}  ${title}\n`;
  const indent = ' '.repeat(WIDTH + 2);
  const rows = detailsOf(outcome).map(
    ([name, text]) => `${indent}${paint('dim', name.padEnd(9))} ${visible(text)}\n`,
  );
  return head + rows.join('');
}

const painters: Readonly<Record<Word, (text: string, paint: Paint) => string>> = {
  pass: (text) => text,
  fail: (text, paint) => paint('error', text),
  unchecked: (text, paint) => paint('error', text),
  warn: (text, paint) => paint('warning', text),
  lacking: (text, paint) => paint('warning', text),
  declined: (text, paint) => paint('note', text),
  skipped: (text, paint) => paint('dim', text),
};

function detailsOf(outcome: Result['outcome']): [name: string, text: string][] {
  switch (outcome.verdict) {
    case 'pass':
      return [];
    case 'fail':
    case 'lacking':
      return [
        ['seen', outcome.seen],
        ['expected', outcome.expected],
        ['try', outcome.curl],
      ];
    case 'declined':
      return [['try', outcome.curl]];
    default:
      return [['because', outcome.reason]];
  }
}

function summary(report: Report, paint: Paint): string {
  const { conforms, level, requests, results } = report;
  const told = `${counts(results)}; ${requests} requests`;
  const verdict = conforms
    ? paint('strong', `It conforms at level ${level}.`)
    : paint('error', `It does not conform: ${reasons(report).join('; ')}.`);
  const standards =
    !conforms && report.meetsStandards
      ? '\nWhat TAXII 2.1 and HTTP demand of it is met; the rest is what the levels of taxii-press promise beyond them.'
      : '';
  return `${told}\n${verdict}${standards}`;
}

function reasons({ level, demanded = 1, results }: Report): string[] {
  const missing = results.filter(isFinding).length;
  const whose = level === undefined ? '' : ` of level ${level}`;
  const subject = missing === 1 ? `requirement${whose} is` : `requirements${whose} are`;
  return [
    ...(missing > 0 ? [`${missing} ${subject} not shown to be met`] : []),
    ...(level === undefined ? [NO_COLLECTION] : []),
    ...(level !== undefined && level < demanded ? [`level ${demanded} was expected`] : []),
  ];
}

const countedAs: Readonly<Record<Word, string>> = {
  pass: 'met',
  fail: 'failed',
  warn: 'warned',
  lacking: 'lacking',
  declined: 'declined',
  skipped: 'skipped',
  unchecked: 'unchecked',
};

function counts(results: readonly Result[]): string {
  const words = results.map(wordOf);
  return Object.entries(countedAs)
    .map(([word, name]) => `${words.filter((one) => one === word).length} ${name}`)
    .join(', ');
}

/** Every numbered requirement, for people. */
export function printRequirements(all: readonly Requirement[], paint: Paint = plain): string {
  return all.map((requirement) => printRequirement(requirement, paint)).join('');
}

function printRequirement({ id, strength, levels, title, cites }: Requirement, paint: Paint): string {
  const whom = levels.length === 1 ? `level ${levels}` : `levels ${levels.join(', ')}`;
  const more = `${' '.repeat(21)}${paint('dim', `${cites}; ${whom}`)}`;
  return `${paint('strong', id.padEnd(12))} ${strength.padEnd(6)}  ${title}\n${more}\n`;
}
