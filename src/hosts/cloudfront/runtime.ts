import { cursorBefore } from '../../query/cursor.ts';
import { fill, firstOf, isFine, momentOf, ruleFor, sizesFrom } from '../../query/file-steps.ts';
import { hasValue, isEncoded, isPresent, isRepeated } from '../../query/raw-parameters.ts';
import { firstAddedAfter } from '../../taxii/date-added.ts';
import { unpackReleases } from './releases.ts';

/**
 * The function that answers at CloudFront's viewer-request event: it unpacks what `print.ts` makes of the file
 * table, as far as a request needs it, and has the steps of `query/` taken over it. It runs in "cloudfront-js-2.0",
 * and keeps to what njs 0.7.9 knows as well: no for-of, no destructuring, no spread. Short on purpose: the code and
 * its table share 10 KB.
 */

/** Put before the code by `print.ts`; the strings are packed (`expand`). */
declare const T: PrintedTable;

/** Fields are parted by "<", and parts of fields by ">". */
export interface PrintedTable {
  /** Pieces that occur more than once, parted by "`". */
  readonly pieces: string;
  readonly base: string;
  readonly sizes: readonly number[];
  /** Regular expressions over the path. */
  readonly paths: string;
  /** Dimensions: reads < otherwise < parameter < (case < symbol)… */
  readonly dimensions: readonly string[];
  /** Captures by name: reads < parameter < (case < value)… */
  readonly captures: Readonly<Record<string, string>>;
  /** (when < outcome)…; an outcome is a file, or a number: 0 elsewhere, 1 preflight, from 2 on an error. */
  readonly rules: string;
  /** (status > body)…; where bytes are short, without descriptions. */
  readonly errors: string;
  /** (collection > releases)…, as `releases.ts` packs them. */
  readonly releases: string;
  /** A value of added_after, in parts. */
  readonly instant: string;
  /** The views in which every entry of the log has a place. */
  readonly whole: readonly string[];
  /** The largest size of page that every release has. */
  readonly fromRelease: number;
  /** (name > value)… of every answer that the function makes by itself, of errors, and of preflights. */
  readonly common: string;
  readonly failed: string;
  readonly preflight: string;
}

export type CloudFrontHeaders = Record<string, { value: string; multiValue?: { value: string }[] }>;

export interface ViewerRequest {
  method: string;
  uri: string;
  querystring: Record<string, unknown>;
  headers: CloudFrontHeaders;
  /** As it arrived; undefined where there is no "?". */
  rawQueryString: () => string | undefined;
}

export interface ViewerResponse {
  statusCode: number;
  headers: CloudFrontHeaders;
  body?: { encoding: 'text'; data: string };
}

/** The dimension of `limit`; `print.ts` puts it there. */
export const LIMIT = 1;
/** What a dimension reads: the captures collection and type. */
const TYPED = '4';

/** Stands for the first of the pieces. */
export const FIRST_SIGN = 35;

let pieces: string[] | undefined;
/** Pieces that were needed before: they hold one another, and splitting is what costs least in njs. */
const whole: string[] = [];

export function expand(text: string): string {
  const known = pieces || T.pieces.split('`');
  pieces = known;
  const parts = text.split('~');
  let made = parts[0]!;
  for (let index = 1; index < parts.length; index += 1) {
    const at = parts[index]!.charCodeAt(0) - FIRST_SIGN;
    if (whole[at] === undefined) whole[at] = expand(known[at]!);
    made += whole[at] + parts[index]!.slice(1);
  }
  return made.split('@').join('\\');
}

/** A case as a regular expression: its first sign is for what a parameter has to be, or for no parameter. */
export function regexOf(of: string, parameter: string): string {
  const kind = of[0];
  const rest = of.slice(1);
  if (kind === '=') return hasValue(parameter, rest);
  if (kind === '?') return isPresent(parameter);
  if (kind === '%') return isEncoded(parameter);
  return kind === '2' ? isRepeated(parameter) : rest;
}

