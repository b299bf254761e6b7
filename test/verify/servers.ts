import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { createHandler } from '../../src/query/handler.ts';
import type { Send } from '../../src/verify/wire.ts';
import { MemoryStorage } from '../support/memory-site.ts';

export type Server = (request: Request) => Promise<Response>;

/** A built site under the level 3 handler, in memory; what is not TAXII is 404. */
export function handlerServer(site: string): Server {
  const handler = createHandler(new MemoryStorage(readTree(site)));
  return remembered(
    async (request) =>
      (await handler(request)) ??
      new Response('<h1>Not found</h1>', { status: 404, headers: { 'Content-Type': 'text/html' } }),
  );
}

function readTree(folder: string): Map<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)] as const),
  );
}

/** The same question has the same answer; a hundred broken servers ask the same good one. */
function remembered(server: Server): Server {
  const known = new Map<string, readonly [Response, ArrayBuffer]>();
  return async (request) => {
    const key = JSON.stringify([request.method, request.url, [...request.headers]]);
    const [response, body] = known.get(key) ?? (await read(request));
    known.set(key, [response, body]);
    const { status, headers } = response;
    return new Response(body.byteLength > 0 ? body : null, { status, headers });
  };

  async function read(request: Request): Promise<readonly [Response, ArrayBuffer]> {
    const response = await server(request);
    return [response, await response.arrayBuffer()];
  }
}

/** The wire to a server in this process; a HEAD gets what the server sends, body and all. */
export function sendTo(server: Server): Send {
  return async ({ method, url, headers, body }) => {
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    const answer = await server(new Request(url, init));
    return {
      status: answer.status,
      headers: answer.headers,
      bytes: new Uint8Array(await answer.arrayBuffer()),
    };
  };
}

/** A header-only host: the query does not reach it. */
export function withoutQuery(server: Server): Server {
  return (request) => server(withUrl(request, request.url.replace(/\?.*/, '')));
}

export function withUrl(request: Request, url: string): Request {
  return new Request(url, { method: request.method, headers: request.headers });
}

/** The same answer with another body. */
export function withBody(response: Response, body: string | Uint8Array | null): Response {
  const headers = new Headers(response.headers);
  headers.delete('Content-Length');
  return new Response(body as BodyInit | null, { status: response.status, headers });
}

/** The same answer with other headers; null takes one away. */
export function withHeaders(response: Response, changes: Readonly<Record<string, string | null>>): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
}
