import { catalogue } from './catalogue/index.ts';
import { shorten } from './shorten.ts';

export type Severity = 'error' | 'warning' | 'note';

/** Where something was found; the line and column are 1-based, the column in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** RFC 6901, from the root of the file. */
  readonly pointer?: string;
}

export interface Diagnostic {
  /** From the catalogue, or a rule's own. */
  readonly code: string;
  readonly severity: Severity;
  /** Found, where and what was expected, in one sentence. */
  readonly message: string;
  /** How to mend it. */
  readonly help: string;
  readonly at?: Place;
  /** The STIX object that it is about. */
  readonly object?: { readonly id: string; readonly type?: string };
  /** Other places that have to do with it. */
  readonly related?: readonly Related[];
}

export interface Related {
  /** What is there: a few words, without a full stop. */
  readonly message: string;
  readonly at: Place;
}

type Catalogue = typeof catalogue;
export type DiagnosticCode = keyof Catalogue;
export type Arguments<Code extends DiagnosticCode> = Parameters<Catalogue[Code]['message']>[0];

/** What belongs to one finding, beside its wording. `severity` overrides the catalogue's own. */
export type Circumstances = Partial<Pick<Diagnostic, 'at' | 'object' | 'severity' | 'related'>>;

/** A finding with the wording of the catalogue. */
export function diagnose<Code extends DiagnosticCode>(
  code: Code,
  values: Arguments<Code>,
  { severity, at, object, related }: Circumstances = {},
): Diagnostic {
  const entry = catalogue[code];
  const say = entry.message as (values: Arguments<Code>) => string;
  return {
    code,
    severity: severity ?? entry.severity,
    message: shorten(say(values)),
    help: entry.help,
    ...(at ? { at } : {}),
    // Callers hold objects that know much more than a finding has to tell.
    ...(object
      ? { object: { id: object.id, ...(object.type === undefined ? {} : { type: object.type }) } }
      : {}),
    ...(related ? { related } : {}),
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** By file, line, column, then code: the same order on every machine. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compare(a.at?.file ?? '', b.at?.file ?? '') ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
