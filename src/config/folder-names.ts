import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts';

/** Names that an API root's path cannot take, and what has taken them. */
const reserved = new Map([
  ['taxii2', 'TAXII 2.1 §8.2.1 gives /taxii2/ to the discovery document'],
  ['browse', 'the pages for people are under /browse/'],
  ['schemas', 'the JSON Schemas of STIX 2.1 are under /schemas/'],
  ['_taxii', 'the files behind the TAXII paths are under /_taxii/'],
  ['_hosts', 'the rules of hosts are under /_hosts/'],
  ['_tp', 'the rules of nginx lead to places under /_tp/'],
  ...[
    ...['index.html', 'hosts.html', '404.html', 'style.css', 'robots.txt', 'favicon.ico'],
    ...['serve.json', 'firebase.json', '_headers', '_redirects'],
  ].map((name) => [name, 'it is the name of a file of the site'] as const),
]);

const LEFT_OUT = 'what begins with "_" or "." is left out, and no host serves it';

/** True for a folder that people keep what is no content in: drafts, `.git`. */
export function isLeftOut(name: string): boolean {
  return /^[._]/.test(name);
}

/**
 * What keeps a folder's name from being that of an API root, which is a part of its URLs.
 * @param file the folder's `api-root.yaml`, as messages show it
 */
export function unfitApiRoot(name: string, file: string): Diagnostic[] {
  const used = reserved.get(name) ?? (isLeftOut(name) ? LEFT_OUT : undefined) ?? unfitForUrl(name);
  return used === undefined ? [] : [unfit({ name, what: 'an API root', used }, file)];
}

/** The same for a collection, whose URLs do not name its folder. */
export function unfitCollection(name: string, file: string): Diagnostic[] {
  return isLeftOut(name) ? [unfit({ name, what: 'a collection', used: LEFT_OUT }, file)] : [];
}

function unfitForUrl(name: string): string | undefined {
  return /^[a-z0-9][a-z0-9._-]*$/.test(name) ? undefined : 'it is no name for a URL';
}

function unfit(values: { name: string; what: string; used: string }, file: string): Diagnostic {
  return diagnose('config/reserved-name', values, { at: { file } });
}
