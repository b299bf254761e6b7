import type { Send, WireAnswer } from './wire.ts';

/** Milliseconds. A server that wants longer is left alone. */
const LONGEST_WAIT = 120_000;
/** Where a server says "too many" without saying for how long. */
const USUAL_WAIT = 5_000;
const ATTEMPTS = 4;

/**
 * Waits and asks again where a server says that it has too much to do (RFC 6585 §4; RFC 9110 §10.2.3,
 * §15.6.4). An answer of 429 or 503 that is left after that is handed on.
 * @param wait milliseconds
 */
export function politely(send: Send, wait: (milliseconds: number) => Promise<void>): Send {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send(request);
      const pause = pauseOf(answer);
      if (pause === undefined || pause > LONGEST_WAIT || attempt === ATTEMPTS) return answer;
      await wait(pause * (isTold(answer) ? 1 : attempt));
    }
  };
}

/** Milliseconds to wait; undefined where the answer is one. */
export function pauseOf(answer: WireAnswer): number | undefined {
  if (answer.status !== 429 && !(answer.status === 503 && isTold(answer))) return undefined;
  const told = answer.headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(told)) return Number(told) * 1000;
  // A date is compared with the server's own clock, which is the one that it means.
  const until = Date.parse(told) - Date.parse(answer.headers.get('Date') ?? '');
  return Number.isNaN(until) ? USUAL_WAIT : Math.max(until, 0);
}

function isTold({ headers }: WireAnswer): boolean {
  return headers.has('Retry-After');
}