export function answer(event: { request: ViewerRequest }): ViewerRequest | ViewerResponse {
  const request = event.request;
  const headers = request.headers;
  const method = request.method;
  const isRead = method === 'GET' || method === 'HEAD';
  const query = request.rawQueryString() || '';
  const texts = [request.uri, query, accepted(headers.accept), method];
  const captured: Record<string, string> = {};
  const symbols: Record<string, string> = {};
  const tried: (RegExpExecArray | null)[] = [];
  let paths: string[] | undefined;

  const rules = expand(T.rules).split('<');
  const outcome = ruleFor(rules.filter(isOdd).map(toRule), symbol).outcome.split('>');
  const file = outcome[0]!;
  if (file === '0') return elsewhere();
  if (file === '1') return preflight();
  if (+file) return failure(+file - 2);

  let longest = T.sizes[0]!;
  if (/\{after/.test(file)) {
    if (!seek()) return failure(+outcome[1]! - 2);
  } else if (/\{tokenC/.test(file)) longest = 10 ** +capture('power');
  const size = sizesFrom(T.sizes, symbol(`${LIMIT}`)).filter((one) => one <= longest)[0]!;
  return fetch(`/${fill(file, size, capture)}`);

  function toRule(printed: string, index: number) {
    const when: Record<string, string[]> = {};
    if (rules[index * 2])
      rules[index * 2]!.split(' ').forEach((condition) => {
        when[condition[0]!] = condition.slice(1).split('|');
      });
    return { when, outcome: printed };
  }

  function capture(name: string): string {
    if (captured[name] === undefined) {
      const fields = expand(T.captures[name] || '').split('<');
      captured[name] = said(fields, 2, texts[+fields[0]!]!, fields[1]!) || '';
    }
    return captured[name]!;
  }

  /** @param name is one digit in base 36 */
  function symbol(name: string): string {
    if (symbols[name] === undefined) {
      const fields = expand(T.dimensions[parseInt(name, 36)]!).split('<');
      const text = fields[0] === TYPED ? `${capture('collection')}:${capture('type')}` : texts[+fields[0]!]!;
      symbols[name] = said(fields, 3, text, fields[2]!) || fields[1]!;
    }
    return symbols[name]!;
  }

  /** What the cases say that follow in pairs. */
  function said(fields: string[], from: number, text: string, parameter: string): string | undefined {
    const rest = fields.length - 2;
    // A parameter that is not there needs no further look; all its cases want it to be there.
    if (parameter && !new RegExp(isPresent(parameter)).test(text))
      return fields[rest] === '/' ? fields[rest + 1] : undefined;
    const cases: number[] = [];
    for (let index = from; index <= rest; index += 2) {
      fields[index] = fields[index] || `#${+fields[index - 2]!.slice(1) + 1}`;
      cases.push(index);
    }
    return firstOf(
      cases,
      (index) => match(fields[index]!, text, parameter),
      (index) => fields[index + 1]!,
    );
  }

  function match(of: string, text: string, parameter: string): RegExpExecArray | null {
    if (of[0] !== '#') return new RegExp(regexOf(of, parameter), of[0] === 'i' ? 'i' : '').exec(text);
    const index = +of.slice(1);
    paths = paths || expand(T.paths).split('<');
    if (tried[index] === undefined) tried[index] = new RegExp(paths[index]!).exec(text);
    return tried[index]!;
  }

  /** Finds the cursor for added_after and how long its page may be; false where there is no page. */
  function seek(): boolean {
    const parts = new RegExp(regexOf(expand(T.instant), 'added_after')).exec(query)!;
    const own = expand(T.releases)
      .split('<')
      .map((one) => one.split('>'))
      .filter((one) => one[0] === capture('collection'))[0];
    const releases = unpackReleases(own!.slice(1));
    const n = firstAddedAfter(releases, momentOf(parts));
    captured.after = cursorBefore(releases, n);
    if (!n) return true;
    const isInside = !releases.some((release) => release.first + release.count === n);
    longest = lengthened(isInside ? 1 : T.fromRelease, n);
    return !isInside || !isFine(parts);
  }

  /** Where every entry has a place, there are pages from all multiples of their size. */
  function lengthened(least: number, place: number): number {
    let most = least;
    if (/\{version/.test(file) && T.whole.indexOf(capture('version')) >= 0)
      while (place % (most * 10) === 0) most *= 10;
    return most;
  }

  /** The pages for people; what stands behind TAXII is for nobody. */
  function elsewhere(): ViewerRequest | ViewerResponse {
    const uri = request.uri.indexOf(T.base) === 0 ? request.uri.slice(T.base.length - 1) : request.uri;
    if (!isRead) return { statusCode: 405, headers: { allow: { value: 'GET, HEAD' } } };
    if (/^\/[._]|\/\/|\\/.test(uri)) return failure(0);
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    if (name && name.indexOf('.') < 0)
      return {
        statusCode: 308,
        headers: { location: { value: `${request.uri}/${query && `?${query}`}` } },
      };
    return fetch(name ? uri : `${uri}index.html`);
  }

  function preflight(): ViewerResponse {
    const own = headersOf(T.preflight);
    const wanted = headers['access-control-request-headers'];
    if (wanted) own['access-control-allow-headers'] = { value: wanted.value };
    return { statusCode: 204, headers: own };
  }

  function failure(index: number): ViewerResponse {
    const parts = expand(T.errors).split('<')[index]!.split('>');
    const made: ViewerResponse = { statusCode: +parts[0]!, headers: headersOf(T.failed) };
    if (parts[0] !== '405') delete made.headers.allow;
    if (method !== 'HEAD') made.body = { encoding: 'text', data: parts[1]! };
    return made;
  }

  function headersOf(text: string): CloudFrontHeaders {
    const own: CloudFrontHeaders = {};
    expand(`${T.common}<${text}`)
      .split('<')
      .forEach((header) => {
        const parts = header.split('>');
        own[parts[0]!] = { value: parts[1]! };
      });
    return own;
  }

  /** Nothing of the query goes on: the file's name says it all, and is what caches know the answer by. */
  function fetch(uri: string): ViewerRequest {
    request.uri = uri;
    request.querystring = {};
    return request;
  }
}

/** All lines of a header as one (RFC 9110 §5.3). */
function accepted(header: CloudFrontHeaders[string] | undefined): string {
  if (!header) return '';
  return header.multiValue ? header.multiValue.map((one) => one.value).join(', ') : header.value;
}

function isOdd(_: string, index: number): boolean {
  return index % 2 > 0;
}
