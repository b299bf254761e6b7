import type { Basis, FaultKind, Path } from './rules/rule.ts';

/** A fault of one object, before it is said what it counts for. */
export interface Fault {
  readonly kind: FaultKind<never>;
  readonly basis: Basis;
  readonly message: string;
  /** Leads from the object to what is wrong. */
  readonly path: Path;
  /** Where in the text at `path` it begins, in UTF-16 units; left out where the whole value is meant. */
  readonly offset?: number;
}
