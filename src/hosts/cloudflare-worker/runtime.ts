import { accessFromText } from '../../query/access-control.ts';
import type { Handler } from '../../query/handler.ts';
import { type EdgeSettings, edgeHandler, type Report, taxiiError } from '../edge-handler.ts';
import { answerPage, type OpenFile } from '../edge-pages.ts';
import { ByteCache, type FetchFile, fetchStorage } from '../edge-storage.ts';

/** The bindings of wrangler.jsonc. One of the first two says where the site is; ASSETS goes first. */
export interface Env {
  /** The site uploaded along with the Worker. */
  readonly ASSETS?: { readonly fetch: FetchFile };
  /** The URL of the site on another host, such as GitHub Pages; ends in "/". */
  readonly ORIGIN?: string;
  /** Who may read what is protected, as `wrangler secret put` keeps it; see `parseReaders`. */
  readonly TAXII_PRESS_READERS?: string;
}

export interface Worker {
  readonly fetch: (request: Request, env: Env) => Promise<Response>;
}

/** Names nothing: a binding looks at the path alone. */
const ASSETS_BASE = 'https://assets.invalid/';

/** Bytes. A Worker has 128 MB, and an answer may hold some of them. */
const CACHE_BYTES = 16 * 1024 * 1024;

/**
 * The level 3 handler as a Cloudflare Worker: in front of its own static assets, or of any other host of files.
 * The Worker runs first, for every path, since visitors must not get the files behind TAXII as they are.
 */
export function createWorker({ basePath }: EdgeSettings, report: Report): Worker {
  // The bindings of a Worker stay the same as long as it lives.
  let site: Site | undefined;
  return {
    async fetch(request, env) {
      site ??= openSite(env, report);
      if (!site) {
        report(new Error('This Worker has neither ASSETS nor an ORIGIN that is an https URL ending in "/".'));
        return taxiiError(request.method, 503, 'Not available');
      }
      return (await site.handler(request)) ?? answerPage(request, { basePath, open: site.open, report });
    },
  };
}

interface Site {
  readonly handler: Handler;
  readonly open: OpenFile;
}

function openSite({ ASSETS, ORIGIN, TAXII_PRESS_READERS }: Env, report: Report): Site | undefined {
  if (!ASSETS && !isOrigin(ORIGIN)) return undefined;
  const base = ASSETS ? ASSETS_BASE : ORIGIN!;
  const get: FetchFile = ASSETS ? (url, init) => ASSETS.fetch(url, init) : (url, init) => fetch(url, init);
  const storage = fetchStorage({ base, fetch: get, cache: new ByteCache(CACHE_BYTES) });
  return {
    handler: edgeHandler(storage, report, accessFromText(TAXII_PRESS_READERS)),
    open: (path, headers, method) => get(new URL(path, base).href, { method, headers, redirect: 'manual' }),
  };
}

function isOrigin(url: string | undefined): boolean {
  return url !== undefined && /^https?:\/\/[^?#\s]+\/$/.test(url) && URL.canParse(url);
}
