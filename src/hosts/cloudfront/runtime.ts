/**
 * The function that answers at CloudFront's viewer-request event: an interpreter of what `print.ts` makes of the
 * file table. It runs in "cloudfront-js-2.0", and keeps to what njs 0.7.9 knows as well: no for-of, no
 * destructuring, no spread. Short on purpose: the code and its table share 10 KB.
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
  /** (status > title > description)…; where bytes are short, without the description. */
  readonly errors: string;
  /** (collection > releases)…: the milliseconds that a release ends after the one before it, and its entries less one. */
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
export const LIMIT = 0;
/** What a dimension reads: the captures collection and type. */
const TYPED = '4';

const spellings: Record<string, string> = {};
let pieces: string[] | undefined;
/** Pieces that were needed before: they hold one another, and splitting is what costs least in njs. */
const whole: string[] = [];

export function expand(text: string): string {
  const known = pieces || T.pieces.split('`');
  pieces = known;
  const parts = text.split('~');
  let made = parts[0]!;
  for (let index = 1; index < parts.length; index += 1) {
    const at = parts[index]!.charCodeAt(0) - 48;
    if (whole[at] === undefined) whole[at] = expand(known[at]!);
    made += whole[at] + parts[index]!.slice(1);
  }
  return made.split('@').join('\\');
}

/** A parameter's name in every spelling: `anySpelling` of raw-patterns.ts. */
export function spelled(name: string): string {
  if (!spellings[name])
    spellings[name] = name
      .split('')
      .map((character) => {
        const code = character.charCodeAt(0).toString(16);
        const last = code[1]!;
        const hex = last > '9' ? `${code[0]}[${last}${last.toUpperCase()}]` : code;
        return `(?:${character === '[' || character === ']' ? '\\' : ''}${character}|%${hex})`;
      })
      .join('');
  return spellings[name]!;
}

/** A case as a regular expression: what a parameter is, "=" and its value; or "/" and the expression itself. */
export function regexOf(of: string, parameter: string): string {
  const kind = of[0];
  if (kind === '/' || kind === 'i') return of.slice(1);
  const name = spelled(parameter);
  const start = `(?:^|&)${name}`;
  if (kind === '=') return `${start}=(?:${of.slice(1)})(?:&|$)`;
  if (kind === '?') return `${start}(?:[=&]|$)`;
  if (kind === '%') return `${start}=[^&]*[^\\x21-\\x24\\x27-\\x7e&][^&]*(?:&|$)`;
  return `${start}(?:=[^&]*)?&(?:.*&)?${name}(?:[=&]|$)`;
}

