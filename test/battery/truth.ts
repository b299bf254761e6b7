import { fromMicroseconds, toMicroseconds } from '../../src/json/instant.ts';
import { splitQuery } from '../../src/query/request.ts';
import { resolve } from '../../src/query/resolve.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { Json } from '../support/client-http.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { differences, type Expected, type ExpectedAnswer, isBeyondHttp, type Reference } from './compare.ts';
import { type BatterySite, listPath } from './site.ts';
import type { HarvestedToken } from './tokens.ts';

/**
 * What a server that may decline may answer (DESIGN §5, P5): what the standard asks for, exactly, or a TAXII error.
 * The size of a page is its own choice up to the limit, and so is the spelling of `next`.
 */
export type Verdict =
  | { readonly is: 'exact' }
  /** A TAXII error where the standard asks for one too. */
  | { readonly is: 'refused' }
  /** A TAXII error where there would be an answer; `what` was asked for. */
  | { readonly is: 'declined'; readonly what: string }
  | { readonly is: 'wrong'; readonly why: string };

const exact: Verdict = { is: 'exact' };

/** Judges the answers of a server of any level by the level 3 handler over the same files. */
export class Truth {
  private readonly reference: Reference;
  private readonly site: BatterySite;
  private readonly tokens: Map<string, HarvestedToken>;

  /** @param reference what level 3 answers, over the same files as the server under test */
  constructor(reference: Reference, site: BatterySite, tokens: readonly HarvestedToken[]) {
    this.reference = reference;
    this.site = site;
    this.tokens = new Map(tokens.map((token) => [token.token, token]));
  }

  async judge(request: RawRequest, answer: RawAnswer): Promise<Verdict> {
    if (answer.status >= 500 && answer.status !== 501) return wrong(`status ${answer.status}`);
    if (isBeyondHttp(request)) return answer.status >= 400 ? { is: 'refused' } : exact;
    const meant = this.translated(request);
    const expected = await this.reference(meant.request);
    // Level 3 understands its own tokens wherever they come from.
    if (meant.unknownToken && answer.status === 200 && isError(expected))
      return this.judgeUnknownToken(request, answer);

    if (expected === 'elsewhere') return verdictOf(differences(request, answer, expected));
    if (expected.status >= 400 || (expected.status === 200 && answer.status >= 400))
      return judgeError(request, answer, expected);
    if (expected.status === 204 || !meant.isList) return verdictOf(differences(request, answer, expected));
    return this.judgeList(request, meant.request, answer);
  }

  /**
   * The request in the words of level 3: a token of the server's own becomes the filters that its walk began with
   * and the moment that it had come to.
   */
  private translated(request: RawRequest): { request: RawRequest; isList: boolean; unknownToken?: boolean } {
    const [path = '', query = ''] = splitAt(request.target, '?');
    const { method } = request;
    const names = { apiRoots: this.site.apiRoots };
    const outcome = resolve(names, { method, path: normal(path), query: without(query, 'next') });
    if (outcome.answer !== 'list') return { request, isList: false };
    const given = splitQuery(query).get('next') ?? [];
    const token = given.length === 1 && given[0] !== undefined ? this.tokens.get(given[0]) : undefined;
    if (!token || !continues(token, outcome))
      return { request, isList: true, unknownToken: given.length === 1 };
    const filters = [without(token.filters, 'added_after'), `added_after=${token.after}`].filter(Boolean);
    const { apiRoot, collection: id, endpoint, object } = outcome;
    const target = `${listPath({ apiRoot, id }, endpoint, encodeURIComponent(object))}?${filters.join('&')}`;
    return { request: { ...request, target }, isList: true };
  }

  /**
   * A made-up token that is answered: as tokens are only numbers, it may name a page that there is. Then what comes
   * has to be a part of one of the collection's lists without a gap.
   */
  private async judgeUnknownToken(request: RawRequest, answer: RawAnswer): Promise<Verdict> {
    const first = answer.header('X-TAXII-Date-Added-First');
    if (first === undefined) return wrong('a token that was never given out is answered, with nothing');
    const [path = ''] = splitAt(request.target, '?');
    const after = fromMicroseconds(toMicroseconds(first) - 1);
    const types = this.site.collections.flatMap((collection) => collection.types);
    const filters = [
      '',
      'match[version]=all',
      'match[version]=first',
      ...types.map((type) => `match[type]=${type}`),
    ];
    for (const filter of new Set(filters)) {
      const target = `${path}?${filter}&added_after=${after}`;
      const verdict = await this.judgeList(request, { ...request, target }, answer);
      if (verdict.is === 'exact') return verdict;
    }
    return wrong('a token that was never given out is answered, with what is no part of any list');
  }

  private async judgeList(request: RawRequest, meant: RawRequest, answer: RawAnswer): Promise<Verdict> {
    if (answer.status !== 200) return wrong(`status ${answer.status}`);
    if (answer.header('Content-Type') !== TAXII)
      return wrong(`Content-Type ${answer.header('Content-Type')}`);
    if (request.method === 'HEAD') return verdictOf(answer.body.length > 0 ? ['a body for HEAD'] : []);
    const text = answer.body.toString();
    const body = parsed(text);
    if (body === undefined) return wrong('no JSON');
    const entries: readonly Json[] = body.objects ?? body.versions ?? [];
    const found = faultsOf(body, entries.length, limitOf(request));
    if (found.length > 0) return verdictOf(found);
    return verdictOf(await this.compareEntries(meant, answer, text, entries.length));
  }

