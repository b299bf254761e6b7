import { basePath } from '../config/base-url.ts';
import type { SiteConfig } from '../config/site-config.ts';
import { type Boundary, boundariesOf } from '../query/cursor.ts';
import { type FileTable, fileTable } from '../query/file-table.ts';
import type { ReadText } from '../release/source-object.ts';
import type { OutputFile } from './output-file.ts';
import { type DatedFolder, messageFiles, pageFolders, typesOf } from './page-files.ts';
import type { PublishedCollection } from './site.ts';

/** What a host of level 2 serves and is told: the files, and the rules that lead to them. */
export interface RuleSite {
  readonly table: FileTable;
  readonly folders: readonly DatedFolder[];
  /** By collection. */
  readonly boundaries: ReadonlyMap<string, readonly Boundary[]>;
  readonly files: readonly OutputFile[];
}

export function planRuleSite(
  config: SiteConfig,
  collections: readonly PublishedCollection[],
  read: ReadText,
): RuleSite {
  const { paging, compat } = config;
  const folders = collections.flatMap((collection) => [
    ...pageFolders(collection, read, paging.max, compat.emptyObjects),
  ]);
  const table = fileTable({
    base: basePath(config),
    pageSize: paging.max,
    apiRoots: config.apiRoots.map(({ name }) => ({
      name,
      collections: collections
        .filter((collection) => collection.config.apiRoot === name)
        .map((collection) => ({
          id: collection.config.id,
          ...(collection.config.alias ? { alias: collection.config.alias } : {}),
          types: typesOf(collection),
        })),
    })),
  });
  return {
    table,
    folders,
    boundaries: new Map(collections.map(({ config: { id }, ledger }) => [id, boundariesOf(ledger.dated)])),
    files: [...messageFiles(table, compat.emptyObjects), ...folders.flatMap(({ files }) => files)],
  };
}
