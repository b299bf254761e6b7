import { shorten } from '../diagnostics/shorten.ts';
import type { Basis, FaultKind, Level, Path } from './rules/rule.ts';

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
  /** Where in the text at `path` it begins, in UTF-16 units; undefined where the whole value is meant. */
  readonly offset: number | undefined;
}

/** A finding that is put into words when somebody reads it: of most, only the number is asked. */
export class LateFinding implements Finding {
  readonly severity: FindingSeverity;
  readonly basis: Basis;
  readonly path: Path;
  readonly offset: number | undefined;
  readonly kind: FaultKind<never>;
  /** Set where it is the last of many, and there are more. */
  isCut = false;
  private readonly values: unknown;

  /** @param values what the kind's message takes; or the message itself */
  constructor(
    kind: FaultKind<never>,
    basis: Basis,
    severity: FindingSeverity,
    values: unknown,
    path: Path,
    offset?: number,
  ) {
    this.kind = kind;
    this.basis = basis;
    this.severity = severity;
    this.values = values;
    this.path = path;
    this.offset = offset;
  }

  get code() {
    return this.kind.code;
  }

  get level() {
    return this.kind.level;
  }

  get help() {
    return this.kind.help;
  }

  get message(): string {
    const message = shorten(
      typeof this.values === 'string' ? this.values : this.kind.message(this.values as never),
    );
    return this.isCut ? `${message} There is more of this kind, which is not listed.` : message;
  }
}

/** The MUST-level verdict: what the OASIS validator refuses as well, or would refuse. */
export function isValid(findings: readonly Finding[]): boolean {
  return !findings.some(({ level, basis }) => level === 'must' && basis !== 'text');
}
