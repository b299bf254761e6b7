import { open, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

/** A file of a folder, found by a path that a client gave. */
export interface FoundFile {
  readonly size: number;
  readonly isFolder: boolean;
}

/** A site on disk. Paths are relative to it, with "/"; none leads out of it. */
export class SiteFolder {
  private readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** The bytes of a file, or of a range of it; undefined where there is none. */
  async read(path: string, range?: { start: number; end: number }): Promise<Uint8Array | undefined> {
    const full = this.full(path);
    if (full === undefined) return undefined;
    try {
      const handle = await open(full, 'r');
      try {
        if (!range) return await handle.readFile();
        const target = new Uint8Array(range.end - range.start);
        const { bytesRead } = await handle.read(target, 0, target.length, range.start);
        return target.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  async find(path: string): Promise<FoundFile | undefined> {
    const full = this.full(path);
    if (full === undefined) return undefined;
    try {
      const found = await stat(full);
      return { size: found.size, isFolder: found.isDirectory() };
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  private full(path: string): string | undefined {
    if (path.includes('\0') || path.includes('\\')) return undefined;
    const full = join(this.root, path);
    return full === this.root || full.startsWith(this.root + sep) ? full : undefined;
  }
}

const ABSENCE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);

function isAbsence(error: unknown): boolean {
  return ABSENCE.has((error as NodeJS.ErrnoException).code ?? '');
}
