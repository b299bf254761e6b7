/** A request as it goes over the wire. Redirects are answers like all others: nobody follows them. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/**
 * The only way out of this room.
 * @throws NoAnswerError where there is none, or it takes too long
 */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/** A server that cannot be reached, breaks off, or keeps silent. */
export class NoAnswerError extends Error {}

/** A request and what came back. */
export interface Exchange extends WireAnswer {
  readonly request: WireRequest;
  readonly text: string;
}

/**
 * The request as a line for a shell. Credentials are left to the environment, so that a report may be shown
 * around; "-g" keeps curl's hands off brackets.
 */
export function curlLine({ method, url, headers, body }: WireRequest): string {
  const options = Object.entries(headers).map(([name, value]) =>
    name.toLowerCase() === 'authorization'
      ? `-H "Authorization: $AUTHORIZATION"`
      : `-H ${quote(`${name}: ${value}`)}`,
  );
  // Without being told otherwise, curl accepts anything.
  if (!Object.keys(headers).some((name) => name.toLowerCase() === 'accept')) options.push(`-H 'Accept:'`);
  const verb = method === 'GET' ? [] : method === 'HEAD' ? ['-I'] : ['-X', method];
  const data = body === undefined ? [] : ['--data-raw', quote(body)];
  return ['curl', '-gsi', ...verb, ...options, ...data, quote(url)].join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
