import type { Severity } from '../diagnostic.ts';

/** A finding that the program can make, without the values of a case. */
export interface Entry<Values> {
  readonly severity: Severity;
  /** Found · where · expected. */
  readonly message: (values: Values) => string;
  /** The remedy. */
  readonly help: string;
}

/** Entries by code. */
export type Entries = Readonly<Record<string, Entry<never>>>;

export const error = entry('error');
export const warning = entry('warning');
export const note = entry('note');

function entry(severity: Severity) {
  return <Values>(message: (values: Values) => string, help: string): Entry<Values> => ({
    severity,
    message,
    help,
  });
}
