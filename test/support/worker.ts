import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as miniflareOptions } from 'wrangler';
import { RawClient } from './raw-http.ts';

export interface RunningWorker {
  /** Ends in "/". */
  readonly address: string;
  readonly client: RawClient;
  /** What it wrote to its log. */
  readonly said: () => string;
  /** A file as the Worker's own binding gives it. */
  readonly asset: (path: string, headers?: Record<string, string>) => Promise<globalThis.Response>;
  readonly stop: () => Promise<void>;
}

export interface WorkerOptions {
  /** Instead of the assets that the configuration binds. */
  readonly origin?: string;
  readonly port?: number;
  /** The secret that says who may read what is protected. */
  readonly readers?: string;
}

/**
 * A Worker in the real workerd, configured by the emitted wrangler.jsonc as wrangler itself reads it.
 * @param config the path of wrangler.jsonc
 */
export async function startWorker(
  config: string,
  { origin, port = 0, readers }: WorkerOptions = {},
): Promise<RunningWorker> {
  const { workerOptions, main } = miniflareOptions(config);
  const folder = dirname(config);
  let said = '';
  const hear = (stream: Readable) =>
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const miniflare = new Miniflare({
    modules: true,
    rootPath: folder,
    modulesRoot: folder,
    scriptPath: main!,
    compatibilityDate: workerOptions.compatibilityDate!,
    ...(origin === undefined ? { assets: workerOptions.assets! } : {}),
    bindings: {
      ...(origin === undefined ? {} : { ORIGIN: origin }),
      ...(readers === undefined ? {} : { TAXII_PRESS_READERS: readers }),
    },
    cf: false,
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      hear(stdout);
      hear(stderr);
    },
    host: '127.0.0.1',
    port,
  });
  const url = await miniflare.ready;
  const client = new RawClient({ port: Number(url.port) });
  return {
    address: url.href,
    client,
    said: () => said,
    async asset(path, headers = {}) {
      const { ASSETS } = await miniflare.getBindings<{ ASSETS: { fetch: typeof fetch } }>();
      return ASSETS.fetch(`http://site.invalid/${path}`, { headers });
    },
    async stop() {
      client.close();
      await miniflare.dispose();
    },
  };
}

/** What a host of files does with a path; undefined where it has no such file. */
export interface FileHost {
  /** Ends in "/". */
  readonly address: string;
  /** The paths that were asked for, with their ranges. */
  readonly asked: {
    readonly path: string;
    readonly headers: Record<string, string | string[] | undefined>;
  }[];
  /** What it does instead of answering; undefined lets it answer. */
  fault: 'status-500' | 'silence' | 'html' | 'redirect' | 'cut-off' | 'wrong-range' | undefined;
  readonly stop: () => void;
}

/**
 * GitHub Pages by its documented rules, and any other plain host of files: ranges, a redirect to a folder's own
 * path, the site's 404.html, types by extension.
 * @param missing the status of what is not there; 404.html is sent with it
 */
export async function startFileHost(
  site: { read(path: string): Promise<Uint8Array | undefined> },
  { missing = 404, prefix = '' }: { missing?: number; prefix?: string } = {},
): Promise<FileHost> {
  const state: { fault: FileHost['fault'] } = { fault: undefined };
  const asked: FileHost['asked'] = [];
  const server: Server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://x').pathname).slice(1 + prefix.length);
    asked.push({ path, headers: request.headers });
    if (state.fault === 'status-500') return response.writeHead(500).end('<h1>Oops</h1>');
    if (state.fault === 'silence') return undefined;
    if (state.fault === 'html')
      return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Hello');
    if (state.fault === 'redirect')
      return response.writeHead(302, { Location: 'https://evil.example/' }).end();
    if (state.fault === 'cut-off') {
      response.writeHead(200, { 'Content-Length': '100000' }).write('{');
      return setTimeout(() => response.destroy(), 20);
    }
    const bytes = await site.read(path.endsWith('/') || path === '' ? `${path}index.html` : path);
    if (!bytes) {
      if (await site.read(`${path}/index.html`))
        return response.writeHead(301, { Location: `/${prefix}${path}/` }).end();
      const page = (await site.read('404.html')) ?? new Uint8Array();
      return response.writeHead(missing, { 'Content-Type': 'text/html' }).end(page);
    }
    const headers = {
      'Content-Type': path.endsWith('.json') ? 'application/json' : 'text/html',
      'Cache-Control': 'max-age=600',
      ETag: `"${bytes.length}"`,
      'Access-Control-Allow-Origin': '*',
    };
    if (request.headers['if-none-match'] === headers.ETag) return response.writeHead(304, headers).end();
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!range) return response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : bytes);
    const start = Number(range[1]) + (state.fault === 'wrong-range' ? 1 : 0);
    const end = Math.min(Number(range[2]) + 1, bytes.length);
    response.writeHead(206, { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}` });
    return response.end(bytes.subarray(start, end));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/${prefix}`,
    asked,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
