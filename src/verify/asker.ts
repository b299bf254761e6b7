import { TAXII } from '../taxii/media-type.ts';
import type { Credentials } from './credentials.ts';
import { Fault, Unchecked } from './verdict.ts';
import { type Exchange, NoAnswerError, type Send, type WireRequest } from './wire.ts';

export interface AskerOptions {
  /** The one origin that may see the credentials. */
  readonly origin: string;
  readonly credentials?: Credentials;
  readonly maxRequests: number;
  readonly tell?: (requests: number) => void;
}

export interface Asking {
  readonly method?: string;
  /** `null` sends no Accept header. */
  readonly accept?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asks even where the answer is known. */
  readonly isFresh?: boolean;
  /** Leaves the credentials out. */
  readonly isAnonymous?: boolean;
}

const SHORTEST_SECRET = 4;
const decoder = new TextDecoder();

/** Asks a server one thing after the other, nothing twice, and not more than it may. */
export class Asker {
  requests = 0;
  /** All answers so far. */
  readonly heard: Exchange[] = [];
  private readonly known = new Map<string, Promise<Exchange>>();
  private readonly send: Send;
  private readonly options: AskerOptions;

  constructor(send: Send, options: AskerOptions) {
    this.send = send;
    this.options = options;
  }

  /** What no answer may hold; too short a text would be found by chance. */
  get secrets(): string[] {
    const { credentials } = this.options;
    if (!credentials) return [];
    return [credentials.secret, credentials.authorization].filter((text) => text.length >= SHORTEST_SECRET);
  }

  get hasCredentials(): boolean {
    return this.options.credentials !== undefined;
  }

  /**
   * @throws Fault where no answer comes
   * @throws Unchecked where no more requests are allowed, by us or by the server
   */
  ask(url: string, asking: Asking = {}): Promise<Exchange> {
    const request = this.requestFor(url, asking);
    const key = JSON.stringify(request);
    const known = asking.isFresh ? undefined : this.known.get(key);
    const exchange = known ?? this.exchange(request);
    this.known.set(key, exchange);
    return exchange;
  }

  private requestFor(
    url: string,
    { method = 'GET', accept = TAXII, headers, body, isAnonymous }: Asking,
  ): WireRequest {
    const { credentials, origin } = this.options;
    const mayTell = credentials && !isAnonymous && new URL(url).origin === origin;
    return {
      method,
      url,
      headers: {
        ...(accept === null ? {} : { Accept: accept }),
        ...(mayTell ? { Authorization: credentials.authorization } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    };
  }

  private async exchange(request: WireRequest): Promise<Exchange> {
    const { maxRequests, tell } = this.options;
    if (this.requests >= maxRequests)
      throw new Unchecked(`the limit of ${maxRequests} requests is reached; --max-requests raises it`);
    this.requests += 1;
    tell?.(this.requests);
    const answer = await this.send(request).catch((error: unknown) => {
      if (!(error instanceof NoAnswerError)) throw error;
      throw new Fault(`no answer: ${error.message}`, 'an answer', request);
    });
    if (answer.status === 429)
      throw new Unchecked('the server answers 429, too many requests; try again later');
    const exchange = { ...answer, request, text: decoder.decode(answer.bytes) };
    this.heard.push(exchange);
    return exchange;
  }
}
