import { corsHeaders } from '../../query/cors.ts';
import { collectionsFile, FILES, wholeFolder } from '../../query/paths.ts';
import { jsonFile, textFile } from '../../site/output-file.ts';
import { SCHEMAS } from '../../site/schema-files.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { errorMessage } from '../../taxii/resources.ts';
import { apiRootPath, collectionsPath, DISCOVERY, objectsPath } from '../../taxii/urls.ts';
import { checkLimit } from '../check-limits.ts';
import { POINTER, pageHeaders } from '../file-kinds.ts';
import type { Emission, HostInput } from '../host.ts';
import { type HeaderRule, printHeaders, printRedirects } from '../rule-files.ts';
import { dateHeaders, type Endpoint, preflightHeaders, wholeEndpoints } from '../whole-endpoints.ts';

export const limits = {
  redirects: {
    what: 'rules in _redirects',
    most: 10_000,
    source:
      'Netlify documentation on redirects: more rules than that are discouraged, because they slow a site down',
  },
  folderFiles: {
    what: 'files in one folder',
    most: 54_000,
    source: 'Netlify documentation, "Site deploys overview", files per directory limit',
  },
} as const;

const NOT_FOUND = `${FILES}/netlify-not-found.json`;

/** `_redirects` and `_headers`, which Netlify reads with every deploy. */
export function emitNetlifyRules({ apiRoots, files }: Pick<HostInput, 'apiRoots' | 'files'>): Emission {
  const endpoints = wholeEndpoints(apiRoots);
  const folders = [DISCOVERY, ...apiRoots.map(({ name }) => apiRootPath(name))];
  const redirects = redirectLines(endpoints, folders, apiRoots);
  return {
    files: [
      textFile('_redirects', () => printRedirects(redirects)),
      textFile('_headers', () => printHeaders(headerRules(endpoints, folders))),
      jsonFile(NOT_FOUND, errorMessage(404, 'Not found', 'There is nothing at this TAXII path.')),
    ],
    diagnostics: [
      ...checkLimit('netlify', limits.redirects, redirects.length),
      ...[...filesByFolder(files)].flatMap(([folder, count]) =>
        checkLimit('netlify', { ...limits.folderFiles, what: `files in a folder, such as ${folder}` }, count),
      ),
    ],
  };
}

function filesByFolder(files: HostInput['files']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

/** A rule counts with and without a slash at the end, and the first that matches; so the errors come last. */
function redirectLines(
  endpoints: readonly Endpoint[],
  folders: readonly string[],
  apiRoots: HostInput['apiRoots'],
): string[] {
  return [
    ...endpoints.map(({ path, file }) => `${path} ${file} 200`),
    ...doubledSlashLines(apiRoots),
    ...folders.map((path) => `${path}* /${NOT_FOUND} 404`),
  ];
}

/**
 * FortiSOAR doubles the slash after an API root, and only to a rule with a placeholder is that one slash. An id is
 * unique on the whole server, so that no other root's collection is meant.
 */
function doubledSlashLines(apiRoots: HostInput['apiRoots']): string[] {
  const root = ':root';
  const ids = apiRoots.flatMap(({ collections }) => collections.map(({ id }) => id));
  return [
    `${collectionsPath(root)} /${collectionsFile(root)} 200`,
    ...ids.map((id) => `${objectsPath(root, id)} /${wholeFolder(root, id)}/objects.json 200`),
  ];
}

const json = { 'Cache-Control': POINTER, ...corsHeaders };

/**
 * Netlify does not say whether it is the path that was asked for or the file that answers by which it picks headers
 * after a rewrite, so there are rules for either. No path meets two rules that set the same header, because Netlify
 * would join the values.
 */
function headerRules(endpoints: readonly Endpoint[], folders: readonly string[]): HeaderRule[] {
  const taxii = [...folders, `/${FILES}/`].map((path) => ({
    path: `${path}*`,
    headers: { 'Content-Type': TAXII, ...json, ...preflightHeaders },
  }));
  const rules = [
    { path: '/*', headers: pageHeaders },
    ...taxii,
    { path: `/${SCHEMAS}/*`, headers: { 'Content-Type': 'application/schema+json', ...json } },
    ...endpoints.flatMap(dateRules),
  ];
  // A collection's files have a rule from each of its names.
  return [...new Map(rules.map((rule) => [rule.path, rule])).values()];
}

function dateRules({ path, file, dates }: Endpoint): HeaderRule[] {
  if (!dates) return [];
  return [path.replace(/\/$/, ''), file].map((ruled) => ({ path: ruled, headers: dateHeaders(dates) }));
}
