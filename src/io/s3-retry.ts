import { setTimeout as sleep } from 'node:timers/promises';

export interface Backoff {
  readonly tries: number;
  /** Milliseconds before the second try; doubled before each further one. */
  readonly first: number;
  readonly most: number;
  /** Milliseconds from the beginning after which no further try begins; as in `usual` where it is not said. */
  readonly budget?: number;
}

/**
 * Longer than a bucket is throttled, shorter than people wait for a workflow: with the last try, which began in
 * time, less than two minutes.
 */
export const usual: Required<Backoff> = { tries: 10, first: 200, most: 20_000, budget: 80_000 };

/** Tries with who has never answered: most likely the address is wrong, or nothing is there. */
const UNHEARD = 4;

/** Milliseconds between two lines about tries. */
const LINES_APART = 1000;

/** What might have passed has not, after every try that there was time for. */
export class ExhaustedError extends Error {
  readonly tries: number;

  constructor(cause: unknown, tries: number, milliseconds: number) {
    const seconds = Math.round(milliseconds / 1000);
    super(`${faultText(cause)} (${tries} tries in ${seconds} second${seconds === 1 ? '' : 's'})`, { cause });
    this.tries = tries;
  }
}

/** Tries again what failed for a reason that may pass: 500, 503 SlowDown, a timeout, a connection that was cut. */
export class Patience {
  private readonly backoff: Backoff;
  private readonly say: (line: string) => void;
  private isHeard = false;
  private lastLine = Number.NEGATIVE_INFINITY;

  /** @param say is told of tries, since a silent program looks dead; not of all, since there may be thousands */
  constructor(backoff: Backoff = usual, say: (line: string) => void = () => undefined) {
    this.backoff = backoff;
    this.say = say;
  }

  /**
   * @throws ExhaustedError where no try of several has helped
   * @throws the fault itself where no other try could help
   */
  async attempt<Result>(act: () => Promise<Result>): Promise<Result> {
    const begin = performance.now();
    for (let tried = 1; ; tried += 1) {
      try {
        const result = await act();
        this.isHeard = true;
        return result;
      } catch (error) {
        await this.wait(error, tried, performance.now() - begin);
      }
    }
  }

  /**
   * Half of each pause is left to chance, so that those who were turned away together do not come back together.
   * @throws where nothing is left to wait for
   */
  private async wait(error: unknown, tried: number, spent: number): Promise<void> {
    const { first, most, budget = usual.budget } = this.backoff;
    if (statusOf(error) !== undefined) this.isHeard = true;
    const tries = this.isHeard ? this.backoff.tries : Math.min(this.backoff.tries, UNHEARD);
    if (!mayPass(error)) throw error;
    const pause = Math.min(first * 2 ** (tried - 1), most) * (0.5 + Math.random() / 2);
    if (tried >= tries || spent + pause >= budget)
      throw tried === 1 ? error : new ExhaustedError(error, tried, spent);
    this.tell(`Storage: ${faultText(error)}; sent again, try ${tried + 1} of ${tries}`);
    await sleep(pause);
  }

  private tell(line: string): void {
    const time = performance.now();
    if (time - this.lastLine < LINES_APART) return;
    this.lastLine = time;
    this.say(line);
  }
}

/** The HTTP status of an error of the SDK; undefined where no answer came. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** What an error of the SDK says, for people. */
export function faultText(error: unknown): string {
  const { name, message, code } = error as NodeJS.ErrnoException;
  // The SDK calls every lost connection a timeout.
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'the connection was cut';
  if (name === 'TimeoutError') return 'no answer in time';
  const text = [name === 'Error' ? '' : name, message || code].filter(Boolean).join(': ');
  return text.replace(/\.$/, '');
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
