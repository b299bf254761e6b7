import type { FileRule } from './file-table.ts';

/**
 * The steps from a request to a file, for all who take them. CloudFront's function is bundled from this module
 * (`hosts/cloudfront/runtime.ts`), so it keeps to what that runtime knows: no destructuring, spread or for-of.
 */

/** What the first case says that matches; "$1" in it stands for the group of the expression. */
export function firstOf<Case>(
  cases: readonly Case[],
  match: (one: Case) => RegExpExecArray | null,
  said: (one: Case) => string,
): string | undefined {
  for (let index = 0; index < cases.length; index += 1) {
    const found = match(cases[index]!);
    if (found) return said(cases[index]!).replace('$1', () => found[1] || '');
  }
  return undefined;
}

/** The first rule whose conditions all hold; the last one of a table has none. */
export function ruleFor<Rule extends Pick<FileRule, 'when'>>(
  rules: readonly Rule[],
  symbol: (dimension: string) => string,
): Rule {
  return rules.find((rule) =>
    Object.keys(rule.when).every((name) => rule.when[name]!.indexOf(symbol(name)) >= 0),
  )!;
}

/**
 * The sizes of pages that a limit allows, the largest first.
 * @param limit the symbol of the dimension
 */
export function sizesFrom(sizes: readonly number[], limit: string): readonly number[] {
  const most = limit === 'absent' ? sizes[0]! : Number(limit.slice('up-to-'.length));
  return sizes.filter((size) => size <= most);
}

/** The name of a file from its template. */
export function fill(template: string, size: number, captured: (name: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (_, name) => (name === 'size' ? `${size}` : captured(name)));
}

/**
 * A value of added_after in microseconds; what is finer is cut off.
 * @param parts of it, as `RAW_INSTANT_PARTS` finds them
 */
export function momentOf(parts: RegExpExecArray): number {
  const seconds = Date.parse(`${parts.slice(1, 4).join('-')}T${parts.slice(4, 7).join(':')}Z`);
  return seconds * 1000 + Number(`${parts[7] || ''}000000`.slice(0, 6));
}

/** Finer than microseconds, so that no cursor is spelled like it: between two objects there is no page for it. */
export function isFine(parts: RegExpExecArray): boolean {
  return (parts[7] || '').length > 6;
}