  /** The same number of entries from level 3 has to be the same answer, but for the token. */
  private async compareEntries(meant: RawRequest, answer: RawAnswer, text: string, count: number) {
    if (count > this.site.pageSize)
      return [`${count} entries, and the site’s own pages have ${this.site.pageSize}`];
    const [path = '', query = ''] = splitAt(meant.target, '?');
    const limited =
      count === 0 ? query : [without(query, 'limit'), `limit=${count}`].filter(Boolean).join('&');
    const expected = await this.reference({ ...meant, target: `${path}?${limited}` });
    if (expected === 'elsewhere') throw new Error(`not a list: ${path}`);
    return differences(meant, answer, { ...expected, body: withNextOf(expected.body, text) });
  }
}

function isError(expected: Expected): boolean {
  return expected !== 'elsewhere' && expected.status >= 400;
}

function wrong(why: string): Verdict {
  return { is: 'wrong', why };
}

function verdictOf(found: readonly string[]): Verdict {
  return found.length === 0 ? exact : wrong(found.join('; '));
}

function judgeError(request: RawRequest, answer: RawAnswer, expected: ExpectedAnswer): Verdict {
  if (answer.status < 400) return wrong(`status ${answer.status} instead of ${expected.status}`);
  const faults = faultsOfError(request, answer);
  if (faults.length > 0) return wrong(faults.join('; '));
  if (answer.status === expected.status) return { is: 'refused' };
  if (expected.status >= 400)
    return { is: 'declined', what: `${answer.status} instead of ${expected.status}` };
  return { is: 'declined', what: `${answer.status} for ${asked(request)}` };
}

/** The names of the parameters that TAXII knows of, as a kind of request. */
function asked({ target, method }: RawRequest): string {
  const [path = '', query = ''] = splitAt(target, '?');
  const names = [...splitQuery(query).keys()].filter((name) => KNOWN.has(name)).sort();
  const list = /manifest|versions/.exec(path)?.[0] ?? (/objects\/+[^/]/.test(path) ? 'object' : 'objects');
  return `${method} ${list} with ${names.join(' + ') || 'nothing'}`;
}

const KNOWN = new Set([
  'limit',
  'next',
  'added_after',
  'match[id]',
  'match[type]',
  'match[version]',
  'match[spec_version]',
]);

/** TAXII 2.1 §3.6.1 */
export function faultsOfError({ method }: RawRequest, answer: RawAnswer): string[] {
  const type = answer.header('Content-Type');
  if (type !== TAXII) return [`an error ${answer.status} with Content-Type ${type}`];
  if (method === 'HEAD') return answer.body.length > 0 ? ['a body for HEAD'] : [];
  const body = parsed(answer.body.toString());
  if (!body || typeof body.title !== 'string') return [`an error ${answer.status} without a title`];
  return body.http_status === String(answer.status)
    ? []
    : [`http_status ${body.http_status} for ${answer.status}`];
}

/** §3.7, and the design's P6 and P7. */
function faultsOf(body: Json, count: number, limit: number | undefined): string[] {
  const found: string[] = [];
  if (typeof body.more !== 'boolean') found.push(`more: ${body.more}`);
  if ('next' in body !== body.more) found.push(`more: ${body.more}, and next: ${body.next}`);
  if ('next' in body && !/^[A-Za-z0-9._-]+$/.test(body.next)) found.push(`next: ${body.next}`);
  if (limit !== undefined && count > limit) found.push(`${count} entries for limit=${limit}`);
  if (body.more && count === 0) found.push('more, and nothing here');
  return found;
}

function limitOf({ target }: RawRequest): number | undefined {
  const [text] = splitQuery(splitAt(target, '?')[1] ?? '').get('limit') ?? [];
  return text === undefined ? undefined : Number(text);
}

function continues(
  token: HarvestedToken,
  outcome: { collection: string; endpoint: string; object: string },
): boolean {
  if (token.collection !== outcome.collection) return false;
  const isOne = (list: string) => list === 'object' || list === 'versions';
  return isOne(token.list) || isOne(outcome.endpoint)
    ? token.list === outcome.endpoint && token.object === outcome.object
    : true;
}

/** A query without the parameters of a name, the others as they are. */
function without(query: string, name: string): string {
  return query
    .split('&')
    .filter((part) => !splitQuery(part).has(name))
    .join('&');
}

/** An answer's text with the token of another one, so that the rest can be compared. */
function withNextOf(text: string, other: string): string {
  const [, next] = /^\{"more":true,"next":"([^"]*)"/.exec(other) ?? [];
  return next === undefined ? text : text.replace(/^(\{"more":true,"next":")[^"]*/, `$1${next}`);
}

/** Dot segments resolved, as the level 3 host's URL parser does. */
function normal(path: string): string {
  return new URL(`http://localhost${path}`).pathname;
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
