import type { Discovery } from '../taxii/resources.ts';
import { splitPath } from './request.ts';
import type { IndexedCollection, IndexedRoot, SiteIndex } from './store-format.ts';

/**
 * What of a protected site a client may see. "§" is TAXII 2.1. Each document has one readers list that decides on
 * it: an API root's own for its document and its list of collections, a collection's for all that is in it.
 */

/** What a path asks of a client. */
export interface Gate {
  /** The readers list that the client must be on. */
  readonly needs?: string;
  /** Whether different clients get different answers. */
  readonly depends: boolean;
}

/** No list has this name. */
const NOBODY = '';
const open: Gate = { depends: false };

/**
 * In an API root with protected collections, what is not there asks for credentials as well: otherwise the
 * answers would tell which names are taken (appendix B, security considerations).
 * @param path as `resolve` takes it
 */
export function gateOf({ apiRoots }: SiteIndex, path: string): Gate {
  const [first, second, name] = splitPath(path);
  // §4.1.1: the list of API roots may differ from client to client.
  if (first === 'taxii2') return { depends: apiRoots.some(({ readers }) => readers !== undefined) };
  const root = apiRoots.find((candidate) => candidate.name === first);
  if (!root) return open;
  const isMixed = root.collections.some(({ readers }) => readers !== root.readers);
  if (second !== 'collections') return gate(root.readers);
  if (name === undefined) return { ...gate(root.readers), depends: root.readers !== undefined || isMixed };
  const found = collectionOf(root, name);
  return gate(found ? found.readers : (root.readers ?? (isMixed ? NOBODY : undefined)));
}

function gate(needs: string | undefined): Gate {
  return needs === undefined ? open : { needs, depends: true };
}

/** §5.2.1: by its id, else by its alias. */
function collectionOf({ collections }: IndexedRoot, name: string): IndexedCollection | undefined {
  return collections.find(({ id }) => id === name) ?? collections.find(({ alias }) => alias === name);
}

/** The site without what a client may not see: whatever else goes wrong, no path leads to what is not in it. */
export function visibleSite(site: SiteIndex, lists: ReadonlySet<string>): SiteIndex {
  if (!site.protection) return site;
  const isVisible = ({ readers }: { readonly readers?: string }) =>
    readers === undefined || lists.has(readers);
  // An API root that is hidden keeps its collections: they have readers of their own.
  const apiRoots = site.apiRoots
    .map((root) => ({ ...root, collections: root.collections.filter(isVisible) }))
    .filter((root) => isVisible(root) || root.collections.length > 0);
  return { ...site, apiRoots };
}

/**
 * §4.1.1, the discovery document for one client.
 * @param common the document that everybody may see
 * @param lists the readers lists that the client is on
 */
export function discoveryFor(common: Discovery, site: SiteIndex, lists: ReadonlySet<string>): Discovery {
  const { default: _, api_roots: __, ...rest } = common;
  const roots = site.apiRoots.filter(({ readers }) => readers === undefined || lists.has(readers));
  const wanted = roots.find(({ name }) => name === site.protection?.defaultApiRoot) ?? roots[0];
  if (!wanted) return rest;
  const urls = [wanted, ...roots.filter((root) => root !== wanted)].map(({ url }) => url!);
  return { ...rest, default: wanted.url!, api_roots: urls };
}

/** RFC 9110 §11.6.1, RFC 7617 §2.1 */
export function basicChallenge(realm: string): string {
  return `Basic realm="${realm}", charset="UTF-8"`;
}

/** Basic comes first, for clients that read one challenge only. */
export function challenge(realm: string): string {
  return `${basicChallenge(realm)}, Bearer realm="${realm}"`;
}

/** TAXII 2.1 §3.6.1 */
export const unauthorized = {
  status: 401,
  title: 'Credentials needed',
  description: 'What you may read here depends on who you are. Log in, or check what you log in with.',
} as const;
