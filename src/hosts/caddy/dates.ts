import { fromMicroseconds } from '../../json/instant.ts';
import { type Boundary, INSIDE, START } from '../../query/cursor.ts';
import { hasValue } from '../../query/raw-parameters.ts';
import { RAW_INSTANT_PARTS } from '../../query/raw-patterns.ts';
import { before } from '../at-or-after.ts';
import { boundaryDays, boundaryHours, type Period } from '../boundary-days.ts';
import { choose, keep, kept, type Line, lookUp, takeApart, where, word } from './syntax.ts';

/**
 * Where `added_after` leads to, as `tp_after`. Caddy compares words for equality fast and expressions slowly, so
 * the day is looked up, and where it has many boundaries the hour. What is found is a row: the cursor when the
 * period begins, then each boundary in it with its cursor. Times are written so that they sort as text: without
 * the last zeros of their fractions.
 */
export function chooseAfter(boundaries: ReadonlyMap<string, readonly Boundary[]>): Line[] {
  const columns = Array.from({ length: mostInOneRow(boundaries) }, (_, index) => index);
  return where(
    'tp_dated',
    'tp_dated',
    ['yes'],
    [
      instantParts,
      keep({
        tp_day: '{tp_m_day}',
        tp_hour: '{tp_m_hour}',
        tp_time: '{tp_m_time}',
        tp_own: '{tp_m_own}',
        tp_row: START,
      }),
      ...[...boundaries].flatMap(([collection, own], index) =>
        own.length === 0 ? [] : where(`tp_days_${index}`, 'tp_of_collection', [collection], chooseRow(own)),
      ),
      choose({
        of: kept('tp_row'),
        as: 'tp_m_after',
        cases: [{ regex: '^(\\S+)', value: '$1' }],
        otherwise: '',
      }),
      keep({ tp_after: '{tp_m_after}' }),
      ...columns.flatMap(passBoundary),
      `@tp_inside vars tp_after ${word(INSIDE)}`,
      keep({ tp_after: kept('tp_own') }, '@tp_inside'),
    ],
  );
}

/** Comparing is slow enough for more rows to be better than longer ones. */
const MOST_IN_A_DAY = 6;
/** Instead of a row. */
const BY_HOUR = 'hours';

interface Rows {
  readonly days: readonly Period[];
  readonly hours: readonly Period[];
}

function rowsOf(boundaries: readonly Boundary[]): Rows {
  const days = boundaryDays(boundaries);
  return { days, hours: days.filter(isBusy).flatMap(boundaryHours) };
}

function isBusy({ boundaries }: Period): boolean {
  return boundaries.length > MOST_IN_A_DAY;
}

/** The most boundaries in a row of any collection: so many comparisons a request may need. */
export function mostInOneRow(boundaries: ReadonlyMap<string, readonly Boundary[]>): number {
  let most = 0;
  for (const own of boundaries.values()) {
    const { days, hours } = rowsOf(own);
    for (const row of [...days.filter((day) => !isBusy(day)), ...hours])
      most = Math.max(most, row.boundaries.length);
  }
  return most;
}

export function countRows(boundaries: ReadonlyMap<string, readonly Boundary[]>): number {
  return [...boundaries.values()]
    .map(rowsOf)
    .reduce((sum, { days, hours }) => sum + days.length + hours.length, 0);
}

const instantParts = takeApart(
  '{http.request.uri.query}',
  hasValue('added_after', RAW_INSTANT_PARTS),
  {
    tp_m_day: '$1-$2-$3',
    tp_m_hour: '$1-$2-$3T$4',
    tp_m_time: '$4$5$6-$7',
    tp_m_own: '$1$2$3T$4$5$6-$7',
  },
  '',
);

function chooseRow(boundaries: readonly Boundary[]): Line[] {
  const { days, hours } = rowsOf(boundaries);
  const rows = days.map((day): [string, string] => [day.key, isBusy(day) ? BY_HOUR : printRow(day)]);
  const early: [string, string] = [`~${before(days[0]!.key)}`, START];
  return [
    lookUp(kept('tp_day'), ['tp_m_row'], [...rows, early], [boundaries.at(-1)!.cursor]),
    keep({ tp_row: '{tp_m_row}' }),
    ...(hours.length === 0
      ? []
      : where(
          'tp_by_hour',
          'tp_row',
          [BY_HOUR],
          [
            lookUp(
              kept('tp_hour'),
              ['tp_m_row_of_hour'],
              hours.map((hour): [string, string] => [hour.key, printRow(hour)]),
            ),
            keep({ tp_row: '{tp_m_row_of_hour}' }),
          ],
        )),
  ];
}

function printRow({ cursor, boundaries }: Period): string {
  return [cursor, ...boundaries.flatMap(({ from, cursor: next }) => [timeOf(from), next])].join(' ');
}

/** `120000-00012`: the fraction last and without its last zeros, so that text sorts as time does. */
function timeOf(micros: number): string {
  const [time, fraction] = fromMicroseconds(micros).slice(11, -1).split('.') as [string, string];
  return `${time.replaceAll(':', '')}-${fraction.replace(/0+$/, '')}`;
}

/** Sorts after all times. */
const NEVER = '~';

/** Takes the cursor of a boundary of the row where the time has come to it. */
function passBoundary(column: number): Line[] {
  const expression = `^(?:\\S+ ){${2 * column + 1}}(\\S+) (\\S+)`;
  const [from, to] = [`tp_m_from_${column}`, `tp_m_to_${column}`];
  return [
    takeApart(kept('tp_row'), expression, { [from]: '$1', [to]: '$2' }, NEVER),
    `@tp_passed_${column} expression ${word(`{${from}} <= ${kept('tp_time')}`)}`,
    keep({ tp_after: `{${to}}` }, `@tp_passed_${column}`),
  ];
}
