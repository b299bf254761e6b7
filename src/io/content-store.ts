import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** A file that cannot be read for a reason of ours. */
export class UnreadableError extends Error {
  readonly path: string;
  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** So much Node reads at once. */
const MAX_FILE = 2 ** 31 - 1;

/**
 * Files read once to find what is in them, and again, by ranges, when that is written. The last few stay in
 * memory; from all others only what is asked for is read, since a history may be far larger than memory.
 */
export class ContentStore {
  private readonly files: { path: string; stamp: string }[] = [];
  private readonly loaded = new Map<number, Uint8Array>();
  private readonly handles = new Map<number, number>();
  private bytesLoaded = 0;
  private readonly budget: number;

  /** @param budget bytes that may stay in memory between reads */
  constructor(budget = 128 * 1024 * 1024) {
    this.budget = budget;
  }

  /**
   * Opens a file under a new number.
   * @throws UnreadableError, or the file system's own error, where it cannot be read
   */
  open(path: string): { number: number; bytes: Uint8Array } {
    // Opening a pipe would wait for somebody to write.
    const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const state = fstatSync(handle);
      if (state.isDirectory()) throw new UnreadableError(path, 'it is a folder');
      if (!state.isFile()) throw new UnreadableError(path, 'it is a pipe or a device');
      if (state.size > MAX_FILE) throw new UnreadableError(path, 'it is larger than 2 GiB');
      const bytes = readFileSync(handle);
      const number = this.files.push({ path, stamp: stampOf(handle) }) - 1;
      this.keep(number, bytes);
      return { number, bytes };
    } finally {
      closeSync(handle);
    }
  }

  /** The whole of a file, for the few that have something to be said about. */
  bytes(number: number): Uint8Array {
    const known = this.loaded.get(number);
    if (known) return known;
    const bytes = readFileSync(this.handle(number));
    // Reading a whole file moves the place from which a handle reads.
    this.close();
    this.keep(number, bytes);
    return bytes;
  }

  /** A range of a file; it must not have changed since it was opened. */
  slice(number: number, start: number, end: number): Uint8Array {
    const known = this.loaded.get(number);
    if (known) return known.subarray(start, end);
    const target = new Uint8Array(end - start);
    const read = readSync(this.handle(number), target, 0, target.length, start);
    if (read < target.length) throw changed(this.files[number]!.path);
    return target;
  }

  /** Gives back what the system lends. What is read later opens its file again. */
  close(): void {
    for (const handle of this.handles.values()) closeSync(handle);
    this.handles.clear();
  }

  private handle(number: number): number {
    const known = this.handles.get(number);
    if (known !== undefined) return known;
    const { path, stamp } = this.files[number]!;
    const handle = openSync(path, 'r');
    if (stampOf(handle) !== stamp) {
      closeSync(handle);
      throw changed(path);
    }
    if (this.handles.size === OPEN_FILES) this.close();
    this.handles.set(number, handle);
    return handle;
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

/** More than the releases of most collections, and far below what systems allow. */
const OPEN_FILES = 100;

function changed(path: string): UnreadableError {
  return new UnreadableError(path, 'it was changed while it was being read');
}

function stampOf(handle: number): string {
  const { size, mtimeMs } = fstatSync(handle);
  return `${size} ${mtimeMs}`;
}
