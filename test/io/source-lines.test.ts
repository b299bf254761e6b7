import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceReader } from '../../src/io/source-lines.ts';
import { positionOf } from '../../src/json/position.ts';
import { temporaryFolder } from '../support/content.ts';
import { scratch } from '../support/scratch.ts';
import '../support/seed.ts';

function reader(text: string | Uint8Array) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'f'), text);
  const read = sourceReader(folder);
  return (line: number, column?: number) => read('f', line, column);
}

/** The three lines as text. */
const texts = (text: string | Uint8Array, line: number, column?: number) => {
  const found = reader(text)(line, column);
  return found && [found.before?.text, found.line.text, found.after?.text];
};

describe('the lines around a place', () => {
  test.each<[string, string, number, (string | undefined)[] | undefined]>([
    ['the first', 'a\nb\nc\n', 1, [undefined, 'a', 'b']],
    ['one in the middle', 'a\nb\nc\n', 2, ['a', 'b', 'c']],
    ['the last', 'a\nb\nc\n', 3, ['b', 'c', undefined]],
    ['the last without an end', 'a\nb\nc', 3, ['b', 'c', undefined]],
    ['what comes after the last end', 'a\nb\n', 3, ['b', '', undefined]],
    ['beyond the end', 'a\n', 3, undefined],
    ['of an empty file', '', 1, [undefined, '', undefined]],
    ['empty ones', '\n\n\n', 2, ['', '', '']],
    ['ends of Windows', 'a\r\nb\r\nc', 2, ['a', 'b', 'c']],
    ['a carriage return alone ends no line', 'a\rb\nc', 1, [undefined, 'a\rb', 'c']],
    ['a byte order mark stays to be seen', '\ufeffa\n', 1, [undefined, '\ufeffa', undefined]],
  ])('%s', (_, text, line, expected) => expect(texts(text, line)).toEqual(expected));

  test('their numbers, and that they are whole', () => {
    const whole = (number: number, text: string) => ({ number, text, column: 1, isCut: false });
    expect(reader('a\nbc\nd')(2, 2)).toEqual({
      before: whole(1, 'a'),
      line: whole(2, 'bc'),
      after: whole(3, 'd'),
    });
  });

  test('bytes that are no UTF-8 are shown as such', () => {
    expect(texts(Buffer.from('a\xffb', 'latin1'), 1)).toEqual([undefined, 'a\ufffdb', undefined]);
  });
});

describe('of a long line a part', () => {
  const long = Array.from({ length: 100_000 }, (_, n) => String(n % 10)).join('');

  test('around the column', () => {
    const { line } = reader(`a\n${long}\nb`)(2, 50_000)!;
    expect(line.text.slice(50_000 - line.column, 50_000 - line.column + 3)).toBe(long.slice(49_999, 50_002));
    expect(line.text.length).toBeLessThan(3000);
    expect(line.isCut).toBe(true);
  });

  test('its end, and then the next line', () => {
    const found = reader(`a\n${long}\nb`)(2, 100_000)!;
    expect(found.line.text.endsWith(long.slice(-10))).toBe(true);
    expect([found.before!.text, found.line.isCut, found.after!.text]).toEqual(['a', false, 'b']);
  });

  test('its beginning where no column is given, and where it is a neighbour', () => {
    for (const { text, isCut, column } of [reader(long)(1)!.line, reader(`${long}\nb`)(2)!.before!]) {
      expect(long.startsWith(text)).toBe(true);
      expect([isCut, column]).toEqual([true, 1]);
    }
  });

  test('no character is cut in two', () => {
    const ships = '🚢'.repeat(5000);
    for (const column of [1, 2, 4999, 5000, 5001]) {
      const { text } = reader(ships)(1, column)!.line;
      expect(text).toMatch(/^🚢+$/u);
    }
  });
});

test('whatever a text holds, a place is where positions are counted', () => {
  const character = fc.constantFrom(
    'a',
    'é',
    '名',
    '🚢',
    '\n',
    '\r',
    '\t',
    'x'.repeat(700),
    '名'.repeat(400),
  );
  fc.assert(
    fc.property(fc.array(character, { maxLength: 30 }), fc.nat(), (characters, at) => {
      const before = characters.slice(0, at % (characters.length + 1)).join('');
      const text = `${before}!${characters.slice(at % (characters.length + 1)).join('')}`;
      const bytes = new TextEncoder().encode(text);
      const { line, column } = positionOf(bytes, new TextEncoder().encode(before).length);
      const found = reader(bytes)(line, column)!.line;
      expect(found.text[column - found.column]).toBe('!');
    }),
    { numRuns: 300 },
  );
});

test('one reader gives the same, whatever it was asked before', () => {
  const lines = Array.from({ length: 50 }, (_, n) => `${n} ${'x'.repeat(n % 7 === 0 ? 3000 : n)} ${n}`);
  const folder = temporaryFolder();
  for (const name of ['f', 'g']) writeFileSync(join(folder, name), lines.join('\n'));
  const shared = sourceReader(folder);
  const place = fc.tuple(fc.constantFrom('f', 'g'), fc.integer({ min: 1, max: 51 }), fc.nat(3000));
  fc.assert(
    fc.property(fc.array(place), (places) => {
      for (const [file, line, column] of places)
        expect(shared(file, line, column)).toEqual(sourceReader(folder)(file, line, column));
    }),
    { numRuns: 50 },
  );
});

describe('what cannot be shown is not', () => {
  test.each<[string, (path: string) => void]>([
    ['nothing', () => undefined],
    ['a folder', (path) => mkdirSync(path)],
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ])('%s', (_, make) => {
    const folder = temporaryFolder();
    make(join(folder, 'f'));
    expect(sourceReader(folder)('f', 1, 1)).toBeUndefined();
    expect(sourceReader(folder)('f/g', 1, 1)).toBeUndefined();
  });

  test('a path that is none', () => {
    for (const path of ['', '\0', 'x'.repeat(5000)]) expect(sourceReader()(path, 1, 1)).toBeUndefined();
  });
});

test('a file of one line of 100 MB: places in order cost one pass, and memory stays small', () => {
  const folder = scratch('source-lines');
  const handle = openSync(join(folder, 'f'), 'w');
  const block = Buffer.alloc(1_000_000, 'x');
  for (let n = 0; n < 100; n += 1) writeSync(handle, block);
  closeSync(handle);
  const read = sourceReader(folder);
  const before = process.memoryUsage();
  const start = performance.now();
  for (let column = 1_000_000; column <= 100_000_000; column += 1_000_000)
    expect(read('f', 1, column)!.line.text.length).toBeGreaterThan(100);
  const { rss, heapTotal } = process.memoryUsage();
  rmSync(folder, { recursive: true });
  // Without a memory of where it was, this would read 5 GB; a loaded machine reads 100 MB in a few seconds.
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(rss - before.rss - (heapTotal - before.heapTotal)).toBeLessThan(60_000_000);
});
