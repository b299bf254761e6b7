import {
  apiRootFile,
  collectionFile,
  collectionsFile,
  discoveryFile,
  FILES,
  wholeFolder,
} from '../../query/paths.ts';
import type { SiteIndex } from '../../query/store-format.ts';
import { apiRootPath, collectionPath, collectionsPath, DISCOVERY, objectsPath } from '../../taxii/urls.ts';

type Addresses = (path: string) => readonly string[];

/**
 * The addresses at which a file of a site is also found, as keys that end in "/": storage looks a request's path up
 * as it is and knows no index documents. The files of level 1 stand behind TAXII's addresses (TAXII 2.1 §3.1,
 * table of endpoints), and pages behind those of their folders.
 * @returns for a path in the site, keys without a leading "/"
 */
export function addresses(index: SiteIndex): Addresses {
  const pages: Addresses = (path) =>
    path.endsWith('/index.html') ? [path.slice(0, -'index.html'.length)] : [];
  if (!index.levels.includes(1)) return pages;
  const fixed = fixedAddresses(index);
  const ofObjects = objectAddresses(index);
  return (path) => fixed.get(path) ?? ofObjects(path) ?? pages(path);
}

/** A collection as URLs may name it (TAXII 2.1 §5.2.1, alias). */
type Collection = SiteIndex['apiRoots'][number]['collections'][number];

function namesOf({ id, alias }: Collection): string[] {
  return alias ? [id, alias] : [id];
}

function fixedAddresses({ apiRoots }: SiteIndex): Map<string, string[]> {
  const found = new Map([[discoveryFile, [key(DISCOVERY)]]]);
  for (const { name, collections } of apiRoots) {
    found.set(apiRootFile(name), [key(apiRootPath(name))]);
    found.set(collectionsFile(name), [key(collectionsPath(name))]);
    for (const collection of collections) {
      const keys = (print: (named: string) => string) =>
        namesOf(collection).map((named) => key(print(named)));
      const whole = wholeFolder(name, collection.id);
      found.set(
        collectionFile(name, collection.id),
        keys((named) => collectionPath(name, named)),
      );
      found.set(
        `${whole}/objects.json`,
        keys((named) => objectsPath(name, named)),
      );
      found.set(
        `${whole}/manifest.json`,
        keys((named) => `${collectionPath(name, named)}manifest/`),
      );
    }
  }
  return found;
}

const OF_OBJECT = new RegExp(`^${FILES}/([^/]+)/([^/]+)/whole/(objects|versions)/([^/]+)\\.json$`);

function objectAddresses({ apiRoots }: SiteIndex): (path: string) => string[] | undefined {
  const known = new Map<string, Collection>();
  for (const { name, collections } of apiRoots)
    for (const collection of collections) known.set(`${name}/${collection.id}`, collection);
  return (path) => {
    const [, apiRoot = '', id = '', kind = '', object = ''] = OF_OBJECT.exec(path) ?? [];
    const collection = known.get(`${apiRoot}/${id}`);
    if (!collection) return undefined;
    const rest = kind === 'versions' ? `${object}/versions/` : `${object}/`;
    return namesOf(collection).map((named) => key(`${objectsPath(apiRoot, named)}${rest}`));
  };
}

function key(path: string): string {
  return path.slice(1);
}
