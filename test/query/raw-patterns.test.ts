import { describe, expect, test } from 'vitest';
import { isInstant, toMicroseconds } from '../../src/json/instant.ts';
import { matches } from '../../src/query/patterns.ts';
import {
  anySpelling,
  escapeRegex,
  hasValue,
  isEncoded,
  isPresent,
  isRepeated,
} from '../../src/query/raw-parameters.ts';
import { RAW_INSTANT, RAW_INSTANT_PARTS } from '../../src/query/raw-patterns.ts';
import { splitQuery } from '../../src/query/request.ts';
import { queryTable } from '../../src/query/table.ts';
import { randomFrom, seed } from '../support/seed.ts';

/** What level 2 reads off undecoded text, held against what level 3 decodes. */

const random = randomFrom(seed);

function pick<T>(choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)]!;
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

function hex(character: string): string {
  const code = character.charCodeAt(0).toString(16).padStart(2, '0');
  return `%${random() < 0.5 ? code : code.toUpperCase()}`;
}

/** Some characters percent-encoded. */
function spelled(text: string, share = 0.3): string {
  return [...text].map((character) => (random() < share ? hex(character) : character)).join('');
}

function escaped(text: string): string {
  return [...text].map(hex).join('');
}

const parameters = queryTable.classifiers.flatMap(({ reads }) =>
  typeof reads === 'object' ? [reads.parameter] : [],
);

