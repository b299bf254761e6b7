import { commonCollections, publicConfig } from '../config/access.ts';
import type { SiteConfig } from '../config/site-config.ts';
import { apiRootFile, collectionFile, collectionsFile, discoveryFile } from '../query/paths.ts';
import {
  apiRootResource,
  collectionResource,
  collectionsResource,
  type Discovery,
} from '../taxii/resources.ts';
import { apiRootPath } from '../taxii/urls.ts';
import { jsonFile, type OutputFile } from './output-file.ts';

/**
 * Discovery, API roots and collections: the documents that no query changes (TAXII 2.1 §4, §5.1, §5.2). They hold
 * what all who may read them may see; the level 3 handler adds what a client may see beyond that.
 */
export function documentFiles(config: SiteConfig): OutputFile[] {
  return [
    jsonFile(discoveryFile, discovery(publicConfig(config))),
    ...config.apiRoots.flatMap((root) => {
      const collections = root.collections.map(collectionResource);
      const listed = commonCollections(root).map(collectionResource);
      return [
        jsonFile(apiRootFile(root.name), apiRootResource(root)),
        jsonFile(collectionsFile(root.name), collectionsResource(listed)),
        ...collections.map((resource) => jsonFile(collectionFile(root.name, resource.id), resource)),
      ];
    }),
  ];
}

/** §4.1.1: absolute where the base URL is known, since some clients need it; else from the host's root. */
export function apiRootUrl({ baseUrl }: Pick<SiteConfig, 'baseUrl'>, name: string): string {
  return baseUrl ? new URL(apiRootPath(name).slice(1), baseUrl).href : apiRootPath(name);
}

function discovery(config: SiteConfig): Discovery {
  const url = (name: string) => apiRootUrl(config, name);
  // One client takes the first API root, whatever the default says.
  const others = config.apiRoots.map(({ name }) => name).filter((name) => name !== config.defaultApiRoot);
  return {
    title: config.title,
    ...(config.description ? { description: config.description } : {}),
    ...(config.contact ? { contact: config.contact } : {}),
    ...(config.apiRoots.length > 0
      ? { default: url(config.defaultApiRoot), api_roots: [config.defaultApiRoot, ...others].map(url) }
      : {}),
  };
}
