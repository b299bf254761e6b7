import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { createHandler } from '../../src/query/handler.ts';
import { type BatteryRequest, randomRequests } from '../battery/random-requests.ts';
import { type BatterySite, describeSite } from '../battery/site.ts';
import { harvestTokens } from '../battery/tokens.ts';
import type { RawAnswer, RawRequest } from './raw-http.ts';
import { buildContent, type SampleBuild } from './sample-build.ts';
import { scratch } from './scratch.ts';

const content = join(import.meta.dirname, '../../content');

export interface EdgeSite extends SampleBuild {
  readonly folder: SiteFolder;
}

export interface EdgeSiteOptions {
  readonly baseUrl: string;
  readonly pageSize?: number;
  /** An API root that is not for everybody. */
  readonly protect?: { readonly apiRoot: string; readonly readers: string };
}

/** The sample content, really built for some hosts; with small pages, so that there is much to walk. */
export async function buildForHosts(
  hosts: readonly string[],
  { baseUrl, pageSize = 7, protect }: EdgeSiteOptions,
): Promise<EdgeSite> {
  const folder = scratch('edge');
  const copy = join(folder, 'content');
  cpSync(content, copy, { recursive: true });
  const config = readFileSync(join(copy, 'site.yaml'), 'utf8').replace(
    /^hosts:.*$/m,
    `hosts: [${hosts.join(', ')}]`,
  );
  writeFileSync(join(copy, 'site.yaml'), `${config}\npaging: { max: ${pageSize} }\n`);
  if (protect) {
    const file = join(copy, protect.apiRoot, 'api-root.yaml');
    const text = readFileSync(file, 'utf8').replace(/^access:.*\n/m, '');
    writeFileSync(file, `${text}\naccess: { readers: ${protect.readers} }\n`);
  }
  const built = await buildContent(copy, join(folder, 'site'), baseUrl);
  return {
    ...built,
    folder: new SiteFolder(built.site),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A folder of its own for what a test writes. */
export function emptyFolder(name: string): string {
  return mkdtempSync(join(scratch(name), 'folder-'));
}

/** What a host answered, however it was asked. */
export type EdgeAnswer = Pick<RawAnswer, 'status' | 'header' | 'body'>;
export type Ask = (request: RawRequest) => Promise<EdgeAnswer>;

/** The headers that a TAXII client, a browser or a cache looks at. */
const HEADERS = [
  'Content-Type',
  'ETag',
  'X-TAXII-Date-Added-First',
  'X-TAXII-Date-Added-Last',
  'Cache-Control',
  'Vary',
  'Allow',
  'WWW-Authenticate',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Max-Age',
];

/** The request as Node's own `Request` has it. */
export function toRequest({ method, target, headers = [] }: RawRequest): Request {
  return new Request(`http://localhost${target}`, {
    method,
    headers: new Headers(headers as [string, string][]),
  });
}

/** The handler itself over the same files; undefined where a path is not TAXII's. */
export function reference(site: EdgeSite): (request: RawRequest) => Promise<EdgeAnswer | undefined> {
  const handler = createHandler(site.folder);
  return async ({ method, target, headers = [] }) => {
    const response = await handler(toRequest({ method, target, headers }));
    return response && toAnswer(response);
  };
}

export async function toAnswer(response: Response): Promise<EdgeAnswer> {
  const body = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body,
  };
}

export interface Battery {
  readonly site: BatterySite;
  readonly requests: readonly BatteryRequest[];
}

/**
 * A target that reaches a server as what it is: in origin form and plain ASCII (RFC 9112 §3.2.1), and
 * no longer than hosts take: CloudFront 8,192 bytes, Cloudflare 16 KB.
 */
function isSendable({ target }: RawRequest): boolean {
  const isPlain = [...target].every((character) => character > ' ' && character < '\u007f');
  return target.startsWith('/') && target.length < 8000 && isPlain;
}

/** Random requests about a site, with tokens that the host itself gave out. */
export async function makeBattery(site: EdgeSite, ask: Ask, seed: number, count: number): Promise<Battery> {
  const described = await describeSite(site.folder);
  const tokens = await harvestTokens(ask, described);
  const requests = randomRequests({ seed, count: count + count / 10, site: described, tokens });
  return { site: described, requests: requests.filter(isSendable).slice(0, count) };
}

/** What differs between two answers to one request, in words; empty where they say the same. */
export function differences(request: RawRequest, expected: EdgeAnswer, found: EdgeAnswer): string[] {
  const differing: string[] = [];
  const compare = (what: string, a: unknown, b: unknown) => {
    if (a !== b) differing.push(`${what}: expected ${a}, found ${b}`);
  };
  compare('status', expected.status, found.status);
  for (const name of HEADERS) compare(name, expected.header(name), found.header(name));
  compare('body', expected.body.toString('latin1'), found.body.toString('latin1'));
  return differing.map(
    (line) => `${request.method} ${request.target} ${JSON.stringify(request.headers)}: ${line}`,
  );
}
