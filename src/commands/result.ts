import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';

/** What a command has to say; only `cli.ts` prints it. */
export interface CommandResult {
  /** 0 clean · 1 findings that stop the work · 2 wrong use */
  readonly exitCode: 0 | 1 | 2;
  readonly diagnostics: readonly Diagnostic[];
  /** For people. */
  readonly text: string;
  /** The same for programs, under --format json. */
  readonly data?: unknown;
}

export function failed(diagnostics: readonly Diagnostic[], exitCode: 1 | 2 = 1): CommandResult {
  return { exitCode, diagnostics, text: '' };
}

export function succeeded(diagnostics: readonly Diagnostic[], text: string, data?: unknown): CommandResult {
  return {
    exitCode: hasErrors(diagnostics) ? 1 : 0,
    diagnostics,
    text,
    ...(data === undefined ? {} : { data }),
  };
}
