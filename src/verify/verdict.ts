import type { WireRequest } from './wire.ts';

/** Checks end by returning where a requirement is met, and by throwing one of these where it is not. */

/** What was seen, and what was expected in its place. */
export class Fault extends Error {
  readonly seen: string;
  readonly expected: string;
  readonly request: WireRequest;
  constructor(seen: string, expected: string, request: WireRequest) {
    super(`${seen}; expected: ${expected}`);
    this.seen = seen;
    this.expected = expected;
    this.request = request;
  }
}

/**
 * What the standard asks for is not there at all, rather than wrong. That is a fault above the level whose hosts may
 * be unable to have it (see `findLevel`).
 */
export class Lacking extends Fault {
  readonly upTo: 1 | 2;
  constructor(seen: string, expected: string, request: WireRequest, upTo: 1 | 2 = 1) {
    super(seen, expected, request);
    this.upTo = upTo;
  }
}

/** There is nothing here that the requirement could be tried on. */
export class Skip extends Error {}

/** There is something to try, but no leave to: too many requests. What follows is not known. */
export class Unchecked extends Error {}

/** A combination that the server has no answer for, and says so (DESIGN P5): what level 2 may do. */
export class Declined extends Error {
  readonly request: WireRequest;
  constructor(request: WireRequest) {
    super('declined with a TAXII error');
    this.request = request;
  }
}

/** @throws Fault unless the condition holds */
export function demand(
  condition: unknown,
  { request }: { readonly request: WireRequest },
  seen: string,
  expected: string,
): asserts condition {
  if (!condition) throw new Fault(seen, expected, request);
}

export type Verdict =
  | { readonly verdict: 'pass' }
  | {
      readonly verdict: 'fail' | 'lacking';
      readonly seen: string;
      readonly expected: string;
      readonly curl: string;
    }
  | { readonly verdict: 'skipped'; readonly reason: string }
  | { readonly verdict: 'unchecked'; readonly reason: string }
  | { readonly verdict: 'declined'; readonly curl: string };
