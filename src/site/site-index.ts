import { credentialPlaces, protectedParts, publicConfig } from '../config/access.ts';
import { basePath } from '../config/base-url.ts';
import type { Access, ApiRootConfig, SiteConfig } from '../config/site-config.ts';
import { type IndexedRoot, type SiteIndex, STORE_FORMAT } from '../query/store-format.ts';
import { apiRootUrl } from './documents.ts';
import type { Level } from './site.ts';

/**
 * What the level 3 handler must know of a site; also the mark by which a build knows a folder as one that it may
 * replace. It names whatever is protected, but only where there is a handler that protects it.
 */
export function siteIndex(config: SiteConfig, levels: ReadonlySet<Level>): SiteIndex {
  const isProtected = levels.has(3) && protectedParts(config).length > 0;
  const { apiRoots } = isProtected ? config : publicConfig(config);
  const { realm } = credentialPlaces(config);
  return {
    format: STORE_FORMAT,
    basePath: basePath(config),
    levels: [...levels].sort(),
    pageSize: config.paging.max,
    emptyObjects: config.compat.emptyObjects,
    apiRoots: apiRoots.map((root) => indexedRoot(config, root, isProtected)),
    ...(isProtected ? { protection: { realm, defaultApiRoot: config.defaultApiRoot } } : {}),
  };
}

function indexedRoot(config: SiteConfig, root: ApiRootConfig, isProtected: boolean): IndexedRoot {
  return {
    name: root.name,
    ...readersOf(root),
    ...(isProtected ? { url: apiRootUrl(config, root.name) } : {}),
    collections: root.collections.map(({ id, alias, access }) => ({
      id,
      ...(alias ? { alias } : {}),
      ...readersOf({ access }),
    })),
  };
}

function readersOf({ access }: { access?: Access | undefined }): { readers?: string } {
  return access ? { readers: access.readers } : {};
}
