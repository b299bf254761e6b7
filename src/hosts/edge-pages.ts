import { splitPath } from '../query/request.ts';
import { kindOf, pageHeaders } from './file-kinds.ts';
import { isNeverServed } from './never-served.ts';

/**
 * The pages for people, by a function that stands between the visitor and the files.
 * @param path relative to the site; percent-encoded where it goes into a URL
 */
export type OpenFile = (path: string, headers: Headers, method: string) => Promise<Response>;

/** What of a request matters to the server of the files: conditions and ranges (RFC 9110 §13, §14). */
const PASSED_ON = ['If-None-Match', 'If-Modified-Since', 'If-Range', 'Range'];
/** What of its answer matters to the visitor; all others come from the kind of the file. */
const PASSED_BACK = ['ETag', 'Last-Modified', 'Content-Range', 'Accept-Ranges'];

/** Where the answer to a path of the pages is; relative to the site and percent-encoded. */
export type PagePlace =
  | { readonly file: string }
  /**
   * The page of a folder that is named without its last "/", if there is such a folder, and the folder's own
   * path on the host.
   */
  | { readonly index: string; readonly folder: string };

/**
 * A path that is not under that of the base URL is read as if it were, as TAXII's are: discovery is at the root of
 * the host (TAXII 2.1 §4.1), and so nothing else is lost there either. Redirects always lead to the place under it.
 * @param basePath that of the base URL, "/" or such as "/repository/"
 * @returns undefined for a path that no visitor may read
 */
export function locatePage(pathname: string, basePath: string): PagePlace | undefined {
  // The added "/" is for the very folder of the base URL, named without its own.
  const isBelow = `${pathname}/`.startsWith(basePath);
  const segments = splitPath(isBelow ? pathname.slice(basePath.length) : pathname);
  if (!isOpen(segments)) return undefined;
  if (kindOf(segments.join('/')) && !pathname.endsWith('/')) return { file: encoded(segments) };
  const index = encoded([...segments, 'index.html']);
  if (pathname.endsWith('/')) return { file: index };
  return { index, folder: `${basePath}${segments.map((name) => `${encodeURIComponent(name)}/`).join('')}` };
}

/** True for a path that visitors may ask for, by its decoded segments. */
export function isOpen(segments: readonly string[]): boolean {
  return segments.every(isPageSegment) && !isNeverServed(`/${segments.join('/')}`);
}

/** Nothing hidden, and no second spelling of a name: some hosts fold case, or drop what stands at the end. */
function isPageSegment(segment: string): boolean {
  const hasControls = [...segment].some((character) => character < ' ' || character === '\u007f');
  return !/^\.|[/%\\:~]|[. ]$/.test(segment) && !hasControls;
}

function encoded(segments: readonly string[]): string {
  return segments.map(encodeURIComponent).join('/');
}

export interface Pages {
  /** The path of the base URL, which the files' own paths do not have. */
  readonly basePath: string;
  readonly open: OpenFile;
  /** Is told what went wrong inside; the visitor learns nothing of it. */
  readonly report: (error: unknown) => void;
}

export async function answerPage(request: Request, pages: Pages): Promise<Response> {
  try {
    return await answer(request, pages);
  } catch (error) {
    pages.report(error);
    return notAvailable();
  }
}

async function answer(request: Request, { basePath, open }: Pages): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed();
  const { pathname, search } = new URL(request.url);
  const place = locatePage(pathname, basePath);
  if (!place) return notFound(request, open);
  if ('index' in place)
    return (await exists(place.index, open)) ? toFolder(place.folder, search) : notFound(request, open);
  const found = await open(place.file, passedOn(request), request.method);
  if (isThere(found.status)) return send(place.file, found);
  await found.body?.cancel();
  if (found.status >= 500 || found.status === 429) throw new Error(`${place.file}: status ${found.status}`);
  return notFound(request, open);
}

/** @param folder made of what was understood of a path, so that "//host" cannot become another host */
export function toFolder(folder: string, search: string): Response {
  return new Response(null, { status: 308, headers: { Location: folder + search } });
}

export function methodNotAllowed(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD', ...pageHeaders } });
}

function isThere(status: number): boolean {
  return status === 200 || status === 206 || status === 304 || status === 416;
}

function passedOn(request: Request): Headers {
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

async function exists(path: string, open: OpenFile): Promise<boolean> {
  const found = await open(path, new Headers(), 'HEAD');
  await found.body?.cancel();
  return found.status === 200;
}

function send(path: string, found: Response): Response {
  const headers = new Headers(headersOf(path, found.headers.get('Content-Type')));
  for (const name of PASSED_BACK) {
    const value = found.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  headers.set('Vary', 'Accept-Encoding');
  return new Response(found.status === 304 ? null : found.body, { status: found.status, headers });
}

/** @param type what the server of the files takes it for, where its kind is not known */
export function headersOf(path: string, type: string | null): Readonly<Record<string, string>> {
  return (
    kindOf(path)?.headers ?? {
      'X-Content-Type-Options': 'nosniff',
      'Content-Type': type ?? 'application/octet-stream',
    }
  );
}

/** The site's own page, or a line of text where it has none. */
export async function notFound(request: Request, open: OpenFile): Promise<Response> {
  const page = await open('404.html', new Headers(), 'GET');
  const hasPage = page.status === 200;
  if (!hasPage) await page.body?.cancel();
  const headers = {
    ...pageHeaders,
    'Content-Type': hasPage ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'Cache-Control': 'no-cache',
  };
  if (request.method === 'HEAD') {
    if (hasPage) await page.body?.cancel();
    return new Response(null, { status: 404, headers });
  }
  return new Response(hasPage ? page.body : 'Not found\n', { status: 404, headers });
}

export function notAvailable(): Response {
  return new Response('The site is not available. Try again later.\n', {
    status: 503,
    headers: {
      ...pageHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'Retry-After': '30',
    },
  });
}
