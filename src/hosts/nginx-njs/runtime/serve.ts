import { createHandler } from '../../../query/handler.ts';
import { TAXII } from '../../../taxii/media-type.ts';
import { errorMessage } from '../../../taxii/resources.ts';
import { MISSING, type NjsFiles, type NjsRequest } from './njs.ts';
import { latin1, requestUrl } from './request-url.ts';
import { createStorage } from './storage.ts';

/** The level 3 handler under njs: it only translates between nginx's requests and the web's. */
export async function serve(request: NjsRequest, fs: NjsFiles): Promise<void> {
  try {
    const handler = createHandler(createStorage(fs, request.variables.document_root ?? ''));
    const response = await handler(toRequest(request));
    if (response) await send(request, response);
    else refusePage(request);
  } catch (error) {
    request.error(`taxii-press: ${error}`);
    await send(request, internalError());
  }
}

function toRequest(request: NjsRequest): Request {
  const headers = new Headers();
  for (const [name, value] of request.rawHeadersIn)
    headers.append(
      name,
      latin1(value, () => undefined),
    );
  return new Request(requestUrl(request), { method: request.method, headers });
}

function internalError(): Response {
  return new Response(new TextEncoder().encode(JSON.stringify(errorMessage(500, 'Internal error'))), {
    status: 500,
    headers: { 'Content-Type': TAXII, 'Cache-Control': 'no-store' },
  });
}

/** Pages that there are nginx sends itself, so this one there is not. */
function refusePage(request: NjsRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') {
    request.internalRedirect(MISSING);
    return;
  }
  request.headersOut.Allow = 'GET, HEAD';
  sendHeadersOnly(request, 405, '0');
}

async function send(request: NjsRequest, response: Response): Promise<void> {
  response.headers.forEach((value, name) => {
    if (name.toLowerCase() !== 'content-length') request.headersOut[name] = value;
  });
  const length = response.headers.get('Content-Length');
  if (!response.body) sendHeadersOnly(request, response.status, length);
  else request.return(response.status, new Uint8Array(await response.arrayBuffer()));
}

/** An answer to HEAD tells the length of what it leaves out, which `return` would set to zero. */
function sendHeadersOnly(request: NjsRequest, status: number, length: string | null): void {
  request.status = status;
  if (length !== null) request.headersOut['Content-Length'] = length;
  request.sendHeader();
  request.finish();
}
