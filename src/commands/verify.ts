import type { Paint } from '../diagnostics/surroundings.ts';
import { httpSend, wait } from '../io/http.ts';
import { basic, bearer } from '../verify/credentials.ts';
import { printReport, printRequirements } from '../verify/print-report.ts';
import type { Level } from '../verify/requirement.ts';
import { requirements } from '../verify/requirements/all.ts';
import { NoSuchCollectionError } from '../verify/target.ts';
import { CannotVerifyError, type Report, verify as run } from '../verify/verify.ts';
import type { Progress } from './gather/workspace.ts';
import type { CommandResult } from './result.ts';

export interface VerifyOptions {
  readonly url: string;
  /** "name:password" */
  readonly user?: string;
  readonly token?: string;
  readonly collection?: string;
  readonly level?: Level;
  readonly maxRequests: number;
  /** Seconds for one answer. */
  readonly timeout: number;
  readonly paint?: Paint;
  readonly progress?: Progress;
  /** Of this program. */
  readonly version: string;
}

/** Holds a live server to TAXII 2.1, and to what its level promises. */
export async function verify(options: VerifyOptions): Promise<CommandResult> {
  const { url, user, token, collection, level, maxRequests, timeout, progress } = options;
  const credentials = token !== undefined ? bearer(token) : user !== undefined ? basic(user) : undefined;
  try {
    const report = await run({
      url,
      send: httpSend({ timeout: timeout * 1000, userAgent: `taxii-press/${options.version}` }),
      wait,
      maxRequests,
      ...(credentials ? { credentials } : {}),
      ...(collection === undefined ? {} : { collection }),
      ...(level === undefined ? {} : { level }),
      tell: (done, total) => progress?.('Verified', done, total),
    });
    return told(report, options.paint);
  } catch (error) {
    if (!(error instanceof CannotVerifyError || error instanceof NoSuchCollectionError)) throw error;
    const text = `${url} cannot be verified: ${error.message}.\n`;
    return { exitCode: 2, diagnostics: [], text, data: { url, error: error.message } };
  }
}

function told(report: Report, paint: Paint | undefined): CommandResult {
  return {
    exitCode: report.conforms ? 0 : 1,
    diagnostics: [],
    text: printReport(report, paint),
    data: report,
  };
}

/** Everything that a server is held to. */
export function listRequirements(paint?: Paint): CommandResult {
  const data = requirements.map(({ check: _, ...requirement }) => requirement);
  return { exitCode: 0, diagnostics: [], text: printRequirements(requirements, paint), data };
}
