import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Digest of the content by path, for all files under a folder. */
export type Tree = ReadonlyMap<string, string>;

export function readTree(folder: string): Tree {
  return new Map(
    listPaths(folder).map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}

/** The paths in which two trees differ, with what is the matter; empty where they are byte for byte the same. */
export function differences(a: Tree, b: Tree): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((path) => {
    if (a.get(path) === b.get(path)) return [];
    return [`${path}: ${a.has(path) ? (b.has(path) ? 'differs' : 'is gone') : 'is new'}`];
  });
}

/** Copies a folder, creating its entries from the last to the first, for file systems that list them so. */
export function copyReversed(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const entries = readdirSync(from, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? 1 : -1));
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyReversed(source, target);
    else copyFileSync(source, target);
  }
}

function listPaths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
