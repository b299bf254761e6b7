import { TAXII } from '../../src/taxii/media-type.ts';

/** What all clients under test share: the wire, and what a person types into them. */

/** A collection on a server, as clients are told of it. */
export interface Target {
  /** The address of the host, ending in "/". */
  readonly server: string;
  readonly apiRoot: string;
  readonly id: string;
  readonly title: string;
}

// biome-ignore lint/suspicious/noExplicitAny: clients look into whatever comes back
export type Json = any;

/** What a client ends up with. */
export interface Walk {
  readonly objects: readonly Json[];
  readonly requests: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export type Query = readonly (readonly [name: string, value: string])[];

/** As Python's requests and Go's net/url write a query: ":" is %3A, "[" is %5B. */
export function encoded(query: Query): string {
  return query.length === 0 ? '' : `?${new URLSearchParams(query.map(([name, value]) => [name, value]))}`;
}

/** As axios writes a query: ":", "[", "]" and "," as they are. */
export function raw(query: Query): string {
  return query.length === 0 ? '' : `?${query.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

/** Requests that no client under test should ever need: some thousand objects, one a page. */
const PATIENCE = 5000;

/** Counts requests, and gives up on a server that sends its client round in a circle. */
export class Wire {
  requests = 0;
  private walk = new Set<string>();
  private readonly redirect: 'follow' | 'error';

  /** @param redirect some clients refuse redirects; all others follow them */
  constructor(redirect: 'follow' | 'error' = 'follow') {
    this.redirect = redirect;
  }

  /** From here on what was asked for before may be asked for again: a client comes back to see what is new. */
  beginWalk(): void {
    this.walk = new Set();
  }

  async send(url: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
    this.requests += 1;
    if (this.requests > PATIENCE) throw new Error(`endless: ${PATIENCE} requests, the last one for ${url}`);
    // No client asks for one thing twice in a walk, unless it is led back there.
    if (this.walk.has(`${method} ${url}`)) throw new Error(`endless: asked again for ${url}`);
    this.walk.add(`${method} ${url}`);
    const response = await fetch(url, { method, headers, redirect: this.redirect });
    const text = await response.text();
    const body = response.ok && method === 'GET' ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, body };
  }

  /** @throws Error where the answer is not in 2xx */
  async get(url: string, headers: Record<string, string>): Promise<Answer> {
    const answer = await this.send(url, headers);
    if (answer.status < 200 || answer.status > 299)
      throw new Error(`${answer.status} for ${url}: ${answer.text}`);
    return answer;
  }
}

export function rootUrl({ server, apiRoot }: Target): string {
  return `${server}${apiRoot}/`;
}

export function collectionUrl(target: Target): string {
  return `${rootUrl(target)}collections/${target.id}/`;
}

/**
 * The connection of the OASIS client (cti-taxii-client 2.3.0, taxii2client/common.py), which is inside most
 * products: it adds the trailing slash, and takes no other content type than the one it asked for.
 */
export class OasisConnection {
  readonly wire = new Wire();

  async get(url: string, query: Query = []): Promise<Json> {
    const slashed = url.endsWith('/') ? url : `${url}/`;
    const answer = await this.wire.get(slashed + encoded(query), { Accept: TAXII });
    const parts = (text: string) => text.split(';').map((part) => part.trim());
    const found = parts(answer.headers.get('Content-Type') ?? '');
    if (found[0] !== 'application/taxii+json' || !parts(TAXII).every((part) => found.includes(part)))
      throw new Error(`unexpected response Content-Type ${found.join(';')} for ${url}`);
    return answer.body;
  }
}
