import { type Diagnostic, diagnose } from './diagnostic.ts';

/** Of one code and severity, so many are kept: nobody reads more, and memory has an end. */
export const MOST_OF_A_CODE = 10_000;

/** The findings, and in place of those that are too many of one code, how many there are. */
export function limited(found: Iterable<Diagnostic>): Diagnostic[] {
  const kept: Diagnostic[] = [];
  const counts = new Map<string, { count: number; last: Diagnostic }>();
  for (const diagnostic of found) {
    const key = `${diagnostic.severity} ${diagnostic.code}`;
    const known = counts.get(key) ?? { count: 0, last: diagnostic };
    counts.set(key, known);
    known.count += 1;
    if (known.count > MOST_OF_A_CODE) continue;
    known.last = diagnostic;
    kept.push(diagnostic);
  }
  for (const { count, last } of counts.values()) {
    const { code, severity, at } = last;
    if (count > MOST_OF_A_CODE)
      kept.push(
        diagnose(
          'site/not-listed',
          { code, count: count - MOST_OF_A_CODE },
          { severity, ...(at ? { at } : {}) },
        ),
      );
  }
  return kept;
}