describe('the parameters of a query', () => {
  const strange = [
    '',
    '=',
    'limit',
    'limi',
    'limits',
    '%6Cimi%74=1',
    '%',
    '%zz=1',
    'x=%',
    '%5b',
    'a=b=c',
    '[',
    'é=1',
  ];
  const values = [
    '',
    '1',
    'a,b',
    'a=b',
    '%31',
    '%',
    '%zz',
    'é',
    'a%26b',
    '+',
    'a b',
    ';',
    '"',
    '~',
    '\u007f',
  ];

  function part(): string {
    if (random() < 0.3) return pick(strange);
    const name = spelled(pick(parameters), pick([0, 0.2, 1]));
    return random() < 0.15 ? name : `${name}=${pick(values)}`;
  }

  function query(): string {
    return times(Math.floor(random() * 5), part).join('&');
  }

  const compiled = parameters.map((name) => ({
    name,
    present: new RegExp(isPresent(name), 's'),
    repeated: new RegExp(isRepeated(name), 's'),
    encoded: new RegExp(isEncoded(name), 's'),
  }));

  test('are there, and given again, as splitQuery says', () => {
    const counts = { absent: 0, once: 0, again: 0 };
    const wrong: string[] = [];
    for (let round = 0; round < 20_000; round += 1) {
      const text = query();
      const split = splitQuery(text);
      for (const { name, present, repeated } of compiled) {
        const given = split.get(name)?.length ?? 0;
        if (present.test(text) !== given > 0 || repeated.test(text) !== given > 1)
          wrong.push(`${name} in ${text}`);
        counts[given === 0 ? 'absent' : given === 1 ? 'once' : 'again'] += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(500);
  });

  test('a value that stands there plainly is the value, and any other is called encoded', () => {
    const counts = { plain: 0, encoded: 0 };
    for (let round = 0; round < 20_000; round += 1) {
      const text = query();
      const { name, encoded } = pick(compiled);
      const [value, ...more] = splitQuery(text).get(name) ?? [''];
      if (value === '' || more.length > 0) continue;
      // Decoding changes nothing, and no byte is one that no client should send.
      const isPlain =
        value !== undefined &&
        /^[!-~]*$/.test(value) &&
        new RegExp(hasValue(name, escapeRegex(value)), 's').test(text);
      expect(encoded.test(text), `${name} in ${text}`).toBe(!isPlain);
      counts[isPlain ? 'plain' : 'encoded'] += 1;
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(500);
  });

  test('no name is taken for another that begins or ends like it', () => {
    for (const name of parameters)
      for (const text of [
        `${name}x=1`,
        `x${name}=1`,
        `a=${name}`,
        `a=1${name}=1`,
        `${name}%3D1`,
        `%26${name}=1`,
      ])
        expect(new RegExp(isPresent(name)).test(text), text).toBe(splitQuery(text).has(name));
  });

  test('every spelling of a name is found', () => {
    for (const name of parameters)
      for (const text of [name, escaped(name), ...times(50, () => spelled(name))])
        expect(new RegExp(`^${anySpelling(name)}$`).test(text), text).toBe(true);
  });
});

describe('instants', () => {
  const raw = new RegExp(`^(?:${RAW_INSTANT})$`);
  const parts = new RegExp(`^(?:${RAW_INSTANT_PARTS})$`);

  function digits(count: number): string {
    return times(count, () => Math.floor(random() * 10)).join('');
  }

  /** Near the borders of what the calendar has. */
  function instant(): string {
    const year = pick(['0000', '1900', '2000', '2023', '2024', '2100', '2400', '9999', digits(4)]);
    const month = pick(['00', '01', '02', '02', '02', '04', '06', '12', '13', digits(2)]);
    const day = pick(['00', '01', '28', '29', '29', '30', '31', '32', digits(2)]);
    const time = pick([
      '00:00:00',
      '23:59:59',
      '24:00:00',
      '12:60:00',
      '12:00:60',
      '10:20:30',
      `${digits(2)}:00:00`,
    ]);
    const fraction = pick(['', '', '.0', '.5', '.120', '.000001', '.', `.${digits(9)}`]);
    return `${year}-${month}-${day}T${time}${fraction}${pick(['Z', 'Z', 'Z', 'Z', '', 'z', '+00:00'])}`;
  }

  test('are those of isInstant, but for leap seconds', () => {
    let sound = 0;
    const wrong: string[] = [];
    for (let round = 0; round < 50_000; round += 1) {
      const text = instant();
      const expected = isInstant(text) && !/:60(?:\.|Z)/.test(text);
      if (raw.test(text) !== expected) wrong.push(text);
      if (expected) sound += 1;
    }
    expect(wrong).toEqual([]);
    expect(sound).toBeGreaterThan(2000);
  });

  test('every day of four hundred years, and the days that there are not', () => {
    const wrong: string[] = [];
    for (let year = 1800; year < 2200; year += 1)
      for (const month of ['01', '02', '04', '12', '13'])
        for (const day of ['00', '01', '28', '29', '30', '31', '32']) {
          const text = `${year}-${month}-${day}T00:00:00Z`;
          if (raw.test(text) !== isInstant(text)) wrong.push(text);
        }
    expect(wrong).toEqual([]);
  });

  test('colons may be escaped, other signs not', () => {
    expect(raw.test('2024-02-29T10%3A20%3a30.5Z')).toBe(true);
    expect(raw.test('2024%2D02-29T10:20:30Z')).toBe(false);
  });

  test('their parts are the moment, the fraction without its last zeros', () => {
    let taken = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const text = instant();
      if (!raw.test(text)) continue;
      const [, year, month, day, hour, minute, second, fraction = ''] = parts.exec(text)!;
      expect(fraction, text).not.toMatch(/0$/);
      const again = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction || '0'}Z`;
      expect(toMicroseconds(again), text).toBe(toMicroseconds(text));
      taken += 1;
    }
    expect(taken).toBeGreaterThan(1000);
  });
});

describe('Accept', () => {
  const [, , [acceptable]] = queryTable.classifiers.find(({ name }) => name === 'accept')!
    .cases as unknown as [unknown, unknown, [Parameters<typeof matches>[0]]];

  test.each([
    ['*/*', true],
    ['text/html, application/taxii+json ; version = "2.1" ; charset = utf-8', true],
    ['application/*;q=0.001', true],
    ['*/*;a=', true],
    ['*/*;a= ;b=c d', true],
    ['application/taxii+json;version=2.0', false],
    ['*/*;q=0.000', false],
    ['*/*;=', false],
    ['text/html', false],
  ])('%s: %s', (accept, expected) => {
    expect(matches(acceptable, [accept])).toBe(expected);
  });
});