export function answer(event: { request: ViewerRequest }): ViewerRequest | ViewerResponse {
  const request = event.request;
  const headers = request.headers;
  const method = request.method;
  const isRead = method === 'GET' || method === 'HEAD';
  const query = request.rawQueryString() || '';
  const texts = [request.uri, query, accepted(headers.accept), method];
  const captured: Record<string, string> = {};
  const symbols: string[] = [];
  const tried: (RegExpExecArray | null)[] = [];
  let paths: string[] | undefined;

  function capture(name: string): string {
    if (captured[name] === undefined) {
      const fields = expand(T.captures[name] || '').split('<');
      captured[name] = first(fields, 2, texts[+fields[0]!]!, fields[1]!) || '';
    }
    return captured[name]!;
  }

  /** Of the first case that matches, the value. */
  function first(fields: string[], from: number, text: string, parameter: string): string | undefined {
    // A parameter that is not there needs no further look; all its cases want it to be there.
    if (parameter && (!text || !new RegExp(regexOf('?', parameter)).test(text))) {
      const rest = fields[fields.length - 2];
      return rest === '/' ? fields[fields.length - 1] : undefined;
    }
    for (let index = from; index < fields.length; index += 2) {
      const found = match(fields[index]!, text, parameter);
      if (found) return fields[index + 1]!.replace('$1', () => found[1] || '');
    }
    return undefined;
  }

  function match(of: string, text: string, parameter: string): RegExpExecArray | null {
    if (of[0] !== '#') return new RegExp(regexOf(of, parameter), of[0] === 'i' ? 'i' : '').exec(text);
    const index = +of.slice(1);
    paths = paths || expand(T.paths).split('<');
    if (tried[index] === undefined) tried[index] = new RegExp(paths[index]!).exec(text);
    return tried[index]!;
  }

  function holds(condition: string): boolean {
    const index = parseInt(condition[0]!, 36);
    if (symbols[index] === undefined) {
      const fields = expand(T.dimensions[index]!).split('<');
      const text = fields[0] === TYPED ? `${capture('collection')}:${capture('type')}` : texts[+fields[0]!]!;
      symbols[index] = first(fields, 3, text, fields[2]!) || fields[1]!;
    }
    return condition.slice(1).split('|').indexOf(symbols[index]!) >= 0;
  }

  const rules = expand(T.rules).split('<');
  let at = 0;
  while (rules[at] && !rules[at]!.split(' ').every(holds)) at += 2;
  const outcome = rules[at + 1]!.split('>');
  const file = outcome[0]!;
  if (file === '0') return elsewhere();
  if (file === '1') return preflight();
  if (+file) return failure(+file - 2);

  let most = T.sizes[0]!;
  if (!holds(`${LIMIT}absent`)) most = +symbols[LIMIT]!.slice(6);
  if (/\{after/.test(file)) {
    if (!seek()) return failure(+outcome[1]! - 2);
  } else if (/\{tokenC/.test(file)) most = Math.min(most, 10 ** +capture('power'));
  captured.size = `${T.sizes.filter((size) => size <= most)[0]}`;
  return fetch(`/${file.replace(/\{(\w+)\}/g, (_, name) => capture(name))}`);

  function releases(): string[] {
    const own = expand(T.releases)
      .split('<')
      .filter((one) => one.split('>')[0] === capture('collection'))[0];
    const text = own?.split('>')[1];
    return text ? text.split(',') : [];
  }

  /** In microseconds; what is finer is left out. */
  function momentOf(p: string[], digits: string): number {
    const day = new Date(0).setUTCFullYear(+p[1]!, +p[2]! - 1, +p[3]!) / 1e3;
    return (day + +p[4]! * 3600 + +p[5]! * 60 + +p[6]!) * 1e6 + +`${digits}000000`.slice(0, 6);
  }

  /** Finds the cursor for added_after and how long its page may be; false where there is no page. */
  function seek(): boolean {
    const p = new RegExp(regexOf(expand(T.instant), 'added_after')).exec(query)!;
    const digits = p[7] || '';
    const moment = momentOf(p, digits);
    const items = releases();
    let end = 0;
    let place = 0;
    let longest = most;
    captured.after = 'start';
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index]!.split('.');
      end += parseInt(item[0]!.slice(1), 36) * 10 ** parseInt(item[0]![0]!, 36);
      const count = 1 + (item[1] ? parseInt(item[1], 36) : 0);
      const passed = moment - end + count;
      if (passed < 1) break;
      longest = T.fromRelease;
      place += count;
      captured.after = cursorOf(end);
      if (passed < count) {
        if (digits.length > 6) return false;
        longest = 1;
        place += passed - count;
        captured.after = cursorOf(moment);
        break;
      }
    }
    most = Math.min(most, lengthened(longest, place));
    return true;
  }

  /** Where every entry has a place, there are pages from all multiples of their size. */
  function lengthened(longest: number, place: number): number {
    if (!place || !/\{version/.test(file) || T.whole.indexOf(capture('version')) < 0) return longest;
    let size = longest;
    while (place % (size * 10) === 0) size *= 10;
    return size;
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
    const body = { title: parts[1], description: parts[2], http_status: parts[0] };
    const made: ViewerResponse = { statusCode: +parts[0]!, headers: headersOf(T.failed) };
    if (parts[0] !== '405') delete made.headers.allow;
    if (method !== 'HEAD') made.body = { encoding: 'text', data: JSON.stringify(body) };
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

/** `cursorOf` of query/cursor.ts, in microseconds. */
export function cursorOf(micros: number): string {
  const parts = new Date(Math.floor(micros / 1e3)).toISOString().split('.');
  const fraction = parts[1]!.slice(0, 3) + `${(micros % 1e3) + 1e3}`.slice(1);
  return `${parts[0]!.replace(/[-:]/g, '')}-${fraction.replace(/0+$/, '')}`;
}
