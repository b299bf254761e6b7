import { fromMicroseconds } from '../../json/instant.ts';
import { type Boundary, INSIDE, START } from '../../query/cursor.ts';
import { hasValue } from '../../query/raw-parameters.ts';
import { RAW_INSTANT_PARTS } from '../../query/raw-patterns.ts';
import { atOrAfter, before } from '../at-or-after.ts';
import { boundaryDays } from '../boundary-days.ts';
import { type MapEntry, nameGroups, printMap, variable } from './syntax.ts';

/**
 * Where `added_after` leads to. nginx cannot compare, but finds a word among many at once: so the day is looked
 * up, and only on a day with boundaries the time is matched against these few.
 */
export function printDates(boundaries: ReadonlyMap<string, readonly Boundary[]>): string {
  const days = [...boundaries].flatMap(([collection, own]) =>
    boundaryDays(own).map((day) => ({ ...day, key: `${collection}:${day.key}` })),
  );
  const maps = days.flatMap(({ boundaries: own, cursor }, index) =>
    own.length > 0 ? [dayMap(index, own, cursor)] : [],
  );
  const entries = days.map(({ key, boundaries: own, cursor }, index): MapEntry => {
    return { key, value: own.length > 0 ? `$tp_day_${index}` : target(cursor) };
  });
  return [
    printMap('$args', 'tp_own', [
      instant('tp_c', `$tp_c1$tp_c2${variable('tp_c3')}T$tp_c4$tp_c5$tp_c6-$tp_c7`),
    ]),
    printMap('$args', 'tp_day', [instant('tp_d', '$tp_d1-$tp_d2-$tp_d3')]),
    printMap('$args', 'tp_time', [instant('tp_t', '$tp_t4$tp_t5$tp_t6$tp_t7')]),
    ...maps,
    printMap('$tp_collection:$tp_day', 'tp_after', [...entries, ...outside(boundaries)], {
      otherwise: START,
    }),
  ].join('\n');
}

/** @param names what the variables of the seven parts begin with; no two maps may share them */
function instant(names: string, value: string): MapEntry {
  const parts = [1, 2, 3, 4, 5, 6, 7].map((index) => `${names}${index}`);
  return { key: hasValue('added_after', nameGroups(RAW_INSTANT_PARTS, parts)), regex: 'exact-case', value };
}

function dayMap(index: number, boundaries: readonly Boundary[], cursor: string): string {
  const entries = [...boundaries].reverse().map(({ from, cursor: own }): MapEntry => {
    const [time, fraction] = fromMicroseconds(from).slice(11, -1).split('.') as [string, string];
    const digits = time.replaceAll(':', '') + fraction.replace(/0+$/, '');
    return { key: atOrAfter(digits), regex: 'exact-case', value: target(own) };
  });
  return printMap('$tp_time', `tp_day_${index}`, entries, { otherwise: target(cursor) });
}

function target(cursor: string): string {
  return cursor === INSIDE ? '$tp_own' : cursor;
}

/** Days before the first boundary's are left to the default; later ones than the last have the last cursor. */
function outside(boundaries: ReadonlyMap<string, readonly Boundary[]>): MapEntry[] {
  return [...boundaries].flatMap(([collection, own]) => {
    if (own.length === 0) return [];
    const first = fromMicroseconds(own[0]!.from).slice(0, 10);
    const early = before(first).replace(/^\^/, `^${collection}:`);
    return [
      { key: early, regex: 'exact-case' as const, value: START },
      { key: `^${collection}:.`, regex: 'exact-case' as const, value: target(own.at(-1)!.cursor) },
    ];
  });
}
