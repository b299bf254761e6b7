import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deploy } from '../../src/commands/deploy.ts';
import type { HostName } from '../../src/config/site-config.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { cloudFront } from '../support/cloudfront.ts';
import { type Ask, emptyFolder } from '../support/edge-site.ts';
import { loadNetlify } from '../support/netlify.ts';
import { startS3, useS3Credentials } from '../support/s3-server.ts';
import { startServe } from '../support/serve-process.ts';
import { startFirebase } from '../support/servers/firebase.ts';
import { startGithubPages } from '../support/servers/github-pages.ts';
import { startNetlify } from '../support/servers/netlify.ts';
import { startNginxNjs } from '../support/servers/nginx-njs.ts';
import { startWrangler } from '../support/servers/wrangler.ts';
import { startFileHost, startWorker } from '../support/worker.ts';

/** Ends a server. */
export type Stop = () => unknown;

/** Starts a host on the folder of a site that was built for it, at a port of this machine. */
export type Start = (site: string, port: number) => Promise<Stop>;

/** A host as its own test has it, to be asked over HTTP. */
export interface LivingHost {
  readonly host: HostName;
  /** Where a host is started in more than one way. */
  readonly how?: string;
  readonly start: Start;
}

const emitted = (site: string, path: string) => join(site, '_hosts', path);

async function workerOn(site: string, port: number, origin?: string): Promise<Stop> {
  const config = emitted(site, 'cloudflare-worker/wrangler.jsonc');
  const worker = await startWorker(config, { port, ...(origin === undefined ? {} : { origin }) });
  return () => worker.stop();
}

export const livingHosts: readonly LivingHost[] = [
  {
    host: 'files',
    how: 'GitHub Pages',
    start: async (site, port) => (await startGithubPages(site, '/', port)).stop,
  },
  { host: 'serve', start: async (site, port) => (await startServe(site, port)).stop },
  { host: 'firebase', start: async (site, port) => (await startFirebase(site, port)).stop },
  {
    host: 'cloudflare-assets',
    start: async (site, port) =>
      (await startWrangler(emitted(site, 'cloudflare-assets/wrangler.jsonc'), port)).stop,
  },
  ...(['asked', 'file'] as const).map(
    (keyedBy): LivingHost => ({
      host: 'netlify',
      how: `headers by the path ${keyedBy}`,
      start: async (site, port) => (await startNetlify(site, keyedBy, port)).stop,
    }),
  ),
  { host: 's3', how: 's3rver', start: (site, port) => bucketOn(site, port) },
  { host: 's3', how: 'that may not be listed', start: (site, port) => bucketOn(site, port, 403) },
  {
    host: 'nginx-njs',
    start: async (site, port) => (await startNginxNjs(site, port)).stop,
  },
  { host: 'node', how: 'the server of the image', start: (site, port) => imageOn(site, port) },
  { host: 'cloudflare-worker', how: 'static assets', start: workerOn },
  {
    host: 'cloudflare-worker',
    how: 'in front of GitHub Pages',
    start: async (site, port) => {
      const pages = await startFileHost(new SiteFolder(site), { prefix: 'repository/' });
      const stop = await workerOn(site, port, pages.address);
      return async () => {
        await stop();
        pages.stop();
      };
    },
  },
  {
    host: 'netlify-edge',
    start: async (site, port) => {
      const code = emitted(site, 'netlify-edge/edge-functions/taxii.js');
      return overHttp((await loadNetlify(code, new SiteFolder(site))).ask, port);
    },
  },
  { host: 'lambda-edge', start: lambdaOn },
];

/** @param readers the folder of the readers lists */
export async function imageOn(site: string, port: number, readers?: string): Promise<Stop> {
  const env = {
    SITE: site,
    PORT: String(port),
    ADDRESS: '127.0.0.1',
    NODE_ENV: 'production',
    ...(readers === undefined ? {} : { READERS: readers }),
  };
  const child = spawn(process.execPath, [emitted(site, 'node/server.mjs')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  await Promise.race([
    once(child.stderr, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
  ]);
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
}

async function lambdaOn(site: string, port: number): Promise<Stop> {
  const bucket = await startFileHost(new SiteFolder(site), { missing: 403 });
  const module = join(emptyFolder('lambda'), 'index.mjs');
  copyFileSync(emitted(site, 'lambda-edge/index.mjs'), module);
  const { handler: lambda } = await import(/* @vite-ignore */ pathToFileURL(module).href);
  const { hostname: domainName, port: originPort } = new URL(bucket.address);
  const origin = {
    domainName,
    path: '',
    protocol: 'http',
    port: Number(originPort),
    customHeaders: {},
  } as const;
  const stop = await overHttp(cloudFront({ lambda, origin }).ask, port);
  return async () => {
    await stop();
    bucket.stop();
  };
}

/**
 * A bucket that `deploy` has filled, at the root of a host as a bucket's own domain has it.
 * @param missing the status of what is not there: 403 for readers who may not list the bucket
 */
async function bucketOn(site: string, port: number, missing = 404): Promise<Stop> {
  useS3Credentials();
  const storage = await startS3();
  const bucket = storage.newBucket();
  const endpoint = `http://127.0.0.1:${storage.port}`;
  const { exitCode, diagnostics } = await deploy({
    site,
    to: `s3://${bucket}`,
    endpoint,
    pathStyle: true,
    keep: 3,
    grace: 72,
    concurrency: 4,
    timeout: 20_000,
    backoff: { tries: 5, first: 10, most: 100 },
  });
  if (exitCode !== 0) throw new Error(`deploy: ${JSON.stringify(diagnostics)}`);
  const front = createServer(({ method, url, headers }, outgoing) => {
    const options = {
      method: method!,
      headers,
      host: '127.0.0.1',
      port: storage.port,
      path: `/${bucket}${url}`,
    };
    request(options, (answer) => {
      outgoing.writeHead(answer.statusCode === 404 ? missing : answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    }).end();
  }).listen(port, '127.0.0.1');
  await once(front, 'listening');
  return async () => {
    front.closeAllConnections();
    front.close();
    await storage.stop();
  };
}

/** All that `verify` looks at; a shim has no list of its headers. */
const HEADERS = [
  'Content-Type',
  'ETag',
  'Location',
  'Vary',
  'Retry-After',
  'WWW-Authenticate',
  'X-TAXII-Date-Added-First',
  'X-TAXII-Date-Added-Last',
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Expose-Headers',
];

/** A shim of a host behind a socket. */
async function overHttp(ask: Ask, port: number): Promise<Stop> {
  const server = createServer(async ({ method, url, rawHeaders }, outgoing) => {
    const headers = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1]!] as const] : [],
    );
    const answer = await ask({ method: method!, target: url!, headers });
    const told = HEADERS.flatMap((name) => {
      const value = answer.header(name);
      return value === undefined ? [] : [[name, value] as const];
    });
    outgoing.writeHead(answer.status, Object.fromEntries(told)).end(answer.body);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
