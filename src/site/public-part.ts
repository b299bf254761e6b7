import { protectedParts, publicConfig } from '../config/access.ts';
import type { Site } from './site.ts';

/**
 * A site as everybody may see it: without protected API roots and collections. Whatever is made for people, or
 * stands at a path that no readers list protects, is made from this.
 */
export function publicPart<Part extends Pick<Site, 'config' | 'collections'>>(site: Part): Part {
  return {
    ...site,
    config: publicConfig(site.config),
    collections: site.collections.filter(({ config }) => !config.access),
  };
}

/** Whether there is more to read for those who log in. */
export function hasProtectedPart({ config }: Pick<Site, 'config'>): boolean {
  return protectedParts(config).length > 0;
}
