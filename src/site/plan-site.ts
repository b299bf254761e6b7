import type { SiteConfig } from '../config/site-config.ts';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts';
import { SITE_INDEX } from '../query/store-format.ts';
import type { ReadText } from '../release/source-object.ts';
import { documentFiles } from './documents.ts';
import { jsonFile, type OutputFile } from './output-file.ts';
import { planRuleSite } from './rule-site.ts';
import type { Level, PublishedCollection, Site } from './site.ts';
import { siteIndex } from './site-index.ts';
import { storeFiles } from './store-files.ts';
import { wholeFiles } from './whole-files.ts';

/**
 * Everything that a site needs for its levels, and nothing that no level needs.
 * @param read gives the bytes of an object, at any time until the site is written
 */
export function planSite(
  config: SiteConfig,
  collections: readonly PublishedCollection[],
  levels: ReadonlySet<Level>,
  read: ReadText,
): Site {
  const taxii = levels.has(1) || levels.has(2) || levels.has(3);
  const rules = levels.has(2) ? planRuleSite(config, collections, read) : undefined;
  const files = [
    ...(rules?.files ?? []),
    jsonFile(SITE_INDEX, siteIndex(config, levels)),
    ...(taxii ? documentFiles(config) : []),
    ...collections.flatMap((collection) => [
      ...(levels.has(1) ? wholeFiles(collection, read, config.compat.emptyObjects) : []),
      ...(levels.has(3) ? storeFiles(collection, read) : []),
    ]),
  ];
  return { config, levels, collections, read, files, ...(rules ? { rules } : {}) };
}

/** Two sources of one file would make the site depend on their order. Case counts not: some disks fold it. */
export function checkCollisions(files: readonly OutputFile[]): Diagnostic[] {
  const seen = new Set<string>();
  return files.flatMap(({ path }) => {
    const key = path.toLowerCase();
    if (seen.has(key)) return [diagnose('site/output-collision', { path })];
    seen.add(key);
    return [];
  });
}
