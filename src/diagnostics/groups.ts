import type { Diagnostic, Severity } from './diagnostic.ts';

/** Findings of one code that count the same: a warning must not be hidden among errors, nor the reverse. */
export interface Group {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
}

/**
 * The findings to print one by one, and the groups of which there are more.
 * @param shown how many of each group are printed
 */
export function groupFindings(
  found: readonly Diagnostic[],
  shown: (severity: Severity) => number,
): { first: readonly Diagnostic[]; more: readonly Group[] } {
  const groups = countGroups(found);
  const left = new Map(groups.map((group) => [keyOf(group), shown(group.severity)]));
  const first = found.filter((diagnostic) => {
    const rest = left.get(keyOf(diagnostic))!;
    left.set(keyOf(diagnostic), rest - 1);
    return rest > 0;
  });
  return { first, more: groups.filter(({ severity, count }) => count > shown(severity)) };
}

/** In the order in which they first occur. */
export function countGroups(found: readonly Diagnostic[]): readonly Group[] {
  const groups = new Map<string, { code: string; severity: Severity; count: number }>();
  for (const { code, severity } of found) {
    const key = keyOf({ code, severity });
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { code, severity, count: 1 });
  }
  return [...groups.values()];
}

function keyOf({ code, severity }: { code: string; severity: Severity }): string {
  return `${severity} ${code}`;
}

/** How many there are of what, as in "3 errors, 120 warnings in 14 files". */
export function summarize(found: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = found.filter((diagnostic) => diagnostic.severity === severity).length;
    return count > 0 ? [plural(count, severity)] : [];
  });
  const files = new Set(found.flatMap(({ at }) => (at ? [at.file] : []))).size;
  return `${counts.join(', ')}${files > 0 ? ` in ${plural(files, 'file')}` : ''}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
