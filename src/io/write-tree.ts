import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { remove } from 'fs-extra/esm';
import { exchange, recover } from './exchange.ts';
import { readText, stateOf } from './files.ts';
import { precompress } from './precompress.ts';

/** A file to write: where, and its bytes piece by piece. */
export interface TreeFile {
  readonly path: string;
  readonly chunks: () => Iterable<Uint8Array>;
  readonly isPrecompressed?: boolean;
}

/** What a folder that is to be replaced holds: nothing, an earlier site, or something that is not ours. */
export function whatIsAt(folder: string, mark: string): 'nothing' | 'site' | { readonly foreign: string } {
  const state = stateOf(folder);
  if (!state) return isUnderFile(folder) ? { foreign: 'a file above it' } : 'nothing';
  if (!state.isDirectory()) return { foreign: 'a file' };
  const entries = readdirSync(folder).sort();
  if (entries.length === 0) return 'nothing';
  return existsSync(join(folder, mark)) ? 'site' : { foreign: entries.slice(0, 3).join(', ') };
}

function isUnderFile(path: string): boolean {
  const parent = dirname(resolve(path));
  const state = stateOf(parent);
  return state ? !state.isDirectory() : isUnderFile(parent);
}

/** Another build is writing to the same place. */
export class BusyError extends Error {
  constructor(place: string, process: number) {
    super(`process ${process} is writing ${place}`);
  }
}

/**
 * Writes a tree beside its place and then puts it there in one step. Killed at any moment it leaves the old
 * tree or the new one, whole; what it leaves beside them the next call clears away.
 * @throws BusyError where another process is at it
 */
export async function replaceTree(
  folder: string,
  files: readonly TreeFile[],
  progress: (done: number, total: number) => void,
): Promise<void> {
  const place = realPlace(folder);
  const { fresh, aside, lock } = beside(place);
  takeLock(lock, place);
  try {
    recover(place, aside);
    await Promise.all([remove(fresh), remove(aside)]);
    writeTree(fresh, files, progress);
    exchange(fresh, place, aside);
    await remove(aside);
  } catch (error) {
    await remove(fresh);
    throw error;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Puts back a tree that a kill left aside, where two folders cannot be exchanged in one step. */
export function recoverTree(folder: string): void {
  const place = realPlace(folder);
  if (stateOf(dirname(place))?.isDirectory()) recover(place, beside(place).aside);
}

/** A link to a folder stays a link; what it leads to is replaced. */
function realPlace(folder: string): string {
  return stateOf(folder) ? realpathSync(folder) : resolve(folder);
}

function beside(place: string): { fresh: string; aside: string; lock: string } {
  const path = (kind: string) => join(dirname(place), `.${basename(place)}.${kind}`);
  return { fresh: path('new'), aside: path('old'), lock: path('lock') };
}

/** The lock names its process, so that one which was killed does not lock for ever. */
function takeLock(lock: string, place: string): void {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(readText(lock));
      if (owner !== process.pid && isRunning(owner)) throw new BusyError(place, owner);
      rmSync(lock, { force: true });
    }
  }
}

function isRunning(id: number): boolean {
  try {
    return id > 0 && process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const BLOCK = 1024 * 1024;

function writeTree(
  folder: string,
  files: readonly TreeFile[],
  progress: (done: number, total: number) => void,
): void {
  const made = new Set<string>();
  mkdirSync(folder, { recursive: true });
  for (const [index, file] of files.entries()) {
    const path = join(folder, file.path);
    const parent = dirname(path);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writePieces(path, file.chunks());
    if (file.isPrecompressed) precompress(path);
    progress(index + 1, files.length);
  }
}

/** Small pieces are gathered into blocks: a system call for each would cost more than the writing. */
function writePieces(path: string, pieces: Iterable<Uint8Array>): void {
  const handle = openSync(path, 'w');
  try {
    let waiting: Uint8Array[] = [];
    let size = 0;
    for (const piece of pieces) {
      waiting.push(piece);
      size += piece.length;
      if (size < BLOCK) continue;
      writeAll(handle, waiting);
      waiting = [];
      size = 0;
    }
    writeAll(handle, waiting);
  } finally {
    closeSync(handle);
  }
}

function writeAll(handle: number, pieces: readonly Uint8Array[]): void {
  let block = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  while (block.length > 0) block = block.subarray(writeSync(handle, block));
}
