import { corsHeaders } from '../../query/cors.ts';
import { FILES } from '../../query/paths.ts';
import { jsonFile, type OutputFile, textFile } from '../../site/output-file.ts';
import { SCHEMAS } from '../../site/schema-files.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { errorMessage } from '../../taxii/resources.ts';
import { apiRootPath, collectionPath, DISCOVERY } from '../../taxii/urls.ts';
import { POINTER, pageHeaders } from '../file-kinds.ts';
import type { Emission, HostInput } from '../host.ts';
import { HOST_FILES, hostFile } from '../host-files.ts';
import { type HeaderRule, printHeaders, printRedirects } from '../rule-files.ts';
import {
  collectionEndpoints,
  dateHeaders,
  type Endpoint,
  namesOf,
  wholeEndpoints,
} from '../whole-endpoints.ts';
import { checkRules } from './check-rules.ts';

/** What wrangler uploads, and the rules that it reads from there. */
export function emitAssetRules({ apiRoots, files }: Pick<HostInput, 'apiRoots' | 'files'>): Emission {
  const folders = [DISCOVERY, ...apiRoots.map(({ name }) => apiRootPath(name))];
  const rules = { redirects: redirectLines(apiRoots, folders), headers: headerRules(apiRoots, folders) };
  const emitted: OutputFile[] = [
    textFile('_redirects', () => printRedirects([...rules.redirects.literal, ...rules.redirects.dynamic])),
    textFile('_headers', () => printHeaders(rules.headers)),
    textFile(hostFile('cloudflare-assets', 'wrangler.jsonc'), () => `${JSON.stringify(wrangler, null, 2)}\n`),
    textFile('.assetsignore', () => `${HOST_FILES}\n.assetsignore\n`),
    // What is missing is answered with the nearest 404.html above the file; header rules make this one TAXII.
    jsonFile(`${FILES}/404.html`, errorMessage(404, 'Not found', 'There is nothing at this TAXII path.')),
  ];
  return { files: emitted, diagnostics: checkRules(rules, [...files, ...emitted]) };
}

const wrangler = {
  name: 'taxii-site',
  compatibility_date: '2026-04-01',
  // Without `none` the host sends readers of an HTML file away, to its path without the extension.
  assets: { directory: '../..', html_handling: 'none', not_found_handling: '404-page' },
};

export interface Redirects {
  /** The host finds these by their text, so they must come first. */
  readonly literal: readonly string[];
  /** With a placeholder: tried one after the other. */
  readonly dynamic: readonly string[];
}

/** A slash at the end makes a path another one, so each path has two rules. */
function redirectLines(apiRoots: HostInput['apiRoots'], folders: readonly string[]): Redirects {
  const page = '/browse/:root/:collection';
  return {
    literal: ['/ /index.html 200', ...wholeEndpoints(apiRoots).filter(isLiteral).flatMap(lines)],
    dynamic: [
      ...objectEndpoints(apiRoots).flatMap(lines),
      `${page}/ ${page}/index.html 200`,
      `${page} ${page}/index.html 302`,
      // FortiSOAR doubles the slash after an API root.
      ...apiRoots.map(({ name }) => `/${name}//* /${name}/:splat 307`),
      // A file that is not there, so that all other TAXII paths have a TAXII error.
      ...folders.map((folder) => `${folder}* /${FILES}/nothing 200`),
    ],
  };
}

function lines({ path, file }: Endpoint): string[] {
  return [path, path.replace(/\/$/, '')].map((from) => `${from} ${file} 200`);
}

function isLiteral({ path }: Endpoint): boolean {
  return !path.includes(':');
}

/**
 * Single objects. Rules with a placeholder are few, so the ids of all collections share theirs; only an alias needs
 * its own, before them, since a rule cannot tell it from an id.
 */
function objectEndpoints(apiRoots: HostInput['apiRoots']): Endpoint[] {
  return apiRoots
    .flatMap(({ name, collections }) => [
      ...collections.flatMap((one) => (one.alias ? collectionEndpoints(name, one, one.alias) : [])),
      ...collectionEndpoints(name, { id: ':collection' }, ':collection'),
    ])
    .filter(({ path }) => path.includes(':object'));
}

const json = { 'Content-Type': TAXII, ...corsHeaders };

/**
 * Headers go by the path that was asked for. Values that several rules give for one header are joined, so no two
 * rules for one path set the same.
 */
function headerRules(apiRoots: HostInput['apiRoots'], folders: readonly string[]): HeaderRule[] {
  return [
    { path: '/*', headers: { ...pageHeaders, 'Cache-Control': POINTER } },
    { path: `/${FILES}/*`, headers: json },
    ...folders.flatMap((path) => [
      { path: `${path}*`, headers: json },
      { path: path.replace(/\/$/, ''), headers: json },
    ]),
    { path: `/${SCHEMAS}/*`, headers: { 'Content-Type': 'application/schema+json', ...corsHeaders } },
    ...dateRules(apiRoots),
  ];
}

/**
 * One rule for both lists of a collection, since there is room for a hundred; so three more take the dates back
 * from all that is below a collection and no list.
 */
function dateRules(apiRoots: HostInput['apiRoots']): HeaderRule[] {
  const rules = apiRoots.flatMap(({ name, collections }) =>
    collections.flatMap((collection) => {
      const { dates } = collection;
      if (!dates) return [];
      return namesOf(collection).map((named) => ({
        path: `${collectionPath(name, named)}*`,
        headers: dateHeaders(dates),
      }));
    }),
  );
  if (rules.length === 0) return [];
  const collection = '/:root/collections/:collection/';
  const others = [collection, `${collection}:list/:object`, `${collection}:list/:object/*`];
  const without = Object.keys(dateHeaders({ first: '', last: '' }));
  return [...rules, ...others.map((path) => ({ path, headers: {}, without }))];
}
