import { accessFromText } from '../../query/access-control.ts';
import type { Handler } from '../../query/handler.ts';
import type { Storage } from '../../query/storage.ts';
import { type EdgeSettings, edgeHandler, type Report, taxiiError } from '../edge-handler.ts';
import {
  headersOf,
  locatePage,
  methodNotAllowed,
  notAvailable,
  notFound,
  type OpenFile,
  toFolder,
} from '../edge-pages.ts';
import { ByteCache, fetchStorage } from '../edge-storage.ts';
import {
  type CloudFrontEvent,
  type CloudFrontRequest,
  type CloudFrontResponse,
  fromCloudFrontHeaders,
  type Origin,
  toCloudFrontHeaders,
} from './events.ts';
import { answerWithin, toCloudFront } from './fit.ts';

export type LambdaFunction = (event: CloudFrontEvent) => Promise<CloudFrontRequest | CloudFrontResponse>;

/** Bytes. */
const CACHE_BYTES = 16 * 1024 * 1024;

/** A bucket that may not be listed answers 403 where there is no object. */
const FORBIDDEN = 403;

/** Not that of the request: no answer depends on what a client calls the server. */
const HOST = 'https://taxii.invalid';

/**
 * The level 3 handler under Lambda@Edge: one function for two events of CloudFront in front of a bucket.
 *
 * On origin-request it answers TAXII itself and points all other requests to the files of the pages. On
 * origin-response it gives these the headers of their kind, and puts the site's own words in the place of the
 * bucket's errors. It reads the bucket that the event names, with the headers that the distribution sends there.
 */
export function createLambda({ basePath }: EdgeSettings, report: Report): LambdaFunction {
  let site: Site | undefined;
  return async ({ Records: [{ cf }] }) => {
    const { request, response, config } = cf;
    const origin = request.origin?.s3 ?? request.origin?.custom;
    if (!origin || !/^origin-re(quest|sponse)$/.test(config.eventType)) {
      report(new Error('This function belongs to the events origin-request and origin-response.'));
      return toCloudFront(taxiiError(request.method, 503, 'Not available'));
    }
    const base = baseOf(origin);
    if (site?.base !== base) site = openSite(base, origin, report);
    try {
      return response
        ? await answerOrigin(site, request, response)
        : await answerRequest(site, basePath, request, report);
    } catch (error) {
      report(error);
      return response ? instead(response, notAvailable()) : toCloudFront(notAvailable());
    }
  };
}

interface Site {
  readonly base: string;
  readonly storage: Storage;
  readonly handler: Handler;
}

function baseOf({ domainName, path, protocol = 'https', port }: Origin): string {
  return `${protocol}://${domainName}${port === undefined ? '' : `:${port}`}${path}/`;
}

/**
 * Lambda@Edge has no environment variables. What only the owner may know comes with the event, as a header that
 * the distribution sends to its origin: base64 of the text that `parseReaders` reads.
 */
const READERS = 'x-taxii-press-readers';

function openSite(base: string, { customHeaders }: Origin, report: Report): Site {
  const { [READERS]: readers, ...sent } = customHeaders;
  const storage = fetchStorage({
    base,
    fetch: (url, init) => fetch(url, init),
    headers: Object.fromEntries(fromCloudFrontHeaders(sent)),
    absent: [FORBIDDEN],
    cache: new ByteCache(CACHE_BYTES),
  });
  const access = accessFromText(readers?.[0] && atob(readers[0].value));
  return { base, storage, handler: edgeHandler(storage, report, access) };
}

async function answerRequest(
  { handler, storage }: Site,
  basePath: string,
  event: CloudFrontRequest,
  report: Report,
): Promise<CloudFrontRequest | CloudFrontResponse> {
  const request = toRequest(event);
  if (!request) return toCloudFront(taxiiError(event.method, 400, 'Malformed request'));
  const answer = await answerWithin(handler, request, report);
  if (answer) return answer;
  if (event.method !== 'GET' && event.method !== 'HEAD') return toCloudFront(methodNotAllowed());
  const { pathname, search } = new URL(request.url);
  const place = locatePage(pathname, basePath);
  // To a bucket some parameters are orders, to send other headers for instance.
  if (place && 'file' in place) return { ...event, uri: `/${place.file}`, querystring: '' };
  if (place && (await storage.read(place.index))) return toCloudFront(toFolder(place.folder, search));
  return toCloudFront(await notFound(request, openFrom(storage)));
}

function toRequest({ method, uri, querystring, headers }: CloudFrontRequest): Request | undefined {
  const url = `${HOST}${uri}${querystring === '' ? '' : `?${querystring}`}`;
  try {
    return new Request(url, { method, headers: fromCloudFrontHeaders(headers) });
  } catch {
    return undefined;
  }
}

async function answerOrigin(
  { storage }: Site,
  event: CloudFrontRequest,
  response: CloudFrontResponse,
): Promise<CloudFrontResponse> {
  const status = Number(response.status);
  const request = toRequest(event);
  if (status >= 500 || !request) return instead(response, notAvailable());
  if (status !== FORBIDDEN && status !== 404) return withHeaders(event, response);
  return instead(response, await notFound(request, openFrom(storage)));
}

/** The headers that a function may not touch on an origin-response event stay with another answer as well. */
async function instead(response: CloudFrontResponse, other: Response): Promise<CloudFrontResponse> {
  const kept = ['transfer-encoding', 'via'].flatMap((name) => {
    const values = response.headers[name];
    return values ? [[name, values] as const] : [];
  });
  const made = await toCloudFront(other);
  return { ...made, headers: { ...made.headers, ...Object.fromEntries(kept) } };
}

/** What the bucket has for metadata stays where a kind of file says nothing. */
function withHeaders(event: CloudFrontRequest, response: CloudFrontResponse): CloudFrontResponse {
  const type = response.headers['content-type']?.[0]?.value ?? null;
  const headers = new Headers({ ...headersOf(event.uri.slice(1), type), Vary: 'Accept-Encoding' });
  return { ...response, headers: { ...response.headers, ...toCloudFrontHeaders(headers) } };
}

function openFrom(storage: Storage): OpenFile {
  return async (path) => {
    const bytes = await storage.read(path);
    return bytes ? new Response(bytes as BodyInit) : new Response(null, { status: 404 });
  };
}
