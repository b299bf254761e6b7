import { createHandler } from '../../src/query/handler.ts';
import type { Storage } from '../../src/query/storage.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';

/** What an answer must be. `elsewhere` is a path that is not TAXII's: the host answers it in its own way. */
export type Expected = ExpectedAnswer | 'elsewhere';

export interface ExpectedAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly dateFirst: string | undefined;
  readonly dateLast: string | undefined;
  /** Empty for HEAD. */
  readonly body: string;
}

/** Says what a request must be answered with, from the files that the server has as well. */
export type Reference = (request: RawRequest) => Promise<Expected>;

/** Methods that the web's Request cannot carry; to TAXII they are unknown ones. */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** The level 3 handler as a reference. */
export function handlerReference(storage: Storage): Reference {
  const handler = createHandler(storage);
  return remembered(async ({ method, target, headers = [] }) => {
    const request = new Request(`http://localhost${target}`, {
      method: FORBIDDEN.has(method) ? 'UNKNOWN' : method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    });
    const response = await handler(request);
    if (!response) return 'elsewhere';
    return {
      status: response.status,
      contentType: response.headers.get('Content-Type') ?? undefined,
      dateFirst: response.headers.get('X-TAXII-Date-Added-First') ?? undefined,
      dateLast: response.headers.get('X-TAXII-Date-Added-Last') ?? undefined,
      body: await response.text(),
    };
  });
}

/** Several judges ask for the same answer at about the same time. */
function remembered(reference: Reference): Reference {
  const known = new Map<string, Promise<Expected>>();
  return (request) => {
    const key = JSON.stringify([request.method, request.target, request.headers ?? []]);
    const answer = known.get(key) ?? reference(request);
    known.set(key, answer);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    return answer;
  };
}

/** Answers of half a megabyte each, at worst. */
const REMEMBERED = 32;

/**
 * True for a request that HTTP itself forbids, or that is longer than servers read: whatever error a server has
 * for that is right, and it may not even be the site's own (RFC 9112 §3).
 */
export function isBeyondHttp({ method, target, headers = [] }: RawRequest): boolean {
  const values = headers.map(([, value]) => value).join('');
  return (
    !/^[A-Z]+$/.test(method) ||
    !/^\/[!-~]*$/.test(target) ||
    /["#<>\\^`{|}]/.test(target) ||
    target.length > LONGEST_TARGET ||
    values.length > LONGEST_TARGET
  );
}

/** Bytes that every server reads in its request line: Apache's own default is 8190. */
const LONGEST_TARGET = 7000;

/** In what an answer is not what it must be; empty where it is. */
export function differences(request: RawRequest, answer: RawAnswer, expected: Expected): string[] {
  if (expected === 'elsewhere') return differencesElsewhere(request, answer);
  const found: string[] = [];
  const compare = (what: string, got: string | number | undefined, wanted: string | number | undefined) => {
    if (got !== wanted) found.push(`${what}: ${shown(got)} instead of ${shown(wanted)}`);
  };
  compare('status', answer.status, expected.status);
  // A preflight answer has no body whose type could be told.
  if (expected.status !== 204) compare('Content-Type', answer.header('Content-Type'), expected.contentType);
  compare('X-TAXII-Date-Added-First', answer.header('X-TAXII-Date-Added-First'), expected.dateFirst);
  compare('X-TAXII-Date-Added-Last', answer.header('X-TAXII-Date-Added-Last'), expected.dateLast);
  compare('body', answer.body.toString(), request.method === 'HEAD' ? '' : expected.body);
  compare('Access-Control-Allow-Origin', answer.header('Access-Control-Allow-Origin'), '*');
  return found;
}

/** No page of TAXII is given out under another path, but for the files under their own names. */
function differencesElsewhere({ target }: RawRequest, answer: RawAnswer): string[] {
  if (answer.status >= 500 && answer.status !== 501)
    return [`status: ${answer.status} for a path that is not TAXII's`];
  const isTaxii = answer.header('Content-Type')?.startsWith('application/taxii+json') ?? false;
  if (answer.status === 200 && isTaxii && !target.startsWith('/_taxii/'))
    return ['a TAXII resource under a path that is not TAXII’s'];
  return [];
}

function shown(value: string | number | undefined): string {
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 300 ? `${value.slice(0, 300)}… (${value.length})` : value);
}
