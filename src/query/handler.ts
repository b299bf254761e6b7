import { TAXII } from '../taxii/media-type.ts';
import { errorMessage } from '../taxii/resources.ts';
import { dateAddedHeaders, printEnvelope, printManifest, printVersions } from './answer.ts';
import { entityTag, isFresh } from './conditional.ts';
import { apiRootFile, collectionFile, collectionsFile, discoveryFile, storeFolder } from './paths.ts';
import { type Outcome, resolve, unknownNext } from './resolve.ts';
import { datedReleases, type Page, selectRows } from './select-rows.ts';
import { MissingFileError, type Storage } from './storage.ts';
import { Cache, CollectionStore, readJson } from './store.ts';
import { SITE_INDEX, type SiteIndex } from './store-format.ts';
import { printToken } from './token.ts';

/**
 * The level 3 handler: everything in the standard for reading, exactly, over files.
 *
 * What one answer costs: the site index, the collection's head and a view's index; the rows of the page; and
 * the ranges of the objects on it. None of these grows with the collection but the head and the index, by some
 * 100 bytes per 1,000 objects each. Only `match[version]` with a timestamp and without `match[id]`, and `first` or `all` with
 * a rare type, may pass over shards that hold no match; the index says which can be left out.
 */
export type Handler = (request: Request) => Promise<Response | undefined>;

/** Parsed files kept in memory; each is at most some 100 KB of text. */
const CACHED_FILES = 128;

const READ = 'GET, HEAD, OPTIONS';
const encoder = new TextEncoder();

/** CORS for readers in browsers (Fetch Standard §3.2). */
export const corsHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, X-TAXII-Date-Added-First, X-TAXII-Date-Added-Last',
};

/**
 * @param storage the files of a site that was built for level 3
 * @returns a handler that gives undefined for a path that is not TAXII's, which the host answers itself
 */
export function createHandler(storage: Storage): Handler {
  const cache = new Cache(CACHED_FILES);
  return async (request) => {
    // A publish between two reads can take away a file that the first one named; what it put there is whole.
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await answer(storage, cache, request);
      } catch (error) {
        if (!(error instanceof MissingFileError) || attempt === 3) throw error;
      }
    }
  };
}

async function answer(storage: Storage, cache: Cache, request: Request): Promise<Response | undefined> {
  const site = await readJson<SiteIndex>(storage, SITE_INDEX);
  const outcome = resolve(site, toTaxiiRequest(request, site.basePath));
  switch (outcome.answer) {
    case 'elsewhere':
      return undefined;
    case 'preflight':
      return preflight(request);
    case 'error':
      return refuse(request, outcome);
    case 'document':
      return sendDocument(storage, request, outcome);
    case 'list':
      return sendList(storage, cache, request, site, outcome);
  }
}

function toTaxiiRequest(request: Request, basePath: string) {
  // Not through URL's search parameters: they decode "+" and repair what the client got wrong.
  const [, path = '/', query = ''] = /^[a-z]+:\/\/[^/?#]*([^?#]*)\??([^#]*)/i.exec(request.url) ?? [];
  return {
    method: request.method,
    path: path.startsWith(basePath) ? path.slice(basePath.length - 1) : path,
    query,
    accept: request.headers.get('Accept') ?? undefined,
  };
}

function preflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders,
      Allow: READ,
      'Access-Control-Allow-Methods': READ,
      'Access-Control-Allow-Headers':
        request.headers.get('Access-Control-Request-Headers') ?? 'Authorization, Accept, Version',
      'Access-Control-Max-Age': '86400',
    },
  });
}

function refuse(
  request: Request,
  { status, title, description }: Extract<Outcome, { answer: 'error' }>,
): Response {
  const body = encoder.encode(JSON.stringify(errorMessage(status, title, description)));
  return respond(request, status, body, status === 405 ? { Allow: READ } : {});
}

async function sendDocument(
  storage: Storage,
  request: Request,
  { document, apiRoot, collection }: Extract<Outcome, { answer: 'document' }>,
): Promise<Response> {
  const path = {
    discovery: discoveryFile,
    'api-root': apiRootFile(apiRoot),
    collections: collectionsFile(apiRoot),
    collection: collectionFile(apiRoot, collection),
  }[document];
  const bytes = await storage.read(path);
  if (!bytes) throw new MissingFileError(path);
  return respond(request, 200, bytes, { ETag: await entityTag(bytes) });
}

async function sendList(
  storage: Storage,
  cache: Cache,
  request: Request,
  site: SiteIndex,
  outcome: Extract<Outcome, { answer: 'list' }>,
): Promise<Response> {
  const { apiRoot, collection, object, selection, endpoint } = outcome;
  const store = await CollectionStore.open(storage, cache, storeFolder(apiRoot, collection));
  if (object !== '' && !(await store.entriesOf(object))) return refuse(request, noSuchObject);
  const limit = Math.min(selection.limit ?? site.pageSize, site.pageSize);
  const page = await selectRows(store, selection, limit);
  if (page === 'unknown') return refuse(request, unknownNext);
  const next = page.more
    ? printToken({ collection, n: page.rows.at(-1)![0] + 1, filter: selection.filter })
    : undefined;
  const releases = datedReleases(store);
  const body = await bodyOf();
  return respond(request, 200, body, { ETag: await entityTag(body), ...dateAddedHeaders(page, releases) });

  async function bodyOf(): Promise<Uint8Array> {
    if (endpoint === 'manifest')
      return encoder.encode(printManifest(page as Page, releases, next, site.emptyObjects));
    if (endpoint === 'versions') return encoder.encode(printVersions(page as Page, next));
    const objects = await store.objects((page as Page).rows.map(([n]) => n));
    return printEnvelope(objects, next, site.emptyObjects);
  }
}

// §5.6, §5.8
const noSuchObject = {
  answer: 'error',
  status: 404,
  title: 'Not found',
  description: 'This collection holds no object of this id.',
} as const;

/** One place for what all answers share: media type, CORS, HEAD and conditional requests (RFC 9110 §13). */
function respond(
  request: Request,
  status: number,
  body: Uint8Array,
  extra: Record<string, string>,
): Response {
  const headers: Record<string, string> = {
    ...corsHeaders,
    'Content-Type': TAXII,
    'Cache-Control': status === 200 ? 'no-cache' : 'no-store',
    Vary: 'Accept, Accept-Encoding',
    ...extra,
  };
  if (status === 200 && isFresh(request, extra.ETag)) return new Response(null, { status: 304, headers });
  headers['Content-Length'] = String(body.length);
  return new Response(request.method === 'HEAD' ? null : (body as BodyInit), { status, headers });
}
