import { fromMicroseconds } from '../../json/instant.ts';
import { type Boundary, INSIDE, START } from '../../query/cursor.ts';
import { hasValue } from '../../query/raw-parameters.ts';
import { RAW_INSTANT_PARTS } from '../../query/raw-patterns.ts';
import { lookUp, type Row } from './look-up.ts';
import { is, isEmpty, matches, type RewriteRule, read, set, skipping, unless } from './syntax.ts';

/**
 * Where `added_after` leads to, as `TP_AFTER`. mod_rewrite compares texts by their lengths first, so a moment is
 * always twenty digits: what lies beyond microseconds cannot make it reach a boundary.
 */
export function chooseAfter(boundaries: ReadonlyMap<string, readonly Boundary[]>): RewriteRule[] {
  return [
    {
      when: [{ of: '%{QUERY_STRING}', is: hasValue('added_after', RAW_INSTANT_PARTS) }],
      flags: [
        set('TP_SECOND', '%1%2%3%4%5%6'),
        set('TP_FRACTION', '%7000000'),
        set('TP_OWN', '%1%2%3T%4%5%6-%7'),
      ],
    },
    {
      when: [{ of: `${read('TP_SECOND')}:${read('TP_FRACTION')}`, is: '^([0-9]{14}):([0-9]{6})' }],
      flags: [set('TP_AT', '%1%2')],
    },
    ...unless(isEmpty('TP_AT'), [
      { flags: [set('TP_AFTER', START)] },
      ...walkRow(new Map([...boundaries].filter(([, own]) => !isLong(own)))),
      ...[...boundaries]
        .filter(([, own]) => isLong(own))
        .flatMap(([collection, own]) =>
          unless({ of: read('TP_COLLECTION'), is: `!=${collection}` }, search(own)),
        ),
    ]),
  ];
}

/** Boundaries of a collection that fit into a row; more are rules of their own, with which one can pass over some. */
const MOST_IN_A_ROW = 16;

function isLong({ length }: readonly Boundary[]): boolean {
  return length > MOST_IN_A_ROW;
}

/** Looks up the boundaries of the collection, and goes along them while the moment has come to them. */
function walkRow(boundaries: ReadonlyMap<string, readonly Boundary[]>): RewriteRule[] {
  const rows = [...boundaries].filter(([, own]) => own.length > 0);
  const steps = rows.reduce((most, [, own]) => Math.max(most, own.length), 0);
  const column = [
    {
      when: [matches('TP_ROW', '^([0-9]{20}):([^,]*),(.*)$')],
      flags: [set('TP_FROM', '%1'), set('TP_CURSOR', '%2'), set('TP_ROW', '%3')],
    },
    {
      when: [{ of: 'expr', is: '%{reqenv:TP_AT} >= %{reqenv:TP_FROM}' }],
      flags: [set('TP_AFTER', read('TP_CURSOR'))],
    },
  ];
  return [
    ...lookUp('TP_COLLECTION', rows.map(printRow), ['TP_ROW']),
    ...unless(isEmpty('TP_ROW'), Array.from({ length: steps }, () => column).flat()),
    { when: [is('TP_AFTER', INSIDE)], flags: [set('TP_AFTER', read('TP_OWN'))] },
  ];
}

function printRow([collection, boundaries]: readonly [string, readonly Boundary[]]): Row {
  return [collection, boundaries.map(({ from, cursor }) => `${digits(from)}:${cursor},`).join('')];
}

/** Boundaries that are passed over with one comparison where the moment is before all of them. */
const GROUP = 32;

function search(boundaries: readonly Boundary[]): RewriteRule[] {
  const newestFirst = [...boundaries].reverse();
  const rules = newestFirst.flatMap((boundary, index) => {
    const group = newestFirst.slice(index, index + GROUP);
    const isBefore = { of: read('TP_AT'), is: `<${digits(group.at(-1)!.from)}` };
    return index % GROUP === 0
      ? [skipping({ when: [isBefore] }, group.length), reach(boundary)]
      : [reach(boundary)];
  });
  const last = rules.length - 1;
  return rules.map((rule, index) => (isPass(rule) ? rule : skipping(rule, last - index)));
}

function isPass({ flags = [] }: RewriteRule): boolean {
  return flags.some((flag) => flag.startsWith('S='));
}

function reach({ from, cursor }: Boundary): RewriteRule {
  return {
    when: [{ of: read('TP_AT'), is: `>=${digits(from)}` }],
    flags: [set('TP_AFTER', cursor === INSIDE ? read('TP_OWN') : cursor)],
  };
}

function digits(micros: number): string {
  return fromMicroseconds(micros).replace(/[^0-9]/g, '');
}
