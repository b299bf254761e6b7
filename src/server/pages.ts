import { HOST_FILES } from '../hosts/host-files.ts';
import type { SiteFolder } from '../io/site-folder.ts';
import { entityTag, isFresh } from '../query/conditional.ts';
import { FILES } from '../query/paths.ts';
import { splitPath } from '../query/request.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  xml: 'application/xml',
  ico: 'image/x-icon',
  png: 'image/png',
};

/** The pages need nothing but themselves and their style sheet. */
const security: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

/** The pages for people, from the same folder as the files behind TAXII, which are not shown as such. */
export async function answerPage(site: SiteFolder, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD', ...security } });
  const { pathname, search } = new URL(request.url);
  const segments = splitPath(pathname);
  if (!segments.every(isPageSegment) || isBehind(segments[0] ?? '')) return notFound(site, request);
  const path = segments.join('/');
  const found = path === '' ? { isFolder: true } : await site.find(path);
  if (!found) return notFound(site, request);
  if (found.isFolder && !pathname.endsWith('/'))
    return new Response(null, {
      status: 308,
      headers: { Location: `${pathname.replace(/^\/+/, '/')}/${search}` },
    });
  const file = found.isFolder ? [path, 'index.html'].filter(Boolean).join('/') : path;
  if (!isPublished(file)) return notFound(site, request);
  const bytes = await site.read(file);
  return bytes ? send(request, 200, file, bytes) : notFound(site, request);
}

/** What stands behind TAXII, and what configures hosts. */
function isBehind(name: string): boolean {
  return [FILES, HOST_FILES].includes(name.toLowerCase());
}

/** Nothing hidden, and no second spelling of a name: some disks fold case, and drop what stands at the end. */
function isPageSegment(segment: string): boolean {
  return !/^\.|[/%\\:~]|[. ]$/.test(segment);
}

/**
 * Among the files of a site are the rules of other hosts, which name whatever these protect. They stand at the
 * top of the site, or have names that are no page's.
 */
function isPublished(file: string): boolean {
  const extension = extensionOf(file);
  return Object.hasOwn(mediaTypes, extension) && (extension !== 'json' || file.includes('/'));
}

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf('.') + 1);
}

async function notFound(site: SiteFolder, request: Request): Promise<Response> {
  const page = await site.read('404.html');
  return send(request, 404, '404.html', page ?? new TextEncoder().encode('Not found\n'));
}

async function send(request: Request, status: number, file: string, bytes: Uint8Array): Promise<Response> {
  const tag = await entityTag(bytes);
  const headers = {
    ...security,
    'Content-Type': mediaTypes[extensionOf(file)]!,
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Encoding',
    ETag: tag,
  };
  if (status === 200 && isFresh(request, tag)) return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : (bytes as BodyInit), {
    status,
    headers: { ...headers, 'Content-Length': String(bytes.length) },
  });
}
