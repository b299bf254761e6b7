/**
 * Which object versions a request asks for (TAXII 2.1 §3.4.1). Absent members do not restrict.
 */
export interface Filter {
  /** `all`, or any of `first`, `last` and timestamps. */
  readonly versions: 'all' | readonly string[];
  readonly types?: readonly string[];
  readonly ids?: readonly string[];
  readonly specVersions?: readonly string[];
}

/** A part of a collection's log, in the order of `date_added`. */
export interface Selection {
  readonly filter: Filter;
  /** From the start, after a moment (microseconds), or from a log number that a token names. */
  readonly from: 'start' | { readonly addedAfter: number } | { readonly n: number };
  /** As the client gave it; the server's own maximum applies as well. */
  readonly limit?: number;
}

export const latest: Filter = { versions: ['last'] };
