import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { differences, type Expected, isBeyondHttp, type Reference } from './compare.ts';
import type { CorpusRequest } from './corpus.ts';
import type { BatteryRequest } from './random-requests.ts';
import type { Truth } from './truth.ts';

/** What a run of the battery found. */
export interface Report {
  readonly total: number;
  /** How many answers there were of each kind, the kinds in alphabetical order. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Answers that must not be, each with its request. */
  readonly wrong: readonly Wrong[];
}

export interface Wrong {
  readonly request: BatteryRequest;
  readonly why: string;
}

export interface BatteryRun {
  /** Those of the corpus say which status they want; a host that declines may have an error instead of 200. */
  readonly requests: readonly (BatteryRequest & Partial<CorpusRequest>)[];
  readonly send: (request: RawRequest) => Promise<RawAnswer>;
  /** What every answer must be; left out where only the truth is to judge. */
  readonly reference?: Reference;
  /** Judges every answer by the standard, whatever the reference says. */
  readonly truth?: Truth;
  /**
   * Names a departure that the host is known for and says so, where that explains the answer; it is counted under
   * the name instead of being wrong.
   */
  readonly departure?: (
    request: RawRequest,
    answer: RawAnswer,
    expected: Expected | undefined,
  ) => string | undefined;
  /** True where the host may decline what it has no page for. */
  readonly declines?: boolean;
  /** Requests under way at once; 8 by default. */
  readonly width?: number;
}

/** Sends all requests and judges all answers. */
export async function runBattery(run: BatteryRun): Promise<Report> {
  const counts = new Map<string, number>();
  const wrong: Wrong[] = [];
  const waiting = [...run.requests].reverse();
  const work = async () => {
    for (let request = waiting.pop(); request; request = waiting.pop()) {
      const kinds = await judge(run, request).catch((error: Error) => [`wrong: no answer: ${error.message}`]);
      for (const kind of kinds) {
        const isWrong = kind.startsWith(WRONG);
        if (isWrong) wrong.push({ request, why: kind.slice(WRONG.length) });
        const counted = isWrong ? 'wrong' : kind;
        counts.set(counted, (counts.get(counted) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: run.width ?? 8 }, work));
  const kinds = new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { total: run.requests.length, kinds, wrong };
}

const WRONG = 'wrong: ';

async function judge(run: BatteryRun, request: BatteryRun['requests'][number]): Promise<string[]> {
  const answer = await run.send(request);
  const found: string[] = [];
  if (request.status !== undefined && !isAllowed(run, answer.status, request.status)) {
    const departure = run.departure?.(request, answer, undefined);
    if (departure !== undefined) return [`departure: ${departure}`];
    found.push(`${WRONG}status ${answer.status} instead of ${request.status}, whatever the reference says`);
  }
  if (run.reference) found.push(await judgeByReference(run, run.reference, request, answer));
  if (run.truth) {
    const verdict = await run.truth.judge(request, answer);
    const departure = verdict.is === 'wrong' ? run.departure?.(request, answer, undefined) : undefined;
    if (departure !== undefined) found.push(`truth: departure: ${departure}`);
    else if (verdict.is === 'wrong') found.push(`${WRONG}by the standard: ${verdict.why}`);
    else found.push(`truth: ${verdict.is}${verdict.is === 'declined' ? `: ${verdict.what}` : ''}`);
  }
  return found;
}

function isAllowed({ declines = false }: BatteryRun, got: number, wanted: number): boolean {
  return got === wanted || (declines && wanted < 500 && got >= 400 && got < 500);
}

async function judgeByReference(
  run: BatteryRun,
  reference: Reference,
  request: BatteryRequest,
  answer: RawAnswer,
): Promise<string> {
  if (isBeyondHttp(request)) return judgeBeyondHttp(answer);
  const expected = await reference(request);
  const found = differences(request, answer, expected);
  if (found.length === 0) return expected === 'elsewhere' ? 'elsewhere' : `equal: ${expected.status}`;
  const departure = run.departure?.(request, answer, expected);
  return departure === undefined ? `${WRONG}${found.join('; ')}` : `departure: ${departure}`;
}

function judgeBeyondHttp({ status }: RawAnswer): string {
  return status >= 500 && status !== 501 ? `${WRONG}status ${status}` : `beyond HTTP: ${status}`;
}

/** A report for people: counts, then the first wrong answers with their requests, ready to be sent again. */
export function printReport({ total, kinds, wrong }: Report, most = 10): string {
  const lines = [
    `${total} requests`,
    ...[...kinds].map(([kind, count]) => `${String(count).padStart(6)} ${kind}`),
  ];
  for (const { request, why } of wrong.slice(0, most))
    lines.push(
      `${request.name}: ${request.method} ${JSON.stringify(request.target.slice(0, 500))} ${JSON.stringify(request.headers ?? [])}`,
      `    ${why}`,
    );
  if (wrong.length > most) lines.push(`… and ${wrong.length - most} more`);
  return lines.join('\n');
}
