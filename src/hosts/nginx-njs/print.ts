/** A line of an nginx configuration, or a block of lines. */
export type Line = string | { readonly head: string; readonly lines: readonly Line[] };

export function block(head: string, lines: readonly Line[]): Line {
  return { head, lines };
}

/** A directive whose values are plain text, in which nothing means anything to nginx. */
export function directive(name: string, ...values: readonly string[]): string {
  return `${[name, ...values.map(quote)].join(' ')};`;
}

/**
 * nginx has no way to write a dollar sign in a value that may hold variables; `rewrite` and patterns are the
 * places where it is wanted, and there it keeps its meaning.
 */
function quote(text: string): string {
  if (/^[A-Za-z0-9_./-]+$/.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

export function print(lines: readonly Line[]): string {
  return lines.flatMap((line) => indented(line, '')).join('');
}

function indented(line: Line, indent: string): string[] {
  if (typeof line === 'string') return [`${indent}${line}\n`];
  const inner = line.lines.flatMap((one) => indented(one, `${indent}  `));
  return [`${indent}${line.head} {\n`, ...inner, `${indent}}\n`];
}
