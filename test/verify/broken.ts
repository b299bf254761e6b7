import { gzipSync } from 'node:zlib';
import { TAXII } from '../../src/taxii/media-type.ts';
import { basic, bearer } from '../../src/verify/credentials.ts';
import type { VerifyOptions } from '../../src/verify/verify.ts';
import { type Server, withBody, withHeaders, withUrl } from './servers.ts';

/** Servers that each get one thing wrong, and the requirement that must catch them. */
export interface Broken {
  readonly name: string;
  readonly caughtBy: string;
  /** @param good the server that does everything right */
  readonly serve: (good: Server) => Server;
  /** The good server is one of level 1. */
  readonly isFixed?: boolean;
  readonly options?: Partial<VerifyOptions>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests bend whatever JSON there is
type Json = any;

const FIRST = 'X-TAXII-Date-Added-First';
const LAST = 'X-TAXII-Date-Added-Last';

const paths = {
  discovery: /^\/taxii2\/?$/,
  root: /^\/[^/]+\/?$/,
  collections: /\/collections\/?$/,
  collection: /\/collections\/[^/]+\/?$/,
  objects: /\/objects\/?$/,
  manifest: /\/manifest\/?$/,
  list: /\/(?:objects|manifest)\/?$/,
  object: /\/objects\/[^/]+\/?$/,
  versions: /\/versions\/?$/,
  dated: /\/(?:objects|manifest|versions)\/?$|\/objects\/[^/]+\/?$/,
  any: /./,
} as const;

type Where = keyof typeof paths;

function isAt(where: Where, request: Request): boolean {
  const { pathname } = new URL(request.url);
  if (where === 'root' && paths.discovery.test(pathname)) return false;
  return paths[where].test(pathname);
}

function parameter(request: Request, name: string): string | null {
  return new URL(request.url).searchParams.get(name);
}

type Change = (response: Response, request: Request, good: Server) => Response | Promise<Response>;

/** Changes answers to some requests. */
function answers(where: Where, change: Change): Broken['serve'] {
  return (good) => async (request) => {
    const response = await good(request);
    return isAt(where, request) ? change(response, request, good) : response;
  };
}

/** Changes successes, as JSON. */
function bodies(where: Where, change: (body: Json, request: Request) => Json): Broken['serve'] {
  return answers(where, async (response, request) => {
    if (response.status !== 200 || request.method !== 'GET') return response;
    const body = JSON.parse(await response.text());
    return withBody(response, JSON.stringify(change(body, request) ?? body));
  });
}

/** Changes successes, as text. */
function texts(where: Where, change: (text: string, request: Request) => string): Broken['serve'] {
  return answers(where, async (response, request) =>
    response.status === 200 && request.method === 'GET'
      ? withBody(response, change(await response.text(), request))
      : response,
  );
}

function headers(
  where: Where,
  change: (response: Response, request: Request) => Readonly<Record<string, string | null>>,
): Broken['serve'] {
  return answers(where, (response, request) =>
    response.status === 200 ? withHeaders(response, change(response, request)) : response,
  );
}

/** Understands another query than was asked. */
function queries(
  where: Where,
  change: (parameters: URLSearchParams, request: Request) => void,
): Broken['serve'] {
  return (good) => (request) => {
    if (!isAt(where, request)) return good(request);
    const url = new URL(request.url);
    change(url.searchParams, request);
    return good(withUrl(request, url.href));
  };
}

/** Instead of the good server, for some requests. */
function instead(
  where: Where,
  test: (request: Request) => boolean,
  answer: (request: Request, good: Server) => Response | Promise<Response>,
): Broken['serve'] {
  return (good) => async (request) =>
    isAt(where, request) && test(request) ? answer(request, good) : good(request);
}

const always = () => true;

function taxii(status: number, body: Json = { title: 'Broken', http_status: String(status) }): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': TAXII } });
}

/** Drops a parameter, so that it is as if it had not been given. */
function ignores(name: string, test: (value: string) => boolean = always): Broken['serve'] {
  return queries('list', (parameters) => {
    if (test(parameters.get(name) ?? '')) parameters.delete(name);
  });
}

/** Takes what the good server refuses for something else. */
function takes(
  name: string,
  isBad: (values: readonly string[]) => boolean,
  instead?: string,
): Broken['serve'] {
  return queries('list', (parameters) => {
    const values = parameters.getAll(name);
    if (values.length === 0 || !isBad(values)) return;
    parameters.delete(name);
    if (instead !== undefined) parameters.set(name, instead);
  });
}

/** Compresses lists for those who ask for it. */
function zipped(
  change: (text: string) => string,
  more: Readonly<Record<string, string | null>> = {},
): Broken['serve'] {
  return answers('list', async (response, { method, headers }) => {
    const isWanted = /gzip/.test(headers.get('Accept-Encoding') ?? '') && method === 'GET';
    if (!isWanted || response.status !== 200) return response;
    const bytes = gzipSync(change(await response.text()));
    return withHeaders(withBody(response, bytes), {
      'Content-Encoding': 'gzip',
      Vary: 'Accept, Accept-Encoding',
      ...more,
    });
  });
}

