/** Where the files behind the TAXII paths stand in a site. `_taxii` is a name that no API root can have. */

export const FILES = '_taxii';

export const discoveryFile = `${FILES}/discovery.json`;

export function apiRootFile(apiRoot: string): string {
  return `${FILES}/${apiRoot}/api-root.json`;
}

export function collectionsFile(apiRoot: string): string {
  return `${FILES}/${apiRoot}/collections.json`;
}

export function collectionFile(apiRoot: string, collection: string): string {
  return `${FILES}/${apiRoot}/${collection}/collection.json`;
}

/** The folder of a collection's store, for level 3. */
export function storeFolder(apiRoot: string, collection: string): string {
  return `${FILES}/${apiRoot}/${collection}/store`;
}

/** The folder of a collection's whole answers, for level 1. */
export function wholeFolder(apiRoot: string, collection: string): string {
  return `${FILES}/${apiRoot}/${collection}/whole`;
}
