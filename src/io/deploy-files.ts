import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A file of a site on disk, and what is in it. */
export interface SiteFile {
  /** Relative to the site, with "/". */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** What storage calls the content (ETag); no check of anything by itself. */
  readonly md5: string;
}

/** The site is not as it was when the deployment began: a build came in between. */
export class SiteChangedError extends Error {
  constructor(path: string) {
    super(`${path} has changed meanwhile`);
  }
}

/**
 * All files of a site, sorted by path.
 * @throws SiteChangedError
 */
export function listSite(folder: string, progress: (done: number, total: number) => void): SiteFile[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder).length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
  return paths.map((path, index) => {
    const file = { path, ...digestOfSite(folder, path) };
    progress(index + 1, paths.length);
    return file;
  });
}

/**
 * @param each is given every piece, which it must not keep
 * @throws SiteChangedError where the file has gone
 */
export function digestOfSite(
  folder: string,
  path: string,
  each?: (piece: Uint8Array) => void,
): Pick<SiteFile, 'size' | 'sha256' | 'md5'> {
  try {
    return digestOf(join(folder, path), each);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new SiteChangedError(path);
    throw error;
  }
}

const BLOCK = Buffer.alloc(1024 * 1024);

/**
 * Reads a file piece by piece, however large it is.
 * @param each is given every piece, which it must not keep
 */
export function digestOf(
  path: string,
  each: (piece: Uint8Array) => void = () => undefined,
): Pick<SiteFile, 'size' | 'sha256' | 'md5'> {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  const handle = openSync(path, 'r');
  let size = 0;
  try {
    for (let read = readSync(handle, BLOCK); read > 0; read = readSync(handle, BLOCK)) {
      const piece = BLOCK.subarray(0, read);
      sha256.update(piece);
      md5.update(piece);
      each(piece);
      size += read;
    }
  } finally {
    closeSync(handle);
  }
  return { size, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}
