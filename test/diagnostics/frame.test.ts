import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Frame, frameOf } from '../../src/diagnostics/frame.ts';
import { visible } from '../../src/diagnostics/visible.ts';
import { widthOf } from '../../src/diagnostics/width.ts';
import '../support/seed.ts';

const line = (text: string, more: object = {}) => ({ number: 1, text, column: 1, isCut: false, ...more });
const print = (rows: readonly Frame[]) => rows.map(({ gutter, text }) => gutter + text);
const frame = (text: string, column?: number, width = 40) =>
  print(frameOf({ line: line(text) }, column, width));

describe('the marker', () => {
  test.each<[string, string, number, string[]]>([
    ['at the beginning', 'abc', 1, ['> 1 │ abc', '    │ ^']],
    ['in the middle', 'abc', 2, ['> 1 │ abc', '    │  ^']],
    ['after the end', 'abc', 4, ['> 1 │ abc', '    │    ^']],
    ['far after the end', 'abc', 99, ['> 1 │ abc', '    │    ^']],
    ['on an empty line', '', 1, ['> 1 │ ', '    │ ^']],
    ['after tabs', '\t\tx', 3, ['> 1 │         x', '    │         ^']],
    ['on a tab', 'a\tb', 2, ['> 1 │ a    b', '    │  ^']],
    ['after wide characters', '港🚢x', 4, ['> 1 │ 港🚢x', '    │     ^']],
    ['after a combining accent', 'e\u0301x', 3, ['> 1 │ e\u0301x', '    │  ^']],
    ['in the middle of a pair of units', '🚢x', 2, ['> 1 │ 🚢x', '    │   ^']],
    ['after what does not show itself', '\u001bx', 2, ['> 1 │ <U+001B>x', '    │         ^']],
  ])('%s', (_, text, column, rows) => expect(frame(text, column)).toEqual(rows));

  test('is left out where the whole line is meant', () => expect(frame('abc')).toEqual(['> 1 │ abc']));
});

test('line numbers are as wide as the widest', () => {
  const source = {
    before: line('a', { number: 9 }),
    line: line('b', { number: 10 }),
    after: line('c', { number: 11 }),
  };
  expect(print(frameOf(source, 1, 40))).toEqual(['   9 │ a', '> 10 │ b', '     │ ^', '  11 │ c']);
});

describe('a long line', () => {
  const long = Array.from({ length: 300 }, (_, n) => String.fromCharCode(97 + (n % 26))).join('');

  test('is shown around its column, with a sign where it goes on', () => {
    const [text, marker] = frame(long, 150, 40);
    expect(text).toMatch(/^> 1 │ …[a-z]+…$/);
    expect(text!.length).toBeLessThanOrEqual(40);
    expect(text![marker!.indexOf('^')]).toBe(long[149]);
  });

  test('is shown from its beginning, or up to its end, where the column is near', () => {
    expect(frame(long, 5)[0]).toMatch(/^> 1 │ abc.*…$/);
    expect(frame(long, 299)[0]).toMatch(/^> 1 │ ….*klmn$/);
  });

  test('of which only a part is known goes on to both sides', () => {
    const [row] = print(frameOf({ line: line('abc', { column: 1000, isCut: true }) }, 1001, 40));
    expect(row).toBe('> 1 │ …abc…');
  });
});

test('whatever a line holds: it fits, shows no control, and its marker stands in it', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 1, max: 250 }),
      fc.integer({ min: 30, max: 120 }),
      (source, column, width) => {
        const [row, marker] = frameOf({ line: line(source) }, column, width);
        expect(visible(row!.text)).toBe(row!.text);
        expect(widthOf(row!.gutter + row!.text)).toBeLessThanOrEqual(width);
        expect(marker!.text.length).toBeLessThanOrEqual(widthOf(row!.text) + 1);
      },
    ),
    { numRuns: 500 },
  );
});

test('characters that are seen stay as they are', () => {
  for (const text of ['', 'plain ~!', 'é', '港の見張り', '🚢', '👩‍🚒', 'e\u0301', 'ﬁ', '\u200cمی‌شود'])
    expect(visible(text)).toBe(text);
});
