import { corsHeaders } from '../query/cors.ts';
import { FILES } from '../query/paths.ts';
import { TAXII } from '../taxii/media-type.ts';

/**
 * The files of a site by kind, as data that every host prints in its own language: how long they may be kept,
 * their media types, and the headers that keep pages safe.
 *
 * Keeping a page for a minute loses nothing: whatever a release changes is appended to the log, so a walk that
 * mixes old and new pages may see an object's former version, and meets the new one at the end.
 */
export interface FileKind {
  readonly name: string;
  /** A regular expression (RE2) over the path in the site, which begins with "/". */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Names that change with their content. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Names that stay while their content changes. */
export const POINTER = 'public, max-age=60, stale-while-revalidate=300';

/** The pages need nothing but themselves, their style sheet and their pictures; no script at all. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

const nosniff = { 'X-Content-Type-Options': 'nosniff' };

/** The first kind whose path matches. */
export const fileKinds: readonly FileKind[] = [
  {
    name: 'store',
    path: `^/${FILES}/[^/]+/[^/]+/store/(?:objects|rows|index|ids)/`,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': IMMUTABLE, ...nosniff },
  },
  {
    name: 'pointer',
    path: `^/${FILES}/(?:site\\.json$|[^/]+/[^/]+/store/)`,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': POINTER, ...nosniff },
  },
  {
    name: 'taxii',
    path: `^/${FILES}/`,
    headers: { 'Content-Type': TAXII, 'Cache-Control': POINTER, ...nosniff, ...corsHeaders },
  },
  {
    name: 'schema',
    path: '^/schemas/.*\\.json$',
    headers: {
      'Content-Type': 'application/schema+json',
      'Cache-Control': POINTER,
      ...nosniff,
      ...corsHeaders,
    },
  },
  {
    name: 'html',
    path: '\\.html$',
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': POINTER, ...pageHeaders },
  },
  {
    name: 'css',
    path: '\\.css$',
    headers: { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': POINTER, ...nosniff },
  },
  {
    name: 'svg',
    path: '\\.svg$',
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': POINTER, ...nosniff },
  },
  {
    name: 'text',
    path: '\\.txt$',
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': POINTER, ...nosniff },
  },
  {
    name: 'json',
    path: '\\.json$',
    headers: { 'Content-Type': 'application/json', 'Cache-Control': POINTER, ...nosniff },
  },
];

/** @param path relative to the site, without a leading "/" */
export function kindOf(path: string): FileKind | undefined {
  return fileKinds.find((kind) => new RegExp(kind.path).test(`/${path}`));
}
