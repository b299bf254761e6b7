import { type Answer, type Capability, capabilities } from './capabilities.ts';
import type { Host } from './host.ts';

/** How the table says an answer; `ignored` and `no` are what a client must look out for. */
export const answerMeanings: Readonly<Record<Answer, string>> = {
  exact: 'as the standard says',
  part: 'exact for some requests only; the host’s departures say which',
  declined: 'refused with a TAXII error message',
  ignored: 'answered as if it had not been asked',
  no: 'not there',
};

/** What a row says in each column, in the order of `capabilities`. */
export interface HostRow {
  readonly host: Host;
  readonly answers: readonly Answer[];
}

const columns = Object.keys(capabilities) as Capability[];

/** The titles of the columns. */
export const capabilityTitles: readonly string[] = columns.map((name) => capabilities[name]);

/** Hosts that can do least first; of one level, by name. */
export function hostRows(hosts: readonly Host[]): HostRow[] {
  return [...hosts]
    .sort((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1))
    .map((host) => ({ host, answers: columns.map((name) => host.answers[name]) }));
}

/**
 * The table of hosts in Markdown, with what its words mean.
 * @param folder of the hosts' own pages, from the file that holds the table
 */
export function printHostTable(hosts: readonly Host[], folder: string): string {
  const rows = hostRows(hosts).map(({ host, answers }) => [
    `[\`${host.name}\`](${folder}/${host.name}.md)`,
    String(host.level),
    host.testedWith,
    ...answers,
  ]);
  const table = [['host', 'level', 'tested with', ...capabilityTitles], rows[0]!.map(() => '---'), ...rows];
  const words = Object.entries(answerMeanings).map(([word, meaning]) => `*${word}*: ${meaning}`);
  return `${table.map(printRow).join('\n')}\n\n${words.join(' · ')}\n`;
}

/** What a host's own page says of it: its level, departures from the standard and limits. */
export function printHostFacts({ level, testedWith, departures, limits }: Host): string {
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  const bounds = limits.map(({ what, most, source }) => `${groupDigits(most)} ${what} (${source})`);
  return [
    `Level ${level}. Tested with ${testedWith}.`,
    departures.length === 0 ? 'No departures from TAXII 2.1 are known.' : 'Departures from TAXII 2.1:',
    ...(departures.length === 0 ? [] : [list(departures)]),
    bounds.length === 0 ? 'No limits are known.' : 'Limits, at most:',
    ...(bounds.length === 0 ? [] : [list(bounds)]),
    '',
  ].join('\n\n');
}

function printRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
