import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { contentTime } from './content-time.ts';
import { digestOf, digestOfSite, listSite, SiteChangedError, type SiteFile } from './deploy-files.ts';

/** A site that is to be copied, and a tree that may hold some of its files already. */
export interface TreeSource {
  readonly site: string;
  readonly files: readonly SiteFile[];
  readonly former: string | undefined;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Makes a tree with the files of a site; what the former tree has is linked, not written, and so keeps its time.
 * The tree gets its name in one step when it is whole. A kill leaves it under another name, from where the next
 * call goes on: a file counts as written if its content is right. An error leaves nothing of it: half a tree on a
 * disk that is full would keep it so.
 * @throws SiteChangedError where the site is being rebuilt
 */
export function makeTree(place: string, source: TreeSource): void {
  const fresh = beside(place, 'new');
  try {
    fill(fresh, source);
    renameSync(fresh, place);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

function fill(fresh: string, { site, files, former, progress }: TreeSource): void {
  makeFolder(fresh);
  const made = new Set([fresh]);
  for (const [index, file] of files.entries()) {
    const path = join(fresh, file.path);
    makeFolders(dirname(path), made);
    if (!holds(path, file)) {
      rmSync(path, { force: true });
      if (!former || !holds(join(former, file.path), file) || !link(join(former, file.path), path))
        copy(site, path, file);
    }
    progress(index + 1, files.length);
  }
}

/** A name in the same folder that no whole tree has. */
export function beside(place: string, kind: 'new' | 'gone'): string {
  const name = place.slice(dirname(place).length + 1);
  return join(dirname(place), `.${name}.${kind}`);
}

/** True where a tree has the files of a site and no other, byte for byte. */
export function isWhole(tree: string, files: readonly SiteFile[]): boolean {
  if (!existsSync(tree)) return false;
  const found = listSite(tree, () => undefined);
  return (
    found.length === files.length && found.every(({ path, sha256 }, n) => isSame(files[n]!, path, sha256))
  );
}

function isSame(file: SiteFile, path: string, sha256: string): boolean {
  return file.path === path && file.sha256 === sha256;
}

/** The time and the size rule most others out without reading; only the bytes can tell that it is the same. */
function holds(path: string, { size, sha256 }: SiteFile): boolean {
  const state = statSync(path, { throwIfNoEntry: false });
  if (!state?.isFile() || state.size !== size || state.mtimeMs !== contentTime(sha256) * 1000) return false;
  return digestOf(path).sha256 === sha256;
}

/** Not every file system has links, and some have too few. */
const NO_LINK = new Set(['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']);

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (NO_LINK.has((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function copy(site: string, to: string, { path, sha256 }: SiteFile): void {
  const handle = openSync(to, 'w');
  try {
    const found = digestOfSite(site, path, (piece) => writeAll(handle, piece));
    if (found.sha256 !== sha256) throw new SiteChangedError(path);
  } finally {
    closeSync(handle);
  }
  // A web server reads it under a name of its own, whatever this process's mask.
  chmodSync(to, 0o644);
  const time = contentTime(sha256);
  utimesSync(to, time, time);
}

function writeAll(handle: number, piece: Uint8Array): void {
  for (let rest = piece; rest.length > 0; ) rest = rest.subarray(writeSync(handle, rest));
}

function makeFolders(folder: string, made: Set<string>): void {
  if (made.has(folder)) return;
  makeFolders(dirname(folder), made);
  makeFolder(folder);
  made.add(folder);
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}
