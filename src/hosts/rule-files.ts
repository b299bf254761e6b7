/**
 * The text files `_headers` and `_redirects`, which several hosts read: a rule begins with a path, in which `*`
 * stands for any text and `:name` for one segment; its headers follow on lines that are set in.
 */

export interface HeaderRule {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers of earlier rules that are taken back. */
  readonly without?: readonly string[];
}

export function printHeaders(rules: readonly HeaderRule[]): string {
  return rules.flatMap(headerLines).join('\n').concat('\n');
}

/** The lines of one rule. */
export function headerLines({ path, headers, without = [] }: HeaderRule): string[] {
  return [
    path,
    ...without.map((name) => `  ! ${name}`),
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
  ];
}

export function printRedirects(lines: readonly string[]): string {
  return lines.join('\n').concat('\n');
}
