import type { Diagnostic } from './diagnostic.ts';
import { printGithub } from './print-github.ts';
import { printJson } from './print-json.ts';
import { printPretty } from './print-pretty.ts';
import { printSarif } from './sarif/print-sarif.ts';
import type { Surroundings } from './surroundings.ts';

export type Format = 'pretty' | 'json' | 'sarif' | 'github';
export const formats: readonly Format[] = ['pretty', 'json', 'sarif', 'github'];

/** The findings as text. Formats for people and for workflow logs are empty where there is nothing to say. */
export function printDiagnostics(
  found: readonly Diagnostic[],
  format: Format,
  surroundings: Surroundings = {},
): string {
  if (format === 'json') return printJson({ diagnostics: found });
  if (format === 'sarif') return printSarif(found, surroundings.tool);
  return format === 'github' ? printGithub(found) : printPretty(found, surroundings);
}
