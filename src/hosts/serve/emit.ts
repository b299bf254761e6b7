import { corsHeaders } from '../../query/cors.ts';
import {
  apiRootFile,
  collectionFile,
  collectionsFile,
  discoveryFile,
  FILES,
  wholeFolder,
} from '../../query/paths.ts';
import { textFile } from '../../site/output-file.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { apiRootPath, collectionPath, collectionsPath, DISCOVERY, objectsPath } from '../../taxii/urls.ts';
import { checkLimit } from '../check-limits.ts';
import type { Emission, HostCollection, HostInput, Limit } from '../host.ts';
import { preflightHeaders } from '../whole-endpoints.ts';

interface Rewrite {
  readonly source: string;
  readonly destination: string;
}

interface HeaderRule {
  readonly source: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** `serve` refuses to start with more. */
export const HEADER_RULES: Limit = {
  what: 'header rules, of which every collection with date headers takes one',
  most: 50,
  source: 'JSON Schema of @zeit/schemas, which serve 14 checks its configuration against',
};

/** What is left of them for the dates of collections. */
export const COLLECTIONS_WITH_DATES = HEADER_RULES.most - 2;

/**
 * The rules of `npm serve`. It reads them once, when it starts.
 *
 * `serve` rewrites again and again as long as a rule is left that fits. One rewrite is all that can happen here,
 * because every source begins with a name that visitors use and every destination begins with a name that they
 * do not. There is no `etag` here: it is on by default, and refused in this file.
 */
export function emitServeJson({ apiRoots }: Pick<HostInput, 'apiRoots'>): Emission {
  const collections = apiRoots.flatMap((root) => root.collections);
  const dates = collections.flatMap(dateHeaders);
  const rules = {
    // Otherwise `serve` sends readers of index.html away, to a place from where its links lead astray.
    cleanUrls: false,
    directoryListing: false,
    redirects: [
      { source: '/browse/:root/:collection', destination: '/browse/:root/:collection/index.html', type: 308 },
    ],
    rewrites: [
      { source: '/', destination: '/index.html' },
      rewrite(DISCOVERY, discoveryFile),
      ...apiRoots.flatMap(apiRootRewrites),
    ],
    headers: [...commonHeaders, ...dates.slice(0, COLLECTIONS_WITH_DATES)],
  };
  const file = textFile('serve.json', () => `${JSON.stringify(rules, null, 2)}\n`);
  const rulesInUse = HEADER_RULES.most - COLLECTIONS_WITH_DATES + dates.length;
  return { files: [file], diagnostics: checkLimit('serve', HEADER_RULES, rulesInUse, 'warning') };
}

/** Aliases go first: to a rule with a parameter an alias is but another unknown collection. */
function apiRootRewrites({ name, collections }: HostInput['apiRoots'][number]): Rewrite[] {
  return [
    rewrite(apiRootPath(name), apiRootFile(name)),
    rewrite(collectionsPath(name), collectionsFile(name)),
    ...collections.flatMap(({ id, alias }) => (alias ? collectionRewrites(name, alias, id) : [])),
    ...collectionRewrites(name, ':collection', ':collection'),
  ];
}

/**
 * The endpoints of a collection.
 * @param named the collection as the URL names it
 * @param id the name of its folder
 */
function collectionRewrites(apiRoot: string, named: string, id: string): Rewrite[] {
  const path = collectionPath(apiRoot, named);
  const objects = objectsPath(apiRoot, named);
  const whole = wholeFolder(apiRoot, id);
  // Parameters are left without a pattern: where the two ways in which `serve` reads a source disagree, it dies.
  return [
    rewrite(path, collectionFile(apiRoot, id)),
    rewrite(objects, `${whole}/objects.json`),
    rewrite(`${path}manifest/`, `${whole}/manifest.json`),
    rewrite(`${objects}:object/`, `${whole}/objects/:object.json`),
    rewrite(`${objects}:object/versions/`, `${whole}/versions/:object.json`),
  ];
}

/** `serve` cuts the trailing slash off a request before it compares, so a source must not have one. */
function rewrite(path: string, file: string): Rewrite {
  return { source: path.replace(/\/$/, ''), destination: `/${file}` };
}

/** Headers go by the path of the file, after rewriting. */
const commonHeaders: readonly HeaderRule[] = [
  headerRule(`/${FILES}/**`, {
    'Content-Type': TAXII,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    ...corsHeaders,
    ...preflightHeaders,
  }),
  // A script must be able to see that there is no such object.
  headerRule('/404.html', corsHeaders),
];

function dateHeaders({ id, dates }: HostCollection): HeaderRule[] {
  if (!dates) return [];
  // The API root is left open, since a source has at most 100 characters; an id is unique on the whole server.
  return [
    headerRule(`/${wholeFolder('*', id)}/*.json`, {
      'X-TAXII-Date-Added-First': dates.first,
      'X-TAXII-Date-Added-Last': dates.last,
    }),
  ];
}

function headerRule(source: string, headers: Readonly<Record<string, string>>): HeaderRule {
  return { source, headers: Object.entries(headers).map(([key, value]) => ({ key, value })) };
}
