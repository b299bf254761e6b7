import { type Condition, firstOf, literal, type RewriteRule, read, set } from './syntax.ts';

/**
 * `.htaccess` may not name a map. So rows stand in the text that a condition searches, behind the word that is
 * looked for, and the expression finds the row that begins as that word does. A line holds a hundred rows; Apache
 * reads all lines at every request, and is slow with many.
 */

/** A word, then its values: of none of the signs that part them. */
export type Row = readonly [key: string, ...values: string[]];

/** Finds the row of the word in a variable, and puts the values of the row into others. */
export function lookUp(name: string, rows: readonly Row[], into: readonly string[]): RewriteRule[] {
  const values = into.map(() => '=([^= ]*)').join('');
  const flags = into.map((variable, index) => set(variable, `%${index + 2}`));
  return ruleForEach([name], rows, `^([^ ]+) (?:.* )?\\1${values} `, flags);
}

/** Sets flags where a row of the first word has the second among its values. */
export function wherePaired(
  first: string,
  second: string,
  rows: readonly Row[],
  flags: readonly string[],
): RewriteRule[] {
  return ruleForEach([first, second], rows, '^([^ ]+) ([^ ]+) (?:.* )?\\1(?:=[^= ]*)*=\\2[= ]', flags);
}

/** Sets flags where the word in a variable is one of some. */
export function whereAmong(name: string, words: readonly string[], flags: readonly string[]): RewriteRule[] {
  const rows = words.map((word): Row => [word]);
  return ruleForEach([name], rows, '^([^ ]+) (?:.* )?\\1 ', flags);
}

/** One rule for as many rows as a line takes. */
function ruleForEach(
  names: readonly string[],
  rows: readonly Row[],
  is: string,
  flags: readonly string[],
): RewriteRule[] {
  const sought = names.map(read).join(' ');
  return firstOf(
    linesOf(rows).map((line) => ({ when: [{ of: `${sought} ${line} `, is } satisfies Condition], flags })),
  );
}

/** Of a line in `.htaccess` Apache reads 8,192 bytes at most; what stands around the rows needs some. */
const MOST_BYTES = 7500;

function linesOf(rows: readonly Row[]): string[] {
  const lines: string[] = [];
  for (const row of rows) {
    const text = row.map(cell).join('=');
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length < MOST_BYTES)
      lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

/** @throws Error where the text would be taken for more than one */
function cell(text: string): string {
  if (/[= ]|[^!-~]/.test(text)) throw new Error(`cannot stand in a row: ${text}`);
  return literal(text);
}
