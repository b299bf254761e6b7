import { TAXII } from '../taxii/media-type.ts';
import { type Discovery, errorMessage } from '../taxii/resources.ts';
import { type AccessControl, anonymous, type Client } from './access-control.ts';
import { challenge, discoveryFor, type Gate, gateOf, unauthorized, visibleSite } from './access-view.ts';
import { dateAddedHeaders, printEnvelope, printManifest, printVersions } from './answer.ts';
import { entityTag, isFresh } from './conditional.ts';
import { corsHeaders, READ } from './cors.ts';
import { apiRootFile, collectionFile, collectionsFile, discoveryFile, storeFolder } from './paths.ts';
import { noSuchObject, type Outcome, resolve, unknownNext } from './resolve.ts';
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

const VARY = 'Accept, Accept-Encoding';
const PRIVATE_VARY = `${VARY}, Authorization`;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface HandlerOptions {
  /** Who is who. Without it nobody may read what is protected. */
  readonly access?: AccessControl;
}

/**
 * @param storage the files of a site that was built for level 3
 * @returns a handler that gives undefined for a path that is not TAXII's, which the host answers itself
 */
export function createHandler(storage: Storage, { access }: HandlerOptions = {}): Handler {
  const cache = new Cache(CACHED_FILES);
  return async (request) => {
    // A publish between two reads can take away a file that the first one named; what it put there is whole.
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await answer({ storage, cache, access }, request);
      } catch (error) {
        if (!(error instanceof MissingFileError) || attempt === 3) throw error;
      }
    }
  };
}

interface Means {
  readonly storage: Storage;
  readonly cache: Cache;
  readonly access: AccessControl | undefined;
}

async function answer(means: Means, request: Request): Promise<Response | undefined> {
  const site = await readJson<SiteIndex>(means.storage, SITE_INDEX);
  const asked = toTaxiiRequest(request, site.basePath);
  // A browser asks beforehand whether it may send credentials, and sends none with that question.
  const isPreflight = request.method === 'OPTIONS';
  const gate = site.protection && !isPreflight ? gateOf(site, asked.path) : undefined;
  // Credentials are not looked at where nothing depends on them: many clients send some to everybody.
  const client = gate?.depends ? await (means.access?.(request.headers) ?? anonymous) : anonymous;
  if (client === 'busy') return refuse(request, tooBusy, { 'Retry-After': '2' });
  const refusal = gate && refusalOf(request, site, gate, client);
  if (refusal) return refusal;
  const visible = isPreflight ? site : visibleSite(site, client.lists);
  const response = await answerVisible(means, request, visible, client, resolve(visible, asked));
  return gate?.depends && response ? asPrivate(response) : response;
}

/** §1.6.9, §5.1: 401 for whoever has not shown who it is, and 404 for whoever has: both as if nothing were there. */
function refusalOf(request: Request, site: SiteIndex, { needs }: Gate, client: Client): Response | undefined {
  if (needs === undefined || client.lists.has(needs)) return undefined;
  if (client.isKnown) return asPrivate(refuse(request, notFound));
  return refuse(request, unauthorized, {
    'WWW-Authenticate': challenge(site.protection!.realm),
    Vary: PRIVATE_VARY,
  });
}

/** No cache that several clients share may keep it, and none may give it to another client (RFC 9111 §4.1, §5.2.2.7). */
function asPrivate(response: Response): Response {
  if (response.status < 400) response.headers.set('Cache-Control', 'private, no-cache');
  response.headers.set('Vary', PRIVATE_VARY);
  return response;
}

async function answerVisible(
  { storage, cache }: Means,
  request: Request,
  site: SiteIndex,
  client: Client,
  outcome: Outcome,
): Promise<Response | undefined> {
  switch (outcome.answer) {
    case 'elsewhere':
      return undefined;
    case 'preflight':
      return preflight(request);
    case 'error':
      return refuse(request, outcome);
    case 'document':
      return sendDocument(storage, request, site, client, outcome);
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
  { status, title, description }: Omit<Extract<Outcome, { answer: 'error' }>, 'answer'>,
  extra: Record<string, string> = {},
): Response {
  const body = encoder.encode(JSON.stringify(errorMessage(status, title, description)));
  return respond(request, status, body, status === 405 ? { Allow: READ } : extra);
}

async function sendDocument(
  storage: Storage,
  request: Request,
  site: SiteIndex,
  client: Client,
  { document, apiRoot, collection }: Extract<Outcome, { answer: 'document' }>,
): Promise<Response> {
  const bytes = await bodyOf();
  return respond(request, 200, bytes, { ETag: await entityTag(bytes) });

  async function bodyOf(): Promise<Uint8Array> {
    switch (document) {
      case 'discovery':
        return site.protection ? discoveryOf(storage, site, client) : mustRead(storage, discoveryFile);
      case 'api-root':
        return mustRead(storage, apiRootFile(apiRoot));
      case 'collections':
        return site.protection
          ? collectionsOf(storage, site, apiRoot)
          : mustRead(storage, collectionsFile(apiRoot));
      case 'collection':
        return mustRead(storage, collectionFile(apiRoot, collection));
    }
  }
}

/** The files hold what everybody may see; a client may see more. */
async function discoveryOf(storage: Storage, site: SiteIndex, { lists }: Client): Promise<Uint8Array> {
  const common = await readJson<Discovery>(storage, discoveryFile);
  return encoder.encode(JSON.stringify(discoveryFor(common, site, lists)));
}

/** §5.1.1: without collections the key is omitted. */
async function collectionsOf(storage: Storage, site: SiteIndex, apiRoot: string): Promise<Uint8Array> {
  const collections = site.apiRoots.find(({ name }) => name === apiRoot)?.collections ?? [];
  if (collections.length === 0) return encoder.encode('{}');
  const files = collections.map(({ id }) => mustRead(storage, collectionFile(apiRoot, id)));
  const texts = (await Promise.all(files)).map((bytes) => decoder.decode(bytes));
  return encoder.encode(`{"collections":[${texts.join(',')}]}`);
}

async function mustRead(storage: Storage, path: string): Promise<Uint8Array> {
  const bytes = await storage.read(path);
  if (!bytes) throw new MissingFileError(path);
  return bytes;
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

/** As where there is no such thing. */
const notFound = {
  answer: 'error',
  status: 404,
  title: 'Not found',
  description: 'There is no such API root, collection or endpoint here.',
} as const;

const tooBusy = {
  answer: 'error',
  status: 503,
  title: 'Too many logins',
  description: 'So many clients are logging in that this one has to wait. Come again in a moment.',
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
    Vary: VARY,
    ...extra,
  };
  if (status === 200 && isFresh(request, extra.ETag)) return new Response(null, { status: 304, headers });
  headers['Content-Length'] = String(body.length);
  return new Response(request.method === 'HEAD' ? null : (body as BodyInit), { status, headers });
}
