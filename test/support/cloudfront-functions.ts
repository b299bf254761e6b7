import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import type { CloudFrontHeaders, ViewerRequest, ViewerResponse } from '../../src/hosts/cloudfront/runtime.ts';
import type { S3Object } from '../../src/hosts/s3/objects.ts';
import type { Files } from './memory-site.ts';

/**
 * CloudFront with CloudFront Functions in front of a bucket, by its documentation (developer guide: "CloudFront
 * Functions event structure", "JavaScript runtime 2.0 features", "General helper methods" for `rawQueryString()`,
 * "Restrictions on edge functions", "Quotas"). What a function may not do ends in an error here.
 */

/** Bytes: "Maximum function size". */
const MOST_CODE = 10_240;

/** What a script may have at hand beyond ECMAScript 5.1; everything else is taken away. */
const KNOWN = new Set(
  (
    'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp ' +
    'Error EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math isFinite isNaN ' +
    'decodeURI decodeURIComponent encodeURI encodeURIComponent'
  ).split(' '),
);

/**
 * Methods that Node has and the runtime has not: they stand in no list of "JavaScript runtime 2.0 features", and
 * people who looked with `aws cloudfront test-function` did not find them. What njs 0.7.9 lacks goes as well.
 */
const LACKING = {
  'Array.prototype': 'at flat flatMap findLast findLastIndex toReversed toSorted toSpliced with',
  'String.prototype': 'at isWellFormed matchAll normalize replaceAll toWellFormed',
  Object: 'fromEntries groupBy hasOwn',
};

type Made = ViewerRequest | ViewerResponse;

/** A function in a context of its own, with no way to make code out of text. */
export function loadFunction(code: string): (event: object) => Made {
  if (Buffer.byteLength(code) > MOST_CODE) throw new Error(`${Buffer.byteLength(code)} bytes of code`);
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  const lacking = new Script('Object.getOwnPropertyNames(globalThis)').runInContext(context) as string[];
  for (const name of lacking)
    if (!KNOWN.has(name)) new Script(`delete globalThis.${name}`).runInContext(context);
  for (const [owner, names] of Object.entries(LACKING))
    for (const name of names.split(' ')) new Script(`delete ${owner}.${name}`).runInContext(context);
  new Script(code).runInContext(context);
  const call = new Script(`(function (text) {
    var event = JSON.parse(text);
    var raw = event.rawQuery;
    delete event.rawQuery;
    if (event.context.eventType === 'viewer-request')
      event.request.rawQueryString = function () { return raw; };
    return JSON.stringify(handler(event));
  })`).runInContext(context) as (text: string) => string;
  return (event) => JSON.parse(call(JSON.stringify(event)));
}

/** What CloudFront forwards; anything else it refuses by itself. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
const DISALLOWED =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache.*|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

export function requestEvent(
  method: string,
  target: string,
  lines: readonly (readonly [string, string])[],
): object {
  const at = target.indexOf('?');
  const uri = at < 0 ? target : target.slice(0, at);
  const rawQuery = at < 0 ? undefined : target.slice(at + 1);
  const querystring: CloudFrontHeaders = {};
  for (const part of (rawQuery ?? '').split('&').filter(Boolean)) {
    const [name = '', ...value] = part.split('=');
    add(querystring, name, value.join('='));
  }
  const headers: CloudFrontHeaders = {};
  for (const [name, value] of lines)
    if (!DISALLOWED.test(name.toLowerCase())) add(headers, name.toLowerCase(), value);
  const context = {
    distributionDomainName: 'd1.cloudfront.net',
    eventType: 'viewer-request',
    requestId: 'x',
  };
  const request = { method, uri, querystring, headers, cookies: {} };
  return { version: '1.0', context, viewer: { ip: '198.51.100.1' }, request, rawQuery };
}

/** A name that comes again has all its values in `multiValue`. */
function add(to: CloudFrontHeaders, name: string, value: string): void {
  const known = Object.hasOwn(to, name) ? to[name]! : undefined;
  if (!known) Object.defineProperty(to, name, { value: { value }, enumerable: true, configurable: true });
  else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
}

/** A bucket: objects by their exact keys. */
export class SimulatedBucket {
  private readonly objects = new Map<string, { said: S3Object; bytes: Uint8Array; etag: string }>();

  put(said: S3Object, bytes: Uint8Array): void {
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    this.objects.set(said.key, { said, bytes, etag });
  }

  /** The objects of a site in the order in which they are given. */
  putAll(objects: readonly S3Object[], files: Files): void {
    for (const object of objects) this.put(object, files.get(object.file)!);
  }