/** A stand-in for servers with a memory. */
function remembering(make: () => (good: Server) => Server): Broken['serve'] {
  return (good) => make()(good);
}

export const broken: readonly Broken[] = [
  // Discovery and API roots
  {
    name: 'discovery under a path',
    caughtBy: 'T-8.2.1-1',
    options: { url: 'https://taxii.example/public/taxii2/' },
    serve: (good) => async (request) => {
      const { pathname, origin } = new URL(request.url);
      if (paths.discovery.test(pathname)) return taxii(404);
      return pathname === '/public/taxii2/' ? good(withUrl(request, `${origin}/taxii2/`)) : good(request);
    },
  },
  {
    name: 'API roots on another host alone',
    caughtBy: 'T-8.2.1-2',
    serve: texts('discovery', (text) => text.replaceAll('//taxii.example', '//other.example')),
  },
  {
    name: 'no title in discovery',
    caughtBy: 'T-4.1.1-1',
    serve: bodies('discovery', (body) => ({ ...body, title: undefined })),
  },
  {
    name: 'contact as an object',
    caughtBy: 'T-4.1.1-1',
    serve: bodies('discovery', (body) => ({ ...body, contact: {} })),
  },
  {
    name: 'api_roots: []',
    caughtBy: 'T-4.1.1-1',
    serve: bodies('discovery', (body) => ({ ...body, api_roots: [] })),
  },
  {
    name: 'API roots without a slash before them',
    caughtBy: 'T-4.1.1-2',
    serve: bodies('discovery', (body) => ({
      ...body,
      api_roots: body.api_roots.map((url: string) => new URL(url).pathname.slice(1)),
    })),
  },
  {
    name: 'API roots with a query',
    caughtBy: 'T-4.1.1-2',
    serve: bodies('discovery', (body) => ({
      ...body,
      api_roots: body.api_roots.map((url: string) => `${url}?a=b`),
    })),
  },
  {
    name: 'a default that is not listed',
    caughtBy: 'T-4.1.1-3',
    serve: bodies('discovery', (body) => ({ ...body, default: `${body.default}more/` })),
  },
  {
    name: 'API roots without a slash behind them',
    caughtBy: 'P-7-1',
    serve: bodies('discovery', (body) => ({
      ...body,
      default: body.default.replace(/\/$/, ''),
      api_roots: body.api_roots.map((url: string) => url.replace(/\/$/, '')),
    })),
  },
  {
    name: 'an API root that is not there',
    caughtBy: 'T-4.2-1',
    serve: bodies('discovery', (body) => ({ ...body, api_roots: [...body.api_roots, '/nowhere/'] })),
  },
  {
    name: 'no max_content_length',
    caughtBy: 'T-4.2.1-1',
    serve: bodies('root', (body) => ({ ...body, max_content_length: undefined })),
  },
  {
    name: 'max_content_length: 0',
    caughtBy: 'T-4.2.1-1',
    serve: bodies('root', (body) => ({ ...body, max_content_length: 0 })),
  },
  {
    name: 'versions without TAXII 2.1',
    caughtBy: 'T-4.2.1-2',
    serve: bodies('root', (body) => ({ ...body, versions: ['application/taxii+json;version=2.0'] })),
  },
  {
    name: 'versions: ["taxii-2.1"]',
    caughtBy: 'T-4.2.1-2',
    serve: bodies('root', (body) => ({ ...body, versions: [TAXII, 'taxii-2.1'] })),
  },

  // Collections
  {
    name: 'collections: []',
    caughtBy: 'T-5.1.1-1',
    serve: bodies('collections', () => ({ collections: [] })),
  },
  {
    name: 'can_read as text',
    caughtBy: 'T-5.2.1-1',
    serve: bodies('collections', ({ collections }) => ({
      collections: collections.map((one: Json) => ({ ...one, can_read: 'true' })),
    })),
  },
  {
    name: 'media_types: []',
    caughtBy: 'T-5.2.1-1',
    serve: bodies('collections', ({ collections }) => ({
      collections: collections.map((one: Json) => ({ ...one, media_types: [] })),
    })),
  },
  {
    name: 'ids that are no UUIDs',
    caughtBy: 'T-5.2.1-2',
    serve: (good) => async (request) => {
      const response = await good(withUrl(request, request.url.replace('x-thing--', '')));
      if (response.status !== 200) return response;
      const text = (await response.text()).replaceAll('"id":"e8a951d7', '"id":"x-thing--e8a951d7');
      return isAt('collections', request) || isAt('collection', request)
        ? withBody(response, text)
        : withBody(response, text);
    },
  },
  {
    name: 'one alias for two collections',
    caughtBy: 'T-5.2.1-3',
    serve: bodies('collections', ({ collections }) => ({
      collections: collections.map((one: Json) => ({ ...one, alias: 'same' })),
    })),
  },
  {
    name: 'one title for two collections',
    caughtBy: 'P-7-2',
    serve: bodies('collections', ({ collections }) => ({
      collections: collections.map((one: Json) => ({ ...one, title: 'Feed' })),
    })),
  },
  {
    name: 'a collection with another id than its path',
    caughtBy: 'T-5.2-1',
    serve: bodies('collection', (body) => ({
      ...body,
      id: body.id.replace(/.$/, (end: string) => (end === '0' ? '1' : '0')),
    })),
  },
  {
    name: 'an alias that leads nowhere',
    caughtBy: 'T-5.2-2',
    serve: instead(
      'any',
      ({ url }) => /collections\/(?:port-threats|hull-malware)\//.test(url),
      () => taxii(404),
    ),
  },
  {
    name: 'an unknown collection is empty',
    caughtBy: 'T-5.2-3',
    serve: answers('list', (response, { method }) =>
      response.status === 404 && method === 'GET' ? taxii(200, { more: false }) : response,
    ),
  },
  {
    name: 'collections in another order every time',
    caughtBy: 'T-3.3-1',
    serve: remembering(() => {
      let count = 0;
      return bodies('collections', ({ collections }) => {
        count += 1;
        return { collections: count % 2 === 0 ? collections.toReversed() : collections };
      });
    }),
  },

  // Media types and errors
  {
    name: 'application/json',
    caughtBy: 'T-3.1-1',
    serve: headers('any', () => ({ 'Content-Type': 'application/json' })),
  },
  {
    name: 'no version in the media type of manifests',
    caughtBy: 'T-3.1-1',
    serve: headers('manifest', () => ({ 'Content-Type': 'application/taxii+json' })),
  },
  {
    name: 'a charset',
    caughtBy: 'T-3.1-2',
    serve: headers('any', () => ({ 'Content-Type': `${TAXII}; charset=utf-8` })),
  },
  {
    name: '406 for an Accept header with two media types',
    caughtBy: 'T-3.1-3',
    serve: instead(
      'any',
      ({ headers }) => /,.*stix/.test(headers.get('Accept') ?? ''),
      () => taxii(406),
    ),
  },
  {
    name: '406 without a version',
    caughtBy: 'T-3.1-3',
    serve: instead(
      'any',
      ({ headers }) => headers.get('Accept') === 'application/taxii+json',
      () => taxii(406),
    ),
  },
  {
    name: '406 for a weight',
    caughtBy: 'T-3.1-3',
    serve: instead(
      'any',
      ({ headers }) => /2\.1;q=/.test(headers.get('Accept') ?? ''),
      () => taxii(406),
    ),
  },
  {
    name: '406 where TAXII 2.0 comes first',
    caughtBy: 'T-3.1-3',
    serve: instead(
      'any',
      ({ headers }) => /^[^,]*2\.0,/.test(headers.get('Accept') ?? ''),
      () => taxii(406),
    ),
  },
  {
    name: '406 for */*',
    caughtBy: 'P-7-3',
    serve: instead(
      'any',
      ({ method, headers }) => method === 'GET' && headers.get('Accept') === '*/*',
      () => taxii(406),
    ),
  },
  {
    name: '406 without an Accept header',
    caughtBy: 'P-7-3',
    serve: instead(
      'any',
      ({ headers }) => !headers.has('Accept'),
      () => taxii(406),
    ),
  },
  {
    name: 'a page for people who accept HTML',
    caughtBy: 'T-3.1-4',
    serve: instead(
      'objects',
      ({ headers }) => headers.get('Accept') === 'text/html',
      () => new Response('<h1>Objects</h1>', { headers: { 'Content-Type': 'text/html' } }),
    ),
  },
  {
    name: 'errors as HTML',
    caughtBy: 'T-3.1-5',
    serve: answers('any', (response) =>
      response.status < 400
        ? response
        : new Response('<h1>Error</h1>', {
            status: response.status,
            headers: { 'Content-Type': 'text/html' },
          }),
    ),
  },
  {
    name: 'errors without a title',
    caughtBy: 'T-3.6.1-1',
    serve: answers('any', (response) =>
      response.status < 400 ? response : taxii(response.status, { message: 'no' }),
    ),
  },
  {
    name: 'http_status as a number',
    caughtBy: 'T-3.6.1-2',
    serve: answers('any', (response) =>
      response.status < 400
        ? response
        : taxii(response.status, { title: 'No', http_status: response.status }),
    ),
  },
  {
    name: 'http_status of another status',
    caughtBy: 'T-3.6.1-2',
    serve: answers('any', (response) =>
      response.status < 400 ? response : taxii(response.status, { title: 'No', http_status: '500' }),
    ),
  },
  {
    name: 'a redirect to the slash',
    caughtBy: 'P-7-4',
    serve: instead(
      'any',
      ({ url }) => !new URL(url).pathname.endsWith('/'),
      ({ url }) => new Response(null, { status: 301, headers: { Location: `${url}/` } }),
    ),
  },
  {
    name: 'a redirect from the slash',
    caughtBy: 'P-7-4',
    serve: instead(
      'manifest',
      ({ url }) => new URL(url).pathname.endsWith('/'),
      ({ url }) => new Response(null, { status: 308, headers: { Location: url.replace(/\/(?=\?|$)/, '') } }),
    ),
  },

  // Lists and dates
  {
    name: 'a walk without end',
    caughtBy: 'T-3.5-1',
    serve: queries('objects', (parameters) => parameters.delete('next')),
  },
  {
    name: 'a manifest that gives a record twice',
    caughtBy: 'T-5.3-1',
    serve: bodies('manifest', ({ objects, ...body }) => ({
      ...body,
      objects: objects && [objects[0], ...objects],
    })),
  },
  {
    name: 'objects in the reverse order',
    caughtBy: 'T-3.3-2',
    serve: bodies('objects', (body) => ({ ...body, objects: body.objects?.toReversed() })),
  },
  {
    name: 'an object that the manifest does not know',
    caughtBy: 'T-3.3-2',
    serve: bodies('manifest', (body, { url }) =>
      url.includes('?') ? body : { ...body, objects: body.objects?.slice(1) },
    ),
  },
  {
    name: 'a manifest in the reverse order',
    caughtBy: 'T-3.3-3',
    serve: bodies('manifest', (body) => ({ ...body, objects: body.objects?.toReversed() })),
  },
  {
    name: 'one date_added for all objects of a second',
    caughtBy: 'P-1-1',
    serve: texts('manifest', (text) => text.replace(/("date_added":"[^"]{19})\.\d{6}/g, '$1.000000')),
  },
  {
    name: 'a manifest without date_added',
    caughtBy: 'T-5.3.1-1',
    serve: texts('manifest', (text) => text.replace(/"date_added":"[^"]*",/g, '')),
  },
  {
    name: 'date_added in milliseconds',
    caughtBy: 'T-5.3.1-1',
    serve: texts('manifest', (text) => text.replace(/("date_added":"[^"]{23})\d{3}/g, '$1')),
  },
  {
    name: 'objects with their fractions cut off',
    caughtBy: 'T-5.3.1-2',
    serve: texts('any', (text, { url }) =>
      url.includes('/objects/') ? text.replace(/("modified":"[^".]*)\.\d+Z/g, '$1Z') : text,
    ),
  },
  {
    name: 'a media type in the manifest that the collection has not',
    caughtBy: 'T-5.3.1-3',
    serve: texts('manifest', (text) => text.replaceAll('stix+json;version=2.1', 'stix+json;version=2.0')),
  },
  {
    name: 'objects with another type than their id',
    caughtBy: 'T-3.7-1',
    serve: texts('any', (text) => text.replaceAll('"type":"identity"', '"type":"Identity"')),
  },
  {
    name: 'hash names rewritten, everywhere',
    caughtBy: 'T-3.7-2',
    serve: texts('any', (text) => text.replaceAll('"SHA-256":', '"_s_h_a-256":')),
  },
  {
    name: 'objects: []',
    caughtBy: 'T-2-1',
    serve: bodies('list', (body) => ({ objects: [], ...body })),
  },
  {
    name: 'more without next',
    caughtBy: 'P-6-1',
    serve: bodies('list', ({ next: _, ...body }) => body),
  },
  {
    name: 'next without more',
    caughtBy: 'P-6-1',
    serve: bodies('list', ({ more: _, ...body }) => body),
  },
  {
    name: 'no dates in headers',
    caughtBy: 'T-3.2-1',
    serve: headers('dated', () => ({ [FIRST]: null, [LAST]: null })),
  },
  {
    name: 'dates in headers without a fraction',
    caughtBy: 'T-3.2-1',
    serve: headers('list', ({ headers }) => ({ [LAST]: headers.get(LAST)?.replace(/\.\d+/, '') ?? null })),
  },
  {
    name: 'no dates in headers of one object',
    caughtBy: 'T-3.2-2',
    serve: headers('object', () => ({ [FIRST]: null })),
  },
  {
    name: 'the date of the first object, twice',
    caughtBy: 'T-3.2-3',
    serve: headers('list', ({ headers }) => ({ [LAST]: headers.get(FIRST) })),
  },

  // One object
  {
    name: 'objects/<id>/ with every version',
    caughtBy: 'T-5.6-1',
    serve: queries('object', (parameters) => parameters.set('match[version]', 'all')),
  },
  {
    name: '200 for an unknown object',
    caughtBy: 'T-5.6-2',
    serve: answers('object', (response) =>
      response.status === 404 ? taxii(200, { more: false }) : response,
    ),
  },
  {
    name: 'a hash name rewritten in lists alone',
    caughtBy: 'T-5.6-3',
    serve: texts('objects', (text, { url }) =>
      url.includes('limit') ? text.replaceAll('"SHA-256":', '"sha256":') : text,
    ),
  },
  {
    name: 'numbers spelled anew in pages',
    caughtBy: 'P-4-1',
    serve: texts('objects', (text, { url }) =>
      url.includes('limit') ? text.replace(/":(\d+)([,}])/g, '":$1.0$2') : text,
    ),
  },
  {
    name: 'another date_added on every page',
    caughtBy: 'T-5.3-2',
    serve: texts('manifest', (text, { url }) =>
      url.includes('limit')
        ? text.replace(/("date_added":"\d{4})/g, (year) => year.replace(/\d$/, '9'))
        : text,
    ),
  },
  {
    name: 'date_added is the time of the answer',
    caughtBy: 'T-5.3-2',
    serve: remembering(() => {
      let count = 0;
      return texts('manifest', (text) => {
        count += 1;
        return text.replace(/("date_added":"[^"]*\.\d{3})\d{3}Z/g, `$1${String(count).padStart(3, '0')}Z`);
      });
    }),
  },
  {
    name: 'match[version] not looked at in objects/<id>/',
    caughtBy: 'T-5.6-4',
    serve: queries('object', (parameters) => parameters.delete('match[version]')),
  },
  {
    name: '500 for match[version] in objects/<id>/',
    caughtBy: 'T-5.6-4',
    serve: instead(
      'object',
      (request) => parameter(request, 'match[version]') !== null,
      () => taxii(500),
    ),
  },
  { name: 'no versions', caughtBy: 'T-5.8-1', serve: bodies('versions', () => ({ more: false })) },
  {
    name: 'versions given twice',
    caughtBy: 'T-5.8-1',
    serve: bodies('versions', (body) => ({ ...body, versions: [...body.versions, ...body.versions] })),
  },
  {
    name: 'versions in the reverse order',
    caughtBy: 'T-5.8-2',
    serve: bodies('versions', (body) => ({ ...body, versions: body.versions.toReversed() })),
  },
  {
    name: 'a status for every request',
    caughtBy: 'T-4.3-1',
    serve: instead(
      'any',
      ({ url }) => url.includes('/status/'),
      () => taxii(200, { status: 'complete' }),
    ),
  },

  // Paging
  { name: 'limit ignored', caughtBy: 'T-3.4-1', serve: ignores('limit') },
  {
    name: 'limit taken for one more',
    caughtBy: 'T-3.4-1',
    serve: queries('list', (parameters) => {
      if (/^[1-9]\d*$/.test(parameters.get('limit') ?? ''))
        parameters.set('limit', `${Number(parameters.get('limit')) + 1}`);
    }),
  },
  {
    name: '400 for a limit above its own',
    caughtBy: 'T-3.4-8',
    serve: instead(
      'list',
      (request) => Number(parameter(request, 'limit')) > 1000,
      () => taxii(400),
    ),
  },
  {
    name: 'a limit that does not fit into 32 bits, taken for one',
    caughtBy: 'T-3.4-8',
    serve: queries('list', (parameters) => {
      if (Number(parameters.get('limit')) > 2 ** 31) parameters.set('limit', '-1');
    }),
  },
  {
    name: 'more after the last object',
    caughtBy: 'T-3.4-2',
    serve: bodies('dated', (body, request) =>
      body.more || !parameter(request, 'limit') ? body : { ...body, more: true, next: 'end' },
    ),
  },
  {
    name: 'an end too early',
    caughtBy: 'T-3.5-2',
    serve: bodies('objects', (body, request) =>
      parameter(request, 'next') && parameter(request, 'limit') === '1' ? { objects: body.objects } : body,
    ),
  },
  {
    name: 'the last object of a page once more on the next',
    caughtBy: 'T-3.5-3',
    serve: remembering(() => {
      let last: Json;
      return bodies('objects', (body, request) => {
        const objects = parameter(request, 'next') ? [last, ...body.objects] : body.objects;
        last = body.objects?.at(-1);
        return { ...body, objects };
      });
    }),
  },
  {
    name: 'an object lost between pages',
    caughtBy: 'T-3.5-3',
    serve: bodies('objects', (body, request) =>
      parameter(request, 'next') && body.objects.length > 1
        ? { ...body, objects: body.objects.slice(1) }
        : body,
    ),
  },
  {
    name: 'a record lost between pages of the manifest',
    caughtBy: 'T-3.5-4',
    serve: bodies('manifest', (body, request) =>
      parameter(request, 'next') && body.objects.length > 1
        ? { ...body, objects: body.objects.slice(1) }
        : body,
    ),
  },
  {
    name: 'next leads to the page that it came with',
    caughtBy: 'T-3.5-5',
    serve: queries('list', (parameters) => {
      if (parameters.has('limit')) parameters.delete('next');
    }),
  },
  {
    name: 'a next that needs the other parameters',
    caughtBy: 'P-7-5',
    serve: (good) => async (request) => {
      // The log number of a token, with the default filter in place of its own.
      const url = new URL(request.url);
      const token = url.searchParams.get('next');
      if (!token || url.searchParams.has('match[type]')) return good(request);
      url.searchParams.set('next', token.replace(/\.[^.]+$/, '.0'));
      return good(withUrl(request, url.href));
    },
  },
  {
    name: 'a next with "+" and "="',
    caughtBy: 'P-7-6',
    serve: (good) => async (request) => {
      const url = new URL(request.url);
      const token = url.searchParams.get('next');
      if (token?.endsWith('+=')) url.searchParams.set('next', token.slice(0, -2));
      const response = await good(withUrl(request, url.href));
      return isAt('list', request) && request.method === 'GET' && response.status === 200
        ? withBody(response, (await response.text()).replace(/("next":"[^"]*)"/, '$1+="'))
        : response;
    },
  },
  {
    name: 'page one for an unknown next',
    caughtBy: 'P-7-7',
    serve: instead(
      'list',
      (request) => !(parameter(request, 'next') ?? '1.').startsWith('1.'),
      (request, good) => good(withUrl(request, request.url.replace(/\?.*/, ''))),
    ),
  },
  {
    name: '500 for an unknown next',
    caughtBy: 'P-7-7',
    serve: instead(
      'list',
      (request) => !(parameter(request, 'next') ?? '1.').startsWith('1.'),
      () => taxii(500),
    ),
  },
  {
    name: 'page one for a next of another collection',
    caughtBy: 'P-7-8',
    serve: (good) => async (request) => {
      const response = await good(request);
      const isForeign = response.status === 400 && (parameter(request, 'next') ?? '').startsWith('1.');
      return isForeign ? good(withUrl(request, request.url.replace(/\?.*/, ''))) : response;
    },
  },
  {
    name: 'a next that is good once',
    caughtBy: 'P-3-1',
    serve: remembering(() => {
      const used = new Set<string>();
      return instead(
        'objects',
        (request) => parameter(request, 'next') !== null,
        (request, good) => {
          const url = `${request.url} ${request.headers.get('Accept')}`;
          if (used.has(url)) return taxii(400);
          used.add(url);
          return good(request);
        },
      );
    }),
  },

  // added_after
  {
    name: 'added_after includes its own moment',
    caughtBy: 'T-3.4-3',
    serve: queries('list', (parameters) => {
      const date = parameters.get('added_after');
      if (date && /\.\d*[1-9]\d*Z$/.test(date))
        parameters.set(
          'added_after',
          date.replace(/\d{6}(?=Z)/, (micros) => `${Number(micros) - 1}`.padStart(6, '0')),
        );
    }),
  },
  {
    name: 'added_after applied to "created"',
    caughtBy: 'T-3.4-3',
    serve: (good) => async (request) => {
      const date = parameter(request, 'added_after');
      if (!isAt('objects', request) || !date || Number.isNaN(Date.parse(date))) return good(request);
      const all: Json[] = [];
      const url = request.url.replace(/\?.*/, '');
      for (let next = ''; ; ) {
        const { objects, ...page } = await (await good(withUrl(request, url + next))).json();
        all.push(...(objects ?? []));
        if (!page.more) break;
        next = `?next=${page.next}`;
      }
      const objects = all.filter(({ created }) => created > date);
      return taxii(200, { more: false, ...(objects.length > 0 ? { objects } : {}) });
    },
  },
  {
    name: 'a date to come gives everything',
    caughtBy: 'T-3.4-4',
    serve: ignores('added_after', (date) => date.startsWith('22')),
  },
  {
    name: 'X-TAXII-Date-Added-Last of the object before the last',
    caughtBy: 'P-2-1',
    serve: headers('list', ({ headers }) => ({
      [LAST]:
        headers
          .get(LAST)
          ?.replace(/\d(?=Z)/, (digit) => `${Math.max(0, Number(digit) - 1)}`)
          .replace(/\d{3}Z/, '000Z') ?? null,
    })),
  },
  {
    name: 'a malformed added_after ignored',
    caughtBy: 'T-3.4-5',
    serve: ignores('added_after', (date) => !date.includes('T')),
  },
  {
    name: '500 for a malformed added_after',
    caughtBy: 'T-3.4-5',
    serve: answers('list', (response, { url }) =>
      response.status === 400 && url.includes('added_after') ? taxii(500) : response,
    ),
  },
  {
    name: 'raw colons not understood',
    caughtBy: 'P-7-9',
    serve: instead(
      'list',
      ({ url }) => /added_after=[^&]*:/.test(url),
      () => taxii(400),
    ),
  },

  // match
  {
    name: 'match[type] ignored',
    caughtBy: 'T-3.4.1-1',
    serve: ignores('match[type]', (types) => types !== ''),
  },
  {
    name: 'a list of types taken for a type',
    caughtBy: 'T-3.4.1-2',
    serve: instead(
      'list',
      (request) => /,/.test(parameter(request, 'match[type]') ?? ''),
      () => taxii(200, { more: false }),
    ),
  },
  {
    name: '404 for a type that is not there',
    caughtBy: 'T-3.4.1-3',
    serve: answers('list', async (response, request) => {
      if (!parameter(request, 'match[type]') || response.status !== 200) return response;
      const text = await response.text();
      return text === '{"more":false}' ? taxii(404) : withBody(response, text);
    }),
  },
  { name: 'match[id] ignored', caughtBy: 'T-3.4.1-4', serve: ignores('match[id]') },
  {
    name: 'the first of several ids alone',
    caughtBy: 'T-3.4.1-5',
    serve: queries('list', (parameters) => {
      const ids = parameters.get('match[id]');
      if (ids) parameters.set('match[id]', ids.split(',')[0]!);
    }),
  },
  {
    name: '404 for an unknown id in match[id]',
    caughtBy: 'T-3.4.1-6',
    serve: instead(
      'list',
      (request) => (parameter(request, 'match[id]') ?? '').startsWith('tool--5d1f'),
      () => taxii(404),
    ),
  },
  {
    name: 'match[version]=last not understood',
    caughtBy: 'T-3.4.1-7',
    serve: takes('match[version]', ([version]) => version === 'last', 'first'),
  },
  {
    name: 'match[version]=all gives the last',
    caughtBy: 'T-3.4.1-8',
    serve: takes('match[version]', ([version]) => version === 'all'),
  },
  {
    name: 'versions/ leaves one out',
    caughtBy: 'T-3.4.1-8',
    serve: bodies('versions', (body) => ({ ...body, versions: body.versions.slice(-1) })),
  },
  {
    name: 'match[version]=first gives the last',
    caughtBy: 'T-3.4.1-9',
    serve: takes('match[version]', ([version]) => version === 'first'),
  },
  {
    name: 'match[version] with a date ignored',
    caughtBy: 'T-3.4.1-10',
    serve: takes('match[version]', ([version]) => /^\d/.test(version ?? '')),
  },
  { name: 'match[spec_version] ignored', caughtBy: 'T-3.4.1-11', serve: ignores('match[spec_version]') },
  {
    name: 'the first match field alone',
    caughtBy: 'T-3.4.1-12',
    serve: queries('list', (parameters) => {
      const [, ...others] = [...parameters.keys()].filter((name) => name.startsWith('match'));
      for (const name of new Set(others)) if (parameters.getAll(name).length === 1) parameters.delete(name);
    }),
  },
  {
    name: 'raw brackets not understood',
    caughtBy: 'T-3.4.1-13',
    serve: instead(
      'list',
      ({ url }) => url.includes('match['),
      ({ url, ...request }, good) => good(new Request(url.replace(/\?.*/, ''), request)),
    ),
  },
  {
    name: 'a malformed match[version] ignored',
    caughtBy: 'T-3.4.1-14',
    serve: takes('match[version]', ([version]) => version === 'newest'),
  },
  {
    name: 'all beside another version',
    caughtBy: 'T-3.4.1-14',
    serve: takes('match[version]', ([version]) => version === 'all,first', 'all'),
  },

  // Other parameters
  { name: 'limit=0 accepted', caughtBy: 'T-3.4-6', serve: takes('limit', ([limit]) => limit === '0') },
  {
    name: '500 for a malformed limit',
    caughtBy: 'T-3.4-6',
    serve: instead(
      'list',
      (request) => parameter(request, 'limit') === 'ten',
      () => taxii(500),
    ),
  },
  {
    name: 'a parameter given twice accepted',
    caughtBy: 'T-3.4-7',
    serve: takes('limit', (values) => values.length > 1, '1'),
  },
  {
    name: '400 for an unknown parameter',
    caughtBy: 'P-7-10',
    serve: instead(
      'list',
      (request) => parameter(request, 'foo') !== null,
      () => taxii(400),
    ),
  },

  // Methods, browsers, caches
  {
    name: '202 for a POST',
    caughtBy: 'T-5.5-1',
    serve: instead(
      'objects',
      ({ method }) => method === 'POST',
      () => taxii(202, {}),
    ),
  },
  {
    name: '405 for a POST',
    caughtBy: 'T-5.5-1',
    serve: instead(
      'objects',
      ({ method }) => method === 'POST',
      () => taxii(405),
    ),
  },
  {
    name: '200 for a DELETE',
    caughtBy: 'T-5.7-1',
    serve: instead(
      'object',
      ({ method }) => method === 'DELETE',
      () => taxii(200, {}),
    ),
  },
  {
    name: '500 for a DELETE',
    caughtBy: 'T-5.7-1',
    serve: instead(
      'object',
      ({ method }) => method === 'DELETE',
      () => taxii(500),
    ),
  },
  {
    name: 'HEAD with a body',
    caughtBy: 'H-9.3.2-1',
    serve: instead(
      'any',
      ({ method }) => method === 'HEAD',
      ({ url, headers }, good) => good(new Request(url, { headers })),
    ),
  },
  {
    name: '405 for HEAD',
    caughtBy: 'H-9.3.2-1',
    serve: instead(
      'any',
      ({ method }) => method === 'HEAD',
      () => new Response(null, { status: 405 }),
    ),
  },
  {
    name: 'closed to scripts',
    caughtBy: 'H-cors-1',
    serve: headers('any', () => ({ 'Access-Control-Allow-Origin': null })),
  },
  {
    name: 'headers hidden from scripts',
    caughtBy: 'H-cors-1',
    serve: headers('any', () => ({ 'Access-Control-Expose-Headers': null })),
  },
  {
    name: '405 for OPTIONS',
    caughtBy: 'H-cors-2',
    serve: instead(
      'any',
      ({ method }) => method === 'OPTIONS',
      () => taxii(405),
    ),
  },
  {
    name: 'compressed files of the last release',
    caughtBy: 'H-8.4-1',
    serve: zipped((text) => text.replace('"id"', '"ID"')),
  },
  {
    name: 'compressed files with a media type of their own',
    caughtBy: 'H-8.4-1',
    serve: zipped((text) => text, { 'Content-Type': 'application/gzip' }),
  },
  {
    name: 'compressed files that do not say so',
    caughtBy: 'H-8.4-1',
    serve: zipped((text) => text, { 'Content-Encoding': null }),
  },
  {
    name: 'compressed files without dates',
    caughtBy: 'H-8.4-1',
    serve: zipped((text) => text, { [LAST]: null }),
  },
  {
    name: 'a coding that is only said',
    caughtBy: 'H-8.4-1',
    serve: instead(
      'list',
      ({ headers }) => headers.has('Accept-Encoding'),
      async (request, good) => withHeaders(await good(request), { 'Content-Encoding': 'gzip' }),
    ),
  },
  {
    name: 'no Vary for what is compressed',
    caughtBy: 'H-12.5.5-1',
    serve: zipped((text) => text, { Vary: 'Accept' }),
  },
  { name: 'no ETag', caughtBy: 'H-13-1', serve: headers('any', () => ({ ETag: null })) },
  {
    name: 'If-None-Match ignored',
    caughtBy: 'H-13-1',
    serve: instead(
      'any',
      ({ headers }) => headers.has('If-None-Match'),
      ({ url }, good) => good(new Request(url, { headers: { Accept: TAXII } })),
    ),
  },

  {
    name: 'the text "None" for the dates of nothing',
    caughtBy: 'T-3.2-4',
    serve: headers('list', ({ headers }) => ({ [LAST]: headers.get(LAST) ?? 'None' })),
  },

  // Access
  {
    name: 'can_read: false, and objects for all',
    caughtBy: 'T-5.4-2',
    serve: bodies('collections', ({ collections }) => ({
      collections: collections.map((one: Json) => ({ ...one, can_read: one.alias === 'port-threats' })),
    })),
  },
  {
    name: 'no TLS',
    caughtBy: 'T-8.2.2-1',
    serve: (good) => async (request) => {
      const response = await good(withUrl(request, request.url.replace('http:', 'https:')));
      return withBody(
        response,
        response.body && (await response.text()).replaceAll('https://taxii', 'http://taxii'),
      );
    },
    options: { url: 'http://taxii.example/' },
  },
  {
    name: '403 without credentials',
    caughtBy: 'T-5.4-1',
    serve: instead('any', isStranger, () => taxii(403)),
    options: { credentials: basic('reader:open sesame') },
  },
  {
    name: '401 without WWW-Authenticate',
    caughtBy: 'T-5.4-1',
    serve: instead('any', isStranger, () => taxii(401)),
    options: { credentials: basic('reader:open sesame') },
  },
  {
    name: 'the token in a header of every answer',
    caughtBy: 'H-17-1',
    serve: headers('any', () => ({ 'X-Debug': 'token=open-sesame' })),
    options: { credentials: bearer('open-sesame') },
  },

  // Other levels
  {
    name: 'more: true where no query is looked at',
    caughtBy: 'P-1-2',
    serve: bodies('list', (body) => ({ ...body, more: true, next: '2' })),
    isFixed: true,
  },
  {
    name: 'errors that call themselves TAXII, and nothing else',
    caughtBy: 'P-0-1',
    serve: () => async () => taxii(404),
    options: { level: 0 },
  },
];

function isStranger({ headers, method }: Request): boolean {
  return !headers.has('Authorization') && method !== 'OPTIONS';
}
