import { lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { globbySync } from 'globby';

export interface Listing {
  /** Regular files, sorted by code units, relative to the folder, with "/". */
  readonly files: readonly string[];
  readonly links: readonly string[];
  /** What has the name of such a file and is none: a folder, a pipe, a device. */
  readonly others: readonly string[];
}

/** The files of a type under a folder, at any depth, and all symbolic links, which are not followed. */
export function listFiles(folder: string, extension: string): Listing {
  const entries = globbySync('**/*', {
    cwd: folder,
    dot: false,
    onlyFiles: false,
    followSymbolicLinks: false,
    objectMode: true,
  }).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    files: entries
      .filter(({ dirent, path }) => dirent.isFile() && path.endsWith(extension))
      .map(({ path }) => path),
    others: entries
      .filter(({ dirent, path }) => path.endsWith(extension) && !dirent.isFile() && !dirent.isSymbolicLink())
      .map(({ path }) => path),
    links: entries.filter(({ dirent }) => dirent.isSymbolicLink()).map(({ path }) => path),
  };
}

/** Names of the folders in a folder, and of the links that lead to some; sorted by code units. */
export function listFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(folder, entry.name))))
    .map(({ name }) => name)
    .sort();
}

/** True for a symbolic link, wherever it leads. */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}

export function isFolder(path: string): boolean {
  return stateOf(path)?.isDirectory() ?? false;
}

export function isFile(path: string): boolean {
  return stateOf(path)?.isFile() ?? false;
}

/** True for a file that may be looked at. */
export function isVisibleFile(path: string): boolean {
  try {
    return isFile(path);
  } catch {
    return false;
  }
}

/** The text of a file; undefined where there is none. */
export function readText(path: string): string | undefined {
  return isFile(path) ? readFileSync(path, 'utf8') : undefined;
}

/** What says that a path leads nowhere: through a file, in a circle of links, or on for too long. */
const NOWHERE = new Set(['ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** Undefined where nothing is at the path, or the path leads nowhere. */
export function stateOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (NOWHERE.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
