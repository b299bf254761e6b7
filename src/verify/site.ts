import type { Asker } from './asker.ts';
import { isObject, type Json, objectOf } from './json-value.ts';
import { contentType, isTaxii } from './media-type.ts';
import { directoryUrl } from './urls.ts';
import type { Exchange } from './wire.ts';

/** What is found of a server from one of its URLs. */
export interface Site {
  readonly discoveryUrl: string;
  /** The answer at that URL, whatever it is. */
  readonly discovery: Exchange;
  /** Those on this origin that let this client in; credentials and requests go nowhere else. */
  readonly roots: readonly ApiRoot[];
  /** The answers of those that do not: each may have its own ways of authentication (§4.2). */
  readonly closed: readonly Exchange[];
  /** The name of a collection in the URL that was given. */
  readonly collectionInUrl: string | undefined;
  readonly isTaxii: boolean;
}

export interface ApiRoot {
  readonly url: string;
  readonly answer: Exchange;
  readonly collections: Exchange;
  /** The collections that it lists, well-formed or not. */
  readonly listed: readonly Json[];
}

/** More API roots than these are not looked into. */
const MOST_ROOTS = 10;

/**
 * Finds the API roots behind the URL of a discovery document, a host, an API root, a collection, or anything
 * inside a collection.
 */
export async function findSite(asker: Asker, entry: string): Promise<Site> {
  const url = directoryUrl(entry);
  const inside = /^(.*?\/)collections\/(?:([^/]+)\/)?/.exec(url);
  const first = await asker.ask(inside ? inside[1]! : url);
  const discovery = isDiscovery(first) ? first : await findDiscovery(asker, url);
  // Who asks for what is shut must not be told of something else; the front page says nothing of what is behind.
  const isShut = first.status === 401 && new URL(url).pathname !== '/' && !isClosed(discovery);
  const own = inside || isApiRoot(first) || isShut ? [inside?.[1] ?? url] : [];
  const urls = own.length > 0 ? own : apiRootUrls(discovery).slice(0, MOST_ROOTS);
  const all: ApiRoot[] = [];
  for (const root of urls) all.push(await readRoot(asker, root));
  const roots = all.filter(({ answer, collections }) => !(isClosed(answer) && isClosed(collections)));
  return {
    discoveryUrl: discovery.request.url,
    discovery,
    roots,
    closed: all.filter((root) => !roots.includes(root)).map(({ answer }) => answer),
    collectionInUrl: inside?.[2],
    isTaxii:
      isDiscovery(discovery) || roots.some(({ answer, listed }) => isApiRoot(answer) || listed.length > 0),
  };
}

/** §8.2.1: at the root of the host. A site under a path has it there, where no client looks. */
async function findDiscovery(asker: Asker, url: string): Promise<Exchange> {
  const atRoot = await asker.ask(new URL('/taxii2/', url).href);
  if (isDiscovery(atRoot) || new URL(url).pathname === '/') return atRoot;
  const below = await asker.ask(`${url}taxii2/`);
  return isDiscovery(below) ? below : atRoot;
}

async function readRoot(asker: Asker, url: string): Promise<ApiRoot> {
  const [answer, collections] = [await asker.ask(url), await asker.ask(`${url}collections/`)];
  const { collections: listed } = objectOf(collections) ?? {};
  return { url, answer, collections, listed: Array.isArray(listed) ? listed.filter(isObject) : [] };
}

/** §4.2: 401 and 403 are about who asks, and say nothing of the server. */
export function isClosed({ status }: Exchange): boolean {
  return status === 401 || status === 403;
}

function isDiscovery(exchange: Exchange): boolean {
  const body = exchange.status === 200 ? objectOf(exchange) : undefined;
  if (!body || isApiRoot(exchange)) return false;
  return 'api_roots' in body || 'default' in body || (isTaxii(contentType(exchange)) && 'title' in body);
}

function isApiRoot(exchange: Exchange): boolean {
  const body = exchange.status === 200 ? objectOf(exchange) : undefined;
  return body !== undefined && ('versions' in body || 'max_content_length' in body);
}

/** The API roots that a discovery document lists, on its own origin, the default first. */
export function apiRootUrls(discovery: Exchange): string[] {
  const { api_roots: listed, default: preferred } = objectOf(discovery) ?? {};
  const texts = [preferred, ...(Array.isArray(listed) ? listed : [])].filter(
    (text) => typeof text === 'string',
  );
  const base = new URL(discovery.request.url);
  const urls = texts.filter((text) => URL.canParse(text, base)).map((text) => new URL(text, base));
  const own = urls.filter(({ origin }) => origin === base.origin);
  return [...new Set(own.map(({ href }) => directoryUrl(href)))];
}