  /** @param uri percent-encoded; undefined where S3 would answer 403, as it may not be listed */
  get(uri: string): { headers: CloudFrontHeaders; bytes: Uint8Array } | undefined {
    const found = this.objects.get(decodeURIComponent(uri.slice(1)));
    if (!found) return undefined;
    const { said, bytes, etag } = found;
    const headers: CloudFrontHeaders = {
      'content-type': { value: said.contentType },
      'cache-control': { value: said.cacheControl },
      etag: { value: etag },
      'x-amz-server-side-encryption': { value: 'AES256' },
    };
    for (const [name, value] of Object.entries(said.metadata)) headers[`x-amz-meta-${name}`] = { value };
    return { headers, bytes };
  }
}

interface Distribution {
  readonly CustomErrorResponses: {
    readonly Items: readonly { ErrorCode: number; ResponsePagePath: string; ResponseCode: string }[];
  };
}

export interface FunctionsFront {
  /** Ends in "/". */
  readonly url: string;
  readonly bucket: SimulatedBucket;
  /** Puts the functions and the distribution of a site in place: `_hosts/cloudfront`. */
  readonly associate: (files: Files) => void;
  /** Milliseconds of the slowest call so far. */
  readonly stop: () => Promise<void>;
}

const decoder = new TextDecoder();

export async function startFunctionsFront(files: Files, port = 0): Promise<FunctionsFront> {
  const bucket = new SimulatedBucket();
  let onRequest: (event: object) => Made;
  let onResponse: (event: object) => Made;
  let distribution: Distribution;
  const associate = (of: Files) => {
    const read = (name: string) => decoder.decode(of.get(`_hosts/cloudfront/${name}`)!);
    onRequest = loadFunction(read('viewer-request.js'));
    onResponse = loadFunction(read('viewer-response.js'));
    distribution = JSON.parse(read('distribution.json'));
  };
  associate(files);
  const server = createServer((request, response) => {
    try {
      answer(request, response);
    } catch (error) {
      response.writeHead(503, { 'Content-Type': 'text/html' }).end(String((error as Error).stack));
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, bucket, associate, stop };

  function answer(incoming: IncomingMessage, outgoing: ServerResponse) {
    const method = incoming.method!;
    if (!METHODS.includes(method)) return send(403, { 'content-type': { value: 'text/html' } }, '<html>');
    const event = requestEvent(method, incoming.url!, headerLines(incoming));
    const made = onRequest(event);
    if ('statusCode' in made) {
      checkResponse(made);
      return send(made.statusCode, made.headers, made.body?.data ?? '');
    }
    const { request } = event as { request: ViewerRequest };
    if (made.method !== method || !made.uri.startsWith('/')) throw new Error('not a request');
    if (Object.keys(made.querystring).length > 0) throw new Error('the cache knows no query');
    if (method !== 'GET' && method !== 'HEAD') throw new Error(`${method} reaches the bucket`);
    const found = bucket.get(made.uri);
    return found ? fromBucket(found, request, made) : missing();

    function fromBucket(
      { headers, bytes }: { headers: CloudFrontHeaders; bytes: Uint8Array },
      viewer: ViewerRequest,
      sent: ViewerRequest,
    ): void {
      const isKnown = viewer.headers['if-none-match']?.value === headers.etag?.value;
      const context = { eventType: 'viewer-response' };
      const own = { statusCode: isKnown ? 304 : 200, headers: { ...headers } };
      const final = onResponse({ version: '1.0', context, request: sent, response: own }) as ViewerResponse;
      checkResponse(final);
      send(final.statusCode, final.headers, isKnown ? '' : Buffer.from(bytes));
    }

    /** No function runs for it: "CloudFront doesn't invoke edge functions … status code 400 or higher". */
    function missing(): void {
      const error = distribution.CustomErrorResponses.Items.find(({ ErrorCode }) => ErrorCode === 403)!;
      const page = bucket.get(error.ResponsePagePath);
      if (!page) throw new Error(`no error page ${error.ResponsePagePath}`);
      send(Number(error.ResponseCode), page.headers, Buffer.from(page.bytes));
    }

    function send(status: number, headers: CloudFrontHeaders, body: string | Buffer): void {
      outgoing.statusCode = status;
      for (const [name, { value }] of Object.entries(headers)) outgoing.setHeader(name, value);
      outgoing.end(method === 'HEAD' ? '' : body);
    }
  }
}

function headerLines({ rawHeaders }: IncomingMessage): [string, string][] {
  const lines: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push([rawHeaders[index]!, rawHeaders[index + 1]!]);
  return lines;
}

function checkResponse({ statusCode, headers, body }: ViewerResponse): void {
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) throw new Error(`${statusCode}`);
  for (const [name, { value }] of Object.entries(headers)) {
    if (name !== name.toLowerCase() || typeof value !== 'string') throw new Error(`header ${name}`);
    if (DISALLOWED.test(name)) throw new Error(`may not set ${name}`);
  }
  if (body && (body.encoding !== 'text' || typeof body.data !== 'string')) throw new Error('body');
}

/** All files of a folder, by their paths in it. */
export function filesIn(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    entries.map(({ parentPath, name }) => {
      const full = join(parentPath, name);
      return [full.slice(folder.length + 1), readFileSync(full)];
    }),
  );
}
