import { accessFromText } from '../../query/access-control.ts';
import { type EdgeSettings, edgeHandler, type Report } from '../edge-handler.ts';
import { answerPage, type OpenFile } from '../edge-pages.ts';
import { ByteCache, fetchStorage } from '../edge-storage.ts';

/** What of Netlify's context is needed here (Netlify documentation, "Edge Functions API"). */
export interface NetlifyContext {
  /** The next step of the chain for another request: the site's own files, past all edge functions. */
  readonly next: (
    request: Request,
    options: { readonly sendConditionalRequest: boolean },
  ) => Promise<Response>;
}

export type EdgeFunction = (request: Request, context: NetlifyContext) => Promise<Response>;

/** Bytes. All functions of a deploy share 512 MB. */
const CACHE_BYTES = 32 * 1024 * 1024;

/**
 * The level 3 handler as a Netlify edge function for every path.
 *
 * It reads the site's files by `context.next()`, which goes on to the files behind the function. A fetch of the
 * site's own address would come back to this very function, and what a visitor may not see would have to stay
 * open for it.
 *
 * @param readers who may read what is protected, as an environment variable keeps it; see `parseReaders`
 */
export function createEdgeFunction(
  { basePath }: EdgeSettings,
  readers: string | undefined,
  report: Report,
): EdgeFunction {
  const access = accessFromText(readers);
  // Files whose names change with their content outlive the request that read them; a context does not.
  const cache = new ByteCache(CACHE_BYTES);
  return async (request, context) => {
    const base = new URL('/', request.url).href;
    const storage = fetchStorage({
      base,
      cache,
      fetch: (url, init) => context.next(new Request(url, init), { sendConditionalRequest: false }),
    });
    const open: OpenFile = (path, headers, method) =>
      context.next(new Request(new URL(path, base), { method, headers, redirect: 'manual' }), {
        sendConditionalRequest: true,
      });
    const answer = await edgeHandler(storage, report, access)(request);
    return answer ?? answerPage(request, { basePath, open, report });
  };
}
