/** The Caddyfile's syntax: lines, blocks, and the two things that Caddy works out a value with. */

export type Line = string | { readonly head: string; readonly lines: readonly Line[] };

export function block(head: string, lines: readonly Line[]): Line {
  return { head, lines };
}

export function print(lines: readonly Line[], indent = ''): string {
  return lines.map((line) => printLine(line, indent)).join('');
}

function printLine(line: Line, indent: string): string {
  if (typeof line === 'string') return `${indent}${line}\n`;
  return `${indent}${line.head} {\n${print(line.lines, `${indent}\t`)}${indent}}\n`;
}

/**
 * A word in which only placeholders mean anything to Caddy: between backticks nothing is an escape, a comment or
 * a number.
 * @throws Error where the text holds what no escape could keep: each import takes one away
 */
export function word(text: string): string {
  if (/[`\n]|\\[{}]|\{\$/.test(text)) throw new Error(`cannot be written into a Caddyfile: ${text}`);
  return `\`${text}\``;
}

/** A value in which "$" and a digit is a group of an expression, and any other "$" is itself. */
function expansion(value: string): string {
  return word(value.replace(/\$(\d?)/g, (_, digit: string) => (digit ? `\${${digit}}` : '$$')));
}

export interface Case {
  /** A regular expression (RE2). */
  readonly regex: string;
  readonly ignoreCase?: boolean;
  /** "$1" stands for the first group. */
  readonly value: string;
}

export interface Choice {
  /** A text with placeholders. */
  readonly of: string;
  /** The name of the placeholder that the choice can be read at. */
  readonly as: string;
  readonly cases: readonly Case[];
  readonly otherwise: string;
}

/** The value of the first expression that matches. */
export function choose({ of, as, cases, otherwise }: Choice): Line {
  const always = cases.findIndex(({ regex }) => regex === '');
  const tried = always < 0 ? cases : cases.slice(0, always);
  const rest = always < 0 ? otherwise : cases[always]!.value;
  return block(`map ${word(of)} {${as}}`, [
    // Most requests have no query, and many no Accept: a comparison spares them all expressions.
    `\`\` ${word(valueFor(tried, '') ?? rest)}`,
    ...unique(tried).map((one) => `${word(`~${flags(one)}${one.regex}`)} ${expansion(one.value)}`),
    `default ${word(rest)}`,
  ]);
}

/** `.` takes any character, as the expressions are meant. */
function flags({ ignoreCase }: Case): string {
  return ignoreCase ? '(?is)' : '(?s)';
}

function valueFor(cases: readonly Case[], text: string): string | undefined {
  for (const { regex, ignoreCase, value } of cases) {
    const found = new RegExp(regex, ignoreCase ? 'is' : 's').exec(text);
    if (found) return value.replace('$1', () => found[1] ?? '');
  }
  return undefined;
}

/** Caddy refuses an expression that stands there twice; the second could never match. */
function unique(cases: readonly Case[]): Case[] {
  const seen = new Set<string>();
  return cases.filter(({ regex, ignoreCase }) => {
    const key = `${ignoreCase} ${regex}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** The parts of a text, put together in several ways; "$" and a digit stands for a group. */
export function takeApart(
  of: string,
  regex: string,
  into: Readonly<Record<string, string>>,
  otherwise: string,
): Line {
  const names = Object.keys(into).map((name) => `{${name}}`);
  return block(`map ${word(of)} ${names.join(' ')}`, [
    [word(`~${regex}`), ...Object.values(into).map(expansion)].join(' '),
    `default ${names.map(() => word(otherwise)).join(' ')}`,
  ]);
}

/** A row of values for each of some words; the values may hold placeholders. */
export function lookUp(
  of: string,
  as: readonly string[],
  rows: readonly (readonly [key: string, ...values: string[]])[],
  otherwise: readonly string[] = as.map(() => ''),
): Line {
  return block(`map ${word(of)} ${as.map((name) => `{${name}}`).join(' ')}`, [
    ...rows.map((row) => row.map(word).join(' ')),
    `default ${otherwise.map(word).join(' ')}`,
  ]);
}

/**
 * Keeps values. Caddy works out a `map` anew whenever it is read, from what the request has become meanwhile.
 * @param matcher with the "@"
 */
export function keep(values: Readonly<Record<string, string>>, matcher?: string): Line {
  return block(
    matcher ? `vars ${matcher}` : 'vars',
    Object.entries(values).map(([name, value]) => `${name} ${word(value)}`),
  );
}

/** Where a kept value can be read. */
export function kept(name: string): string {
  return `{http.vars.${name}}`;
}

/** Lines for requests for which a kept value is one of some words. */
export function where(
  matcher: string,
  name: string,
  words: readonly string[],
  lines: readonly Line[],
): Line[] {
  return [`@${matcher} vars ${word(name)} ${words.map(word).join(' ')}`, block(`route @${matcher}`, lines)];
}
