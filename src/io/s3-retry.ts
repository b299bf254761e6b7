import { setTimeout as sleep } from 'node:timers/promises';

export interface Backoff {
  readonly tries: number;
  /** Milliseconds before the second try; doubled before each further one. */
  readonly first: number;
  readonly most: number;
}

/** Some two minutes in all: longer than a bucket is throttled, shorter than people wait for a workflow. */
const usual: Backoff = { tries: 10, first: 200, most: 20_000 };

/**
 * Tries again what failed for a reason that may pass: 500, 503 SlowDown, a timeout, a connection that was cut. Half
 * of each pause is left to chance, so that those who were turned away together do not come back together.
 */
export async function patiently<Result>(
  act: () => Promise<Result>,
  { tries, first, most }: Backoff = usual,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt >= tries || !mayPass(error)) throw error;
      await sleep(Math.min(first * 2 ** (attempt - 1), most) * (0.5 + Math.random() / 2));
    }
  }
}

/** The HTTP status of an error of the SDK; undefined where no answer came. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** What passes although its status is below 500. */
const PASSING = new Set([408, 429]);
/** Refused before anything is sent: no try will change it. */
const SETTLED = /^(?:CredentialsProviderError|TokenProviderError|InvalidArgument|TypeError|RangeError)$/;

function mayPass(error: unknown): boolean {
  const status = statusOf(error);
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (status === undefined || status < 300)
    return !SETTLED.test(name) && !/^Region is missing/.test(message) && code !== 'ENOTFOUND';
  if (name === 'RequestTimeout' || name === 'SlowDown') return true;
  return (status >= 500 && status !== 501) || PASSING.has(status);
}
