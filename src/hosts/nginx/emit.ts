import { diagnose } from '../../diagnostics/diagnostic.ts';
import { textFile } from '../../site/output-file.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import { type Emission, type HostInput, nothing } from '../host.ts';
import { hostFile } from '../host-files.ts';
import { printAccess } from './access.ts';
import { printDates } from './dates.ts';
import { printTable } from './maps.ts';
import { printFileHeaders, printRest, printServer } from './server.ts';
import { type MapEntry, printMap } from './syntax.ts';

/** Measured: see `limits` of the host. */
export const MOST_BOUNDARIES = 10_000;
export const MOST_FOLDERS = 300_000;
export const MOST_DAYS = 100_000;

/** `http.conf` for `http { … }`, and `server.conf` for `server { … }`. */
export function emitNginx(input: HostInput): Emission {
  const { rules } = input;
  if (!rules) return nothing;
  return {
    files: [
      textFile(hostFile('nginx', 'http.conf'), () => printHttp(input, rules)),
      textFile(hostFile('nginx', 'server.conf'), () => printServer(rules.table)),
    ],
    diagnostics: [
      ...tooMany('boundaries of releases', MOST_BOUNDARIES, count(rules)),
      ...tooMany('days from the first release to the last, in all collections', MOST_DAYS, countDays(rules)),
      ...tooMany('folders with dates', MOST_FOLDERS, rules.folders.length),
    ],
  };
}

function count({ boundaries }: RuleSite): number {
  return [...boundaries.values()].reduce((sum, own) => sum + own.length, 0);
}

const DAY = 86_400_000_000;

/** Each has a line of its own. */
function countDays({ boundaries }: RuleSite): number {
  let days = 0;
  for (const own of boundaries.values())
    if (own.length > 0) days += Math.floor(own.at(-1)!.from / DAY) - Math.floor(own[0]!.from / DAY) + 1;
  return days;
}

function tooMany(what: string, limit: number, found: number) {
  return found <= limit
    ? []
    : [diagnose('host/limit-exceeded', { host: 'nginx', limit, what, count: found })];
}

function printHttp(input: HostInput, rules: RuleSite): string {
  return [
    'map_hash_bucket_size 512;',
    'map_hash_max_size 1048576;',
    'variables_hash_max_size 16384;',
    'variables_hash_bucket_size 128;',
    '',
    printTable(rules.table),
    printAccess(input),
    printDates(rules.boundaries),
    printFolderDates(rules),
    printFileHeaders(rules.table.base),
    printRest(),
  ].join('\n');
}

function printFolderDates({ folders, table }: RuleSite): string {
  const entries = folders.flatMap(({ path, dates }): MapEntry[] =>
    dates ? [{ key: `${table.base}${path}`, value: `${dates.first} ${dates.last}` }] : [],
  );
  const one = (variable: string, regex: string, group: string) =>
    printMap('$tp_dates', variable, [{ key: regex, regex: 'exact-case', value: `$${group}` }]);
  return [
    printMap('$uri', 'tp_folder_of_file', [
      { key: '^(?<tp_parent>/.*)/[a-z]+\\.json$', regex: 'exact-case', value: '$tp_parent' },
    ]),
    printMap('$tp_folder_of_file', 'tp_dates', entries),
    one('tp_first', '^(?<tp_date_1>\\S+) ', 'tp_date_1'),
    one('tp_last', ' (?<tp_date_2>\\S+)$', 'tp_date_2'),
  ].join('\n');
}
