import type { CollectionConfig, SiteConfig } from '../config/site-config.ts';

/** Stands in the examples for a host that the configuration does not tell. */
export const UNKNOWN_HOST = 'https://HOST';

/**
 * The page of a collection, relative to the site. Links name `index.html`, so that they also work in a bucket,
 * in a build artifact and from a disk, where a folder has no index.
 */
export function collectionPage({ apiRoot, alias, id }: CollectionConfig): string {
  return `browse/${apiRoot}/${alias ?? id}/index.html`;
}

/** From a collection's page to the root of the site, since the site may lie below the root of its host. */
export const COLLECTION_TO_ROOT = '../../../';

/** A URL for people to see: absolute where the base URL is known, else from the root of the host. */
export function shownUrl(config: SiteConfig, path: string): string {
  return config.baseUrl ? absoluteUrl(config.baseUrl, path) : path;
}

/** A URL for a quoted string in a shell or Python example: always absolute, free of quotes. */
export function exampleUrl(config: SiteConfig, path: string): string {
  return config.baseUrl ? absoluteUrl(config.baseUrl, path) : `${UNKNOWN_HOST}${path}`;
}

function absoluteUrl(baseUrl: string, path: string): string {
  return new URL(path.slice(1), baseUrl).href.replaceAll("'", '%27');
}
