import type { Handler } from '../../query/handler.ts';
import { type Report, taxiiError } from '../edge-handler.ts';
import { type CloudFrontResponse, toCloudFrontHeaders } from './events.ts';

/**
 * A response that a function makes on an origin-request event has at most 1 MB, headers and body (CloudFront
 * quotas). Whether that counts the answer or the JSON that carries it is not said: here it is the larger, the
 * JSON, against the smaller megabyte.
 */
export const MOST_BYTES = 1_000_000;

/** What a first guess at a smaller page leaves free, since objects differ in size. */
const MARGIN = 0.9;

// Bytes are to come back as they are.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * The handler's answer as CloudFront takes it. A list that is too large is asked for anew with a smaller limit:
 * a server may always give fewer objects than the client would take (§3.4), and `more` and `next` are right.
 * @returns undefined for a path that is not TAXII's
 */
export async function answerWithin(
  handler: Handler,
  request: Request,
  report: Report,
): Promise<CloudFrontResponse | undefined> {
  // How many objects fit is found out with the objects, so that HEAD tells of the same answer.
  const isHead = request.method === 'HEAD';
  for (let asked: Request | undefined = isHead ? withMethod(request, 'GET') : request; asked; ) {
    const response = await handler(asked);
    if (!response) return undefined;
    const made = await toCloudFront(response);
    const size = sizeOf(made);
    if (size <= MOST_BYTES) return isHead ? withoutBody(made) : made;
    asked = smaller(asked, made.body ?? '', size);
  }
  report(new Error(`${request.url}: an answer of one object has more than ${MOST_BYTES} bytes`));
  return toCloudFront(taxiiError(request.method, 500, 'Too large for this host'));
}

export async function toCloudFront(response: Response): Promise<CloudFrontResponse> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: String(response.status),
    headers: toCloudFrontHeaders(response.headers),
    ...(bytes.length > 0 ? { body: decoder.decode(bytes), bodyEncoding: 'text' as const } : {}),
  };
}

/** Bytes. */
export function sizeOf(response: CloudFrontResponse): number {
  return encoder.encode(JSON.stringify(response)).length;
}

function withoutBody({ body: _, bodyEncoding: __, ...rest }: CloudFrontResponse): CloudFrontResponse {
  return rest;
}

function withMethod(request: Request, method: string): Request {
  return new Request(request.url, { method, headers: request.headers });
}

/** The same request for fewer objects; undefined where there are no fewer to ask for. */
function smaller(request: Request, body: string, size: number): Request | undefined {
  const { objects, versions } = JSON.parse(body) as { objects?: unknown[]; versions?: unknown[] };
  const count = (objects ?? versions ?? []).length;
  if (count < 2) return undefined;
  const limit = Math.max(1, Math.min(count - 1, Math.floor((count * MOST_BYTES * MARGIN) / size)));
  return new Request(withLimit(request.url, limit), { headers: request.headers });
}

/** Everything else in the query stays as it was spelled: a URL's own parameters would mend it. */
function withLimit(url: string, limit: number): string {
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  const parts = at === -1 ? [] : url.slice(at + 1).split('&');
  const kept = parts.filter((part) => part !== '' && nameOf(part) !== 'limit');
  return `${path}?${[...kept, `limit=${limit}`].join('&')}`;
}

function nameOf(part: string): string {
  const name = part.split('=', 1)[0]!;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
