import type { Probe } from './probe.ts';

/** What a host can do (0 files, 1 headers by path, 2 rules on the query, 3 functions). */
export type Level = 0 | 1 | 2 | 3;

/**
 * MUST and SHOULD are the words of the standard that is cited. LEVEL is what the levels of this project promise
 * beyond them, because clients need it.
 */
export type Strength = 'MUST' | 'SHOULD' | 'LEVEL';

/** One thing that a server is held to. */
export interface Requirement {
  /** T: TAXII 2.1, by section. H: HTTP and the web. P: a promise of all levels of this project, or of one. */
  readonly id: string;
  readonly cites: string;
  readonly strength: Strength;
  /** The levels that are held to it. */
  readonly levels: readonly Level[];
  readonly title: string;
  /** Returns where the requirement is met; throws Fault, Skip, Declined or Unchecked. */
  readonly check: (probe: Probe) => Promise<void>;
}

/** Every TAXII server. */
export const taxii: readonly Level[] = [1, 2, 3];
/** Those that look at the request. */
export const ruled: readonly Level[] = [2, 3];
/** Those that cannot. */
export const fixed: readonly Level[] = [1];
