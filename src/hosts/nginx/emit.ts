import { textFile } from '../../site/output-file.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import { countDays } from '../boundary-days.ts';
import { checkLimit } from '../check-limits.ts';
import { type Emission, type HostInput, nothing } from '../host.ts';
import { hostFile } from '../host-files.ts';
import { countBoundaries } from '../rule-limits.ts';
import { printAccess } from './access.ts';
import { printDates } from './dates.ts';
import { BOUNDARIES, DAYS, FOLDERS } from './limits.ts';
import { printTable } from './maps.ts';
import { printFileHeaders, printRest, printServer } from './server.ts';
import { type MapEntry, printMap } from './syntax.ts';

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
      ...checkLimit('nginx', BOUNDARIES, countBoundaries(rules)),
      ...checkLimit('nginx', DAYS, countDays(rules.boundaries)),
      ...checkLimit('nginx', FOLDERS, rules.folders.length),
    ],
  };
}

function printHttp(input: HostInput, rules: RuleSite): string {
  return [
    'map_hash_bucket_size 512;',
    'map_hash_max_size 1048576;',
    'variables_hash_max_size 16384;',
    'variables_hash_bucket_size 128;',
    '',
    printTable(rules.table),
    printAccess(input, rules.table),
    printDates(rules.boundaries),
    printFolderDates(rules),
    printFileHeaders(),
    printRest(),
  ].join('\n');
}

function printFolderDates({ folders }: RuleSite): string {
  const entries = folders.flatMap(({ path, dates }): MapEntry[] =>
    dates ? [{ key: `/${path}`, value: `${dates.first} ${dates.last}` }] : [],
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
