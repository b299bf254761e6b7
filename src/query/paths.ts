/** Where the files behind the TAXII paths stand in a site. `_taxii` is a name that no API root can have. */

export const FILES = '_taxii';

export const discoveryFile = `${FILES}/discovery.json`;

export function apiRootFolder(apiRoot: string): string {
  return `${FILES}/${apiRoot}`;
}

export function collectionFolder(apiRoot: string, collection: string): string {
  return `${FILES}/${apiRoot}/${collection}`;
}

export function apiRootFile(apiRoot: string): string {
  return `${apiRootFolder(apiRoot)}/api-root.json`;
}

export function collectionsFile(apiRoot: string): string {
  return `${apiRootFolder(apiRoot)}/collections.json`;
}

export function collectionFile(apiRoot: string, collection: string): string {
  return `${collectionFolder(apiRoot, collection)}/collection.json`;
}

/** The answer without objects, for level 2. */
export const emptyFile = `${FILES}/empty.json`;

/** An error message, for level 2. */
export function errorFile({ status, title }: { status: number; title: string }): string {
  return `${FILES}/errors/${status}-${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}.json`;
}

/** The folder of a collection's store, for level 3. */
export function storeFolder(apiRoot: string, collection: string): string {
  return `${FILES}/${apiRoot}/${collection}/store`;
}

/** The folder of a collection's whole answers, for level 1. */
export function wholeFolder(apiRoot: string, collection: string): string {
  return `${FILES}/${apiRoot}/${collection}/whole`;
}
