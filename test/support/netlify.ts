import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EdgeFunction } from '../../src/hosts/netlify-edge/runtime.ts';
import { type Ask, emptyFolder, toAnswer, toRequest } from './edge-site.ts';

/**
 * A shim of what Netlify documents of edge functions ("Edge Functions API", "Edge Functions limits"); Netlify's
 * own runtime cannot be had offline. `context.next(request)` gives what the site's files give for that request,
 * past all edge functions; without `sendConditionalRequest` the conditions of a request are left out.
 */
export interface NetlifyShim {
  readonly ask: Ask;
  /** Paths that the function went on to. */
  readonly asked: readonly string[];
  readonly config: { readonly path: string };
  /** What the files answer instead; undefined lets them answer. */
  fault: (() => Response | Promise<Response>) | undefined;
}

interface Files {
  read(path: string): Promise<Uint8Array | undefined>;
}

/** @param code the path of the emitted function */
export async function loadNetlify(code: string, files: Files, readers?: string): Promise<NetlifyShim> {
  const env = new Map(readers === undefined ? [] : [['TAXII_PRESS_READERS', readers]]);
  Object.assign(globalThis, { Netlify: { env: { get: (name: string) => env.get(name) } } });
  // Deno reads every file as a module; Node goes by its name.
  const module = join(emptyFolder('netlify'), 'taxii.mjs');
  copyFileSync(code, module);
  const { default: edgeFunction, config } = (await import(/* @vite-ignore */ pathToFileURL(module).href)) as {
    default: EdgeFunction;
    config: { path: string };
  };
  const asked: string[] = [];
  const shim: NetlifyShim = {
    asked,
    config,
    fault: undefined,
    async ask(request) {
      return toAnswer(
        await edgeFunction(toRequest(request), {
          async next(further, { sendConditionalRequest }) {
            const path = decodeURIComponent(new URL(further.url).pathname).slice(1);
            asked.push(path);
            if (shim.fault) return shim.fault();
            return serveFile(files, path, further, sendConditionalRequest);
          },
        }),
      );
    },
  };
  return shim;
}

async function serveFile(files: Files, path: string, request: Request, conditional: boolean) {
  const bytes = await files.read(path);
  if (!bytes) return new Response('<h1>Page not found</h1>', { status: 404 });
  const etag = `"${bytes.length}-ssl"`;
  const headers = { ETag: etag, 'Content-Type': 'text/plain', 'Cache-Control': 'public,max-age=0' };
  if (conditional && request.headers.get('If-None-Match') === etag)
    return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : (bytes as BodyInit), { headers });
}
