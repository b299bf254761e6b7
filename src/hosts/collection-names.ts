import type { FileTable } from '../query/file-table.ts';
import { collectionFolder } from '../query/paths.ts';

/** What a path may call a collection, and what it is then. */
export interface CollectionName {
  /** The API root, "/", and an id or an alias (TAXII 2.1 §5.2.1). */
  readonly name: string;
  readonly id: string;
  readonly folder: string;
}

/** Captures of a table with a case for each collection, which hosts look up instead. */
export const lookedUp: readonly string[] = ['root', 'folder', 'collection'];

/** No name stands there twice. */
export function collectionNames({ apiRoots }: Pick<FileTable, 'apiRoots'>): CollectionName[] {
  return apiRoots.flatMap((root) =>
    root.collections.flatMap(({ id, alias }) =>
      [...new Set([id, alias ?? id])].map((name) => ({
        name: `${root.name}/${name}`,
        id,
        folder: collectionFolder(root.name, id),
      })),
    ),
  );
}
