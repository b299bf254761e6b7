import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { globbySync } from 'globby';

/** Paths of files under a folder that a pattern fits, sorted by code units, relative to it, with "/". */
export function listFiles(folder: string, pattern: string): string[] {
  if (!existsSync(folder)) return [];
  return globbySync(pattern, { cwd: folder, dot: false, onlyFiles: true, followSymbolicLinks: false }).sort();
}

/** Names of the folders in a folder, sorted by code units. */
export function listFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The text of a file; undefined where there is none. */
export function readText(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined;
}

/** What keeps bytes from being JSON text as STIX wants it, before any of it is read. */
export function encodingFault(bytes: Uint8Array): 'not-utf8' | 'byte-order-mark' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'byte-order-mark';
  return isUtf8(bytes) ? undefined : 'not-utf8';
}
