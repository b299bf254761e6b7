import type { OutputFile } from '../../site/output-file.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import { block, choose, kept, type Line, takeApart, word } from './syntax.ts';

/**
 * Caddy finds a word among many by looking at each, which is too slow for the dates of a hundred thousand pages;
 * and it can find a file by the pattern of its name. So the dates of a folder are the name of an empty file in it.
 */
export function dateFiles({ folders }: RuleSite): OutputFile[] {
  return folders.flatMap(({ path, dates }) =>
    dates ? [{ path: `${path}/${nameOf(dates.first)}_${nameOf(dates.last)}.dates`, chunks: () => [] }] : [],
  );
}

/** No file system refuses it. */
function nameOf(date: string): string {
  return date.replaceAll(':', '.');
}

const DATE = '([0-9-]{10}T[0-9]{2})\\.([0-9]{2})\\.([0-9]{2}\\.[0-9]{6}Z)';

/** Headers with the dates of the folder in which `tp_found` is. */
export const dateHeaders: readonly Line[] = [
  choose({
    of: kept('tp_found'),
    as: 'tp_m_folder',
    cases: [{ regex: '^(.*)/[^/]*$', value: '$1' }],
    otherwise: '',
  }),
  block('@tp_has_dates file', [`try_files ${word('{tp_m_folder}/*.dates')}`]),
  block('route @tp_has_dates', [
    takeApart(
      '{http.matchers.file.relative}',
      `/${DATE}_${DATE}\\.dates$`,
      { tp_m_first: '$1:$2:$3', tp_m_last: '$4:$5:$6' },
      '',
    ),
    'header X-TAXII-Date-Added-First {tp_m_first}',
    'header X-TAXII-Date-Added-Last {tp_m_last}',
  ]),
];
