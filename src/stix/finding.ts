import type { Basis, Level, Path } from './rules/rule.ts';

export type FindingSeverity = 'error' | 'warning';

/** One fault of one object. */
export interface Finding {
  readonly code: `stix/${string}`;
  readonly severity: FindingSeverity;
  readonly level: Level;
  readonly basis: Basis;
  /** Found, where and what was expected, in one sentence. */
  readonly message: string;
  /** How to mend it. */
  readonly help: string;
  /** From the value that was judged. */
  readonly path: Path;
  /** Where in the text at `path` it begins, in UTF-16 units; left out where the whole value is meant. */
  readonly offset?: number;
}

/** The MUST-level verdict: what the OASIS validator refuses as well, or would refuse. */
export function isValid(findings: readonly Finding[]): boolean {
  return !findings.some(({ level, basis }) => level === 'must' && basis !== 'text');
}
