import { isDeepStrictEqual } from 'node:util';
import type {
  CloudFrontHeaders,
  CloudFrontRequest,
  CloudFrontResponse,
  Origin,
} from '../../src/hosts/lambda-edge/events.ts';
import type { LambdaFunction } from '../../src/hosts/lambda-edge/runtime.ts';
import type { EdgeAnswer } from './edge-site.ts';
import type { RawRequest } from './raw-http.ts';

/**
 * CloudFront around a Lambda@Edge function, by its documentation (developer guide: "Lambda@Edge event structure",
 * "Restrictions on all edge functions", "Quotas"): what a function may not do ends in an error here, where
 * CloudFront would answer 502. There is no other way to run it offline.
 */
export interface CloudFrontOptions {
  readonly lambda: LambdaFunction;
  readonly origin: Origin;
}

/** The others CloudFront refuses by itself. */
export const METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];

const DISALLOWED =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-.*|x-amz-.*|x-amzn-.*|x-cache.*|x-edge-.*|x-forwarded-proto|x-real-ip)$/;
const READ_ONLY_REQUEST = [
  'accept-encoding',
  'content-length',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'transfer-encoding',
  'via',
];
const READ_ONLY_RESPONSE = ['transfer-encoding', 'via'];
/** "1 MB": the JSON that Lambda gives back, which is the most that it could mean. */
const MEGABYTE = 1024 * 1024;

export function cloudFront({ lambda, origin }: CloudFrontOptions) {
  let originBody: Buffer = Buffer.alloc(0);
  return { ask };

  async function ask({ method, target, headers = [] }: RawRequest): Promise<EdgeAnswer> {
    const [uri = '', ...rest] = target.split('?');
    const request: CloudFrontRequest = {
      method,
      uri,
      querystring: rest.join('?'),
      headers: eventHeaders([['Host', origin.domainName], ['Via', '2.0 cloudfront'], ...headers]),
      origin: { custom: origin },
    };
    const made = await invoke('origin-request', request);
    if ('status' in made) return toViewer(method, checked(made, READ_ONLY_REQUEST.slice(1)));
    for (const name of READ_ONLY_REQUEST)
      if (!isDeepStrictEqual(made.headers[name], request.headers[name]))
        throw new Error(`502: changed ${name}`);
    const response = await fromOrigin(made);
    const final = await invoke('origin-response', made, response);
    if (!('status' in final)) throw new Error('502: a request for a response');
    for (const name of READ_ONLY_RESPONSE)
      if (!isDeepStrictEqual(final.headers[name], response.headers[name]))
        throw new Error(`502: changed ${name}`);
    // A response that keeps the origin's body leaves the body out.
    const body = final.body === undefined ? originBody : undefined;
    return toViewer(method, checked(final, []), body);
  }

  async function invoke(eventType: string, request: CloudFrontRequest, response?: CloudFrontResponse) {
    const cf = { config: { eventType }, request, ...(response ? { response } : {}) };
    const result = await lambda(JSON.parse(JSON.stringify({ Records: [{ cf }] })));
    const text = JSON.stringify(result);
    if (Buffer.byteLength(text) > MEGABYTE) throw new Error(`502: ${Buffer.byteLength(text)} bytes`);
    return JSON.parse(text) as CloudFrontRequest | CloudFrontResponse;
  }

  async function fromOrigin({ method, uri, querystring, headers }: CloudFrontRequest) {
    const sent = new Headers();
    for (const [name, [one]] of Object.entries(headers))
      if (name !== 'host' && name !== 'via') sent.set(name, one!.value);
    for (const [name, [one]] of Object.entries(origin.customHeaders)) sent.set(name, one!.value);
    const base = `${origin.protocol}://${origin.domainName}:${origin.port}${origin.path}`;
    const url = `${base}${uri}${querystring ? `?${querystring}` : ''}`;
    const answer = await fetch(url, { method, headers: sent, redirect: 'manual' });
    originBody = Buffer.from(await answer.arrayBuffer());
    const found = eventHeaders([...answer.headers]);
    return { status: String(answer.status), statusDescription: answer.statusText, headers: found };
  }
}

function eventHeaders(headers: readonly (readonly [string, string])[]): CloudFrontHeaders {
  const made: Record<string, { key: string; value: string }[]> = {};
  for (const [key, value] of headers) {
    const name = key.toLowerCase();
    if (DISALLOWED.test(name)) continue;
    made[name] = [...(made[name] ?? []), { key, value }];
  }
  return made;
}

function checked(response: CloudFrontResponse, readOnly: readonly string[]): CloudFrontResponse {
  if (!/^[1-5]\d\d$/.test(response.status)) throw new Error(`502: status ${response.status}`);
  for (const [name, values] of Object.entries(response.headers)) {
    if (name !== name.toLowerCase() || !Array.isArray(values)) throw new Error(`502: header ${name}`);
    if (DISALLOWED.test(name) || readOnly.includes(name)) throw new Error(`502: may not set ${name}`);
    for (const { key, value } of values)
      if ((key ?? name).toLowerCase() !== name || typeof value !== 'string') throw new Error(`502: ${name}`);
  }
  if (/^(204|304)$/.test(response.status) && response.body) throw new Error('502: a body');
  return response;
}

function encodingOf({ bodyEncoding }: CloudFrontResponse): 'base64' | 'utf8' {
  return bodyEncoding === 'base64' ? 'base64' : 'utf8';
}

function toViewer(method: string, made: CloudFrontResponse, body?: Buffer): EdgeAnswer {
  const bytes = body ?? Buffer.from(made.body ?? '', encodingOf(made));
  return {
    status: Number(made.status),
    header: (name) => made.headers[name.toLowerCase()]?.map(({ value }) => value).join(', '),
    body: method === 'HEAD' ? Buffer.alloc(0) : bytes,
  };
}
