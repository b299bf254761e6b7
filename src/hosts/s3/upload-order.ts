import { FILES } from '../../query/paths.ts';
import { SITE_INDEX } from '../../query/store-format.ts';
import { IMMUTABLE, kindOf } from '../file-kinds.ts';

/**
 * The order in which the objects of a site are stored, so that a reader finds a whole site after every single one.
 * Storage has no transaction: what holds the site together is that nothing is named before it is there, and
 * that what is no longer named stays for a while.
 *
 * 1. What is named by its content. Nobody can ask for it before something else names it.
 * 2. All other keys that did not exist. Nothing that is up yet names them either; among themselves they go in the
 *    order of 3, so that a first deployment is not discovered before it is whole.
 * 3. Keys whose content changes, from what is named to what names it:
 *    objects and versions one by one, and pages · whole lists · the store's heads and the collections ·
 *    the site index · the lists of collections · the API roots · discovery · what people look at.
 *
 * Level 1: each answer is one object, which storage replaces in one step. Between two steps a list may be older
 * than an object in it, never newer; an object that a list names is there. Level 2: a page is replaced in one
 * step as well. `next` of an old page leads to a page that is there, because keys are never taken away here;
 * `next` of a changed page leads to one that was there or that came in step 2. Level 3: a head names files that came in
 * step 1, and the former head's files stay. A collection that is new has its head before the site index knows
 * it, and the site index knows it before a list shows it.
 *
 * A collection that goes needs the contrary: the list must lose it before the site index does. Hence
 * `bridge`, which is stored in the index's place and knows both; the index itself comes after the documents.
 */
export function uploadStep(path: string, isNew: boolean): number {
  const rank = ranks.findIndex((fits) => fits(path));
  if (rank === 0) return 0;
  return rank + (isNew ? 0 : ranks.length);
}

/** The step in which the site index replaces its bridge: after everything else. */
export const LAST_STEP = 1000;

const fits = (pattern: string) => {
  const expression = new RegExp(pattern);
  return (path: string) => expression.test(path);
};
const notTaxii = (path: string) => !path.startsWith(`${FILES}/`);
const isPage = (path: string) => path.endsWith('.html');

/** From what nothing needs to what needs everything. The first that fits counts. */
const ranks: readonly ((path: string) => boolean)[] = [
  (path) => kindOf(path)?.headers['Cache-Control'] === IMMUTABLE,
  fits(`^${FILES}/[^/]+/[^/]+/(?:whole/.+/|(?!whole/|store/).+/)`),
  fits(`^${FILES}/[^/]+/[^/]+/whole/`),
  fits(`^${FILES}/[^/]+/[^/]+/`),
  (path) => path === SITE_INDEX,
  fits(`^${FILES}/[^/]+/collections\\.json$`),
  fits(`^${FILES}/[^/]+/`),
  fits(`^${FILES}/`),
  // Pages after what they show with, and index pages after those that they link to.
  (path) => notTaxii(path) && !isPage(path),
  (path) => isPage(path) && !path.endsWith('index.html'),
  (path) => path !== 'index.html',
  () => true,
];
