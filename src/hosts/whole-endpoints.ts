import { READ } from '../query/cors.ts';
import { apiRootFile, collectionFile, collectionsFile, discoveryFile, wholeFolder } from '../query/paths.ts';
import { apiRootPath, collectionPath, collectionsPath, DISCOVERY, objectsPath } from '../taxii/urls.ts';
import type { HostCollection, HostInput } from './host.ts';

/** A TAXII path and the file that answers it at level 1. */
export interface Endpoint {
  /** Begins and ends with "/"; `:object` takes one segment. */
  readonly path: string;
  /** From the root of the site, beginning with "/"; holds `:object` where the path does. */
  readonly file: string;
  /** Of the first and the last entry, where the answer is a list of the whole collection. */
  readonly dates?: HostCollection['dates'];
}

/**
 * What a level 1 host has to rewrite: every TAXII path of the site, but nothing of a query (TAXII 2.1 §3.1).
 * Collections by their id and by their alias.
 */
export function wholeEndpoints(apiRoots: HostInput['apiRoots']): Endpoint[] {
  return [
    { path: DISCOVERY, file: `/${discoveryFile}` },
    ...apiRoots.flatMap(({ name, collections }) => [
      { path: apiRootPath(name), file: `/${apiRootFile(name)}` },
      { path: collectionsPath(name), file: `/${collectionsFile(name)}` },
      ...collections.flatMap((collection) =>
        namesOf(collection).flatMap((named) => collectionEndpoints(name, collection, named)),
      ),
    ]),
  ];
}

/** How URLs name a collection. */
export function namesOf({ id, alias }: HostCollection): string[] {
  return alias ? [id, alias] : [id];
}

/** @param named the collection as the URL names it */
export function collectionEndpoints(
  apiRoot: string,
  { id, dates }: Pick<HostCollection, 'id' | 'dates'>,
  named: string,
): Endpoint[] {
  const path = collectionPath(apiRoot, named);
  const objects = objectsPath(apiRoot, named);
  const whole = `/${wholeFolder(apiRoot, id)}`;
  const dated = dates ? { dates } : {};
  return [
    { path, file: `/${collectionFile(apiRoot, id)}` },
    { path: objects, file: `${whole}/objects.json`, ...dated },
    { path: `${path}manifest/`, file: `${whole}/manifest.json`, ...dated },
    { path: `${objects}:object/`, file: `${whole}/objects/:object.json` },
    { path: `${objects}:object/versions/`, file: `${whole}/versions/:object.json` },
  ];
}

/**
 * For hosts that answer a preflight request like GET, with 200: these headers on every answer let the browser go on
 * (Fetch Standard §4.8).
 */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': READ,
  'Access-Control-Allow-Headers': 'Accept, Authorization, If-None-Match, Range, Version',
  'Access-Control-Max-Age': '86400',
};

/** The headers that tell the span of a list, by name (TAXII 2.1 §5.4). */
export function dateHeaders(dates: NonNullable<HostCollection['dates']>): Readonly<Record<string, string>> {
  return { 'X-TAXII-Date-Added-First': dates.first, 'X-TAXII-Date-Added-Last': dates.last };
}
