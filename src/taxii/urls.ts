/** The one place that spells TAXII's paths (TAXII 2.1 §3.1, table of endpoints). */

export const DISCOVERY = '/taxii2/';

export function apiRootPath(apiRoot: string): string {
  return `/${apiRoot}/`;
}

export function collectionsPath(apiRoot: string): string {
  return `/${apiRoot}/collections/`;
}

export function collectionPath(apiRoot: string, collection: string): string {
  return `${collectionsPath(apiRoot)}${collection}/`;
}

export function objectsPath(apiRoot: string, collection: string): string {
  return `${collectionPath(apiRoot, collection)}objects/`;
}
