import { createRequire } from 'node:module';
import {
  Deployment,
  type EmulatedAnswer,
  type EmulatedRequest,
  type Emulation,
  mediaType,
  startEmulation,
} from './emulation.ts';

/** What this project uses of netlify-redirector 0.5, which ships no types. */
interface Redirector {
  parsePlain(rules: string, options: object): Promise<Matcher>;
}
interface Matcher {
  match(request: {
    scheme: string;
    host: string;
    path: string;
    query: string;
    method: string;
    getHeader: (name: string) => string;
    getCookie: (name: string) => string;
  }): { to: string; status: number; force: boolean } | null;
}

const redirector: Redirector = createRequire(import.meta.url)('netlify-redirector');

/**
 * An **emulation** of Netlify around its own, real matcher of `_redirects`. The rest and where it is from:
 *
 * - a file goes before a rule without "!", and `index.html` answers for its folder (Netlify documentation,
 *   "Rewrites and proxies", "Shadowing");
 * - a rule for a file that is missing, and a path without a rule, give `404.html`;
 * - `_headers` matches as in Netlify's command line, which says that production does so too (netlify/cli,
 *   `getRulePattern`); the values of one header from several rules are joined;
 * - whether they go by the path that was asked for or by the file after a rewrite is documented nowhere: `keyedBy`
 *   says which, and tests try both;
 * - all methods are answered like GET (seen in `netlify dev` 26).
 */
export async function startNetlify(
  folder: string,
  keyedBy: 'asked' | 'file',
  port?: number,
): Promise<Emulation> {
  const all = new Deployment(folder);
  const redirects = await redirector.parsePlain(all.read('_redirects')!.toString(), {});
  const rules = parseHeaders(all.read('_headers')!.toString());
  const site = new Deployment(folder, (path) => path !== '_headers' && path !== '_redirects');
  return startEmulation((request) => {
    const { status, file, location } = route(site, redirects, request);
    if (location) return { status, headers: { Location: location } };
    const key = keyedBy === 'asked' ? request.path : `/${file}`;
    return send(status, site, file!, headersFor(rules, key));
  }, port);
}

/** What Netlify's own matcher makes of a request by a `_redirects` file. */
export async function matcherOf(
  rules: string,
): Promise<(path: string, query: string) => { to: string; status: number } | null> {
  const matcher = await redirector.parsePlain(rules, {});
  return (path, query) => matcher.match(matcherRequest('GET', path, query));
}

function matcherRequest(method: string, path: string, query: string): Parameters<Matcher['match']>[0] {
  const nothing = () => '';
  return {
    scheme: 'https',
    host: 'site.example',
    path,
    query,
    method,
    getHeader: nothing,
    getCookie: nothing,
  };
}

interface Route {
  readonly status: number;
  readonly file?: string;
  readonly location?: string;
}

function route(
  site: Deployment,
  redirects: Matcher,
  { rawPath, path, query, method }: EmulatedRequest,
): Route {
  const own = path.slice(1);
  const index = `${own === '' || own.endsWith('/') ? own : `${own}/`}index.html`;
  if (site.read(own)) return { status: 200, file: own };
  if (site.read(index))
    return own === '' || own.endsWith('/')
      ? { status: 200, file: index }
      : { status: 301, location: `${rawPath}/${query}` };
  const match = redirects.match(matcherRequest(method, rawPath, query.slice(1)));
  const target = match && decodeURIComponent(match.to).slice(1);
  if (match && target && site.read(target)) return { status: match.status, file: target };
  return { status: 404, file: '404.html' };
}

interface HeaderRule {
  readonly pattern: RegExp;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

function parseHeaders(text: string): HeaderRule[] {
  return text
    .split(/\n(?=\/)/)
    .map((block) => block.split('\n').filter(Boolean))
    .map(([path, ...lines]) => ({
      pattern: rulePattern(path!),
      headers: lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
      }),
    }));
}

/** netlify/cli, `getRulePattern`: a slash at the end never counts. */
function rulePattern(path: string): RegExp {
  const parts = path.split('/').filter(Boolean);
  const printed = parts.map((part) => {
    if (part === '*') return '(?:|/|/.*)';
    if (part.startsWith(':')) return '/[^/]+';
    return `/${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
  });
  return new RegExp(`^${printed.join('')}/?$`);
}

function headersFor(rules: readonly HeaderRule[], path: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const { pattern, headers } of rules)
    if (pattern.test(path))
      for (const [name, value] of headers) joined[name] = joined[name] ? `${joined[name]}, ${value}` : value;
  return joined;
}

function send(
  status: number,
  site: Deployment,
  file: string,
  headers: Readonly<Record<string, string>>,
): EmulatedAnswer {
  return { status, headers: { 'Content-Type': mediaType(file), ...headers }, body: site.read(file)! };
}
