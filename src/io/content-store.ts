import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/**
 * Files read once to find what is in them, and again, by ranges, when that is written. A few stay in memory.
 */
export class ContentStore {
  private readonly paths: { path: string; stamp: string }[] = [];
  private readonly loaded = new Map<number, Uint8Array>();
  private bytesLoaded = 0;
  private readonly budget: number;

  /** @param budget bytes that may stay in memory between reads */
  constructor(budget = 128 * 1024 * 1024) {
    this.budget = budget;
  }

  /**
   * Opens a file under a new number.
   * @throws the file system's own error where it cannot be read
   */
  open(path: string): { number: number; bytes: Uint8Array } {
    const { bytes, stamp } = load(path);
    const number = this.paths.push({ path, stamp }) - 1;
    this.keep(number, bytes);
    return { number, bytes };
  }

  /** The whole of a file; it must not have changed since it was opened. */
  bytes(number: number): Uint8Array {
    const known = this.loaded.get(number);
    if (known) return known;
    const { path, stamp } = this.paths[number]!;
    const again = load(path);
    if (again.stamp !== stamp) throw new Error(`${path} was changed while it was being published`);
    this.keep(number, again.bytes);
    return again.bytes;
  }

  private keep(number: number, bytes: Uint8Array): void {
    this.loaded.set(number, bytes);
    this.bytesLoaded += bytes.length;
    for (const [other, held] of this.loaded) {
      if (this.bytesLoaded <= this.budget || other === number) break;
      this.loaded.delete(other);
      this.bytesLoaded -= held.length;
    }
  }
}

function load(path: string): { bytes: Uint8Array; stamp: string } {
  const handle = openSync(path, 'r');
  try {
    const { size, mtimeMs } = fstatSync(handle);
    return { bytes: readFileSync(handle), stamp: `${size} ${mtimeMs}` };
  } finally {
    closeSync(handle);
  }
}

/** Reads a range of a file; undefined where there is no such file. */
export function readRange(path: string, start: number, end: number): Uint8Array | undefined {
  try {
    const handle = openSync(path, 'r');
    try {
      const target = new Uint8Array(end - start);
      const count = readSync(handle, target, 0, target.length, start);
      return target.subarray(0, count);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
