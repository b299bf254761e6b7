import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SiteFolder } from '../io/site-folder.ts';
import type { AccessControl } from '../query/access-control.ts';
import { createHandler } from '../query/handler.ts';
import { TAXII } from '../taxii/media-type.ts';
import { errorMessage } from '../taxii/resources.ts';
import { compress } from './compress.ts';
import { answerPage } from './pages.ts';

/**
 * The level 3 handler under Node: it only translates between Node's messages and the web's.
 * @param report is told what went wrong inside; the client learns nothing of it
 * @param access tells clients apart; without it nobody may read what is protected
 */
export function createSiteServer(
  site: SiteFolder,
  report: (error: unknown) => void,
  access?: AccessControl,
): Server {
  const handler = createHandler(site, access ? { access } : {});
  const server = createServer({ maxHeaderSize: LONGEST_HEADERS }, (incoming, outgoing) => {
    incoming.resume();
    respond(incoming, outgoing).catch((error: unknown) => {
      report(error);
      if (!outgoing.headersSent) sendError(outgoing, 500, 'Internal error');
      else outgoing.destroy();
    });
  });
  // What is no HTTP, or too long, is answered as an error of TAXII as well (§3.6).
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return;
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const body = JSON.stringify(errorMessage(Number(status.slice(0, 3)), status.slice(4)));
    const length = Buffer.byteLength(body);
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: ${TAXII}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  return server;

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = toRequest(incoming);
    if (!request) return sendError(outgoing, 400, 'Malformed request');
    const response = (await handler(request)) ?? (await answerPage(site, request, report));
    await send(response, incoming, outgoing);
  }
}

/** Bytes. A list of ids in match[id] and again in next fits, up to some 600 of them. */
const LONGEST_HEADERS = 64 * 1024;

/** Methods that the web's Request refuses to carry (Fetch Standard §2.2.1); to TAXII they are unknown ones. */
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);

function toRequest(incoming: IncomingMessage): Request | undefined {
  const method = incoming.method ?? 'GET';
  const target = incoming.url ?? '/';
  // An origin form is put behind a fixed authority, so that "//host" stays a path.
  const url = target.startsWith('/') ? `http://localhost${target}` : target;
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headersDistinct))
      headers.set(name, value!.join(', '));
    return new Request(url, { method: FORBIDDEN.has(method) ? 'UNKNOWN' : method, headers });
  } catch {
    return undefined;
  }
}

async function send(response: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  const encoding = String(incoming.headers['accept-encoding'] ?? '');
  const compressed = body.length > 0 ? await compress(body, encoding) : undefined;
  if (compressed) {
    headers['content-encoding'] = compressed.coding;
    headers['content-length'] = String(compressed.body.length);
    headers.vary ??= 'Accept-Encoding';
  } else if (body.length > 0) headers['content-length'] = String(body.length);
  outgoing.writeHead(response.status, headers);
  outgoing.end(compressed?.body ?? body);
}

function sendError(outgoing: ServerResponse, status: number, title: string): void {
  outgoing.writeHead(status, { 'Content-Type': TAXII, 'Cache-Control': 'no-store' });
  outgoing.end(JSON.stringify(errorMessage(status, title)));
}
