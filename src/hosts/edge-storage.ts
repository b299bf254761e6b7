import type { Range, Storage } from '../query/storage.ts';
import { kindOf } from './file-kinds.ts';

/** How a function gets a file of its site: by a URL, as the host lets it. */
export type FetchFile = (url: string, init: RequestInit) => Promise<Response>;

export interface FetchStorageOptions {
  /** Absolute, ending in "/"; the site's files are below it. */
  readonly base: string;
  readonly fetch: FetchFile;
  /** Sent with every read. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What else than 404 says that there is no such file: a bucket that may not be listed says 403. */
  readonly absent?: readonly number[];
  readonly cache?: ByteCache;
  readonly timeoutMilliseconds?: number;
}

/** The storage did not give a file that may well be there: it failed, was slow, or gave something else. */
export class StorageError extends Error {}

/** A reader waits for its answer meanwhile; a host ends a function after 10 to 40 seconds. */
const TIMEOUT_MILLISECONDS = 8000;

/**
 * Whole files whose names change with their content, the least recently used given up first. Bytes only: a
 * host forbids one request to wait for what another one has begun.
 */
export class ByteCache {
  private readonly files = new Map<string, Uint8Array>();
  private size = 0;
  private readonly most: number;

  /** @param most bytes */
  constructor(most: number) {
    this.most = most;
  }

  get(path: string): Uint8Array | undefined {
    const file = this.files.get(path);
    if (file) {
      this.files.delete(path);
      this.files.set(path, file);
    }
    return file;
  }

  put(path: string, file: Uint8Array): void {
    if (this.files.has(path) || file.length > this.most / 2) return;
    this.files.set(path, file);
    this.size += file.length;
    for (const [oldest, { length }] of this.files) {
      if (this.size <= this.most) break;
      this.files.delete(oldest);
      this.size -= length;
    }
  }
}

/**
 * A site's files over HTTP. A server that ignores ranges (RFC 9110 §14.2) sends whole files; then those that
 * never change are kept, because an answer reads several parts of each.
 * @throws StorageError where the server answers with anything else than the file or its absence
 */
export function fetchStorage(options: FetchStorageOptions): Storage {
  const { base, absent = [], cache } = options;
  return { read };

  async function read(path: string, range?: Range): Promise<Uint8Array | undefined> {
    const known = cache?.get(path);
    if (known) return cut(known, range);
    const response = await get(path, range);
    if (response.status === 404 || absent.includes(response.status)) {
      await response.body?.cancel();
      return undefined;
    }
    const bytes = await bytesOf(path, response);
    if (response.status === 206 && range) return partOf(path, response, bytes, range);
    if (response.status !== 200) throw new StorageError(`${path}: status ${response.status}`);
    if (kindOf(path)?.name === 'store') cache?.put(path, bytes);
    return cut(bytes, range);
  }

  async function get(path: string, range: Range | undefined): Promise<Response> {
    const headers = new Headers(options.headers);
    // A range of a compressed file would be a range of something else.
    if (range) {
      headers.set('Range', `bytes=${range.start}-${range.end - 1}`);
      headers.set('Accept-Encoding', 'identity');
    }
    try {
      return await options.fetch(new URL(path, base).href, {
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS),
      });
    } catch (error) {
      throw new StorageError(`${path}: ${error}`);
    }
  }
}

async function bytesOf(path: string, response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new StorageError(`${path}: ${error}`);
  }
}

function cut(bytes: Uint8Array, range: Range | undefined): Uint8Array {
  return range ? bytes.subarray(range.start, range.end) : bytes;
}

/** RFC 9110 §14.4: a server may send another range than the one that was asked for. */
function partOf(path: string, response: Response, bytes: Uint8Array, { start, end }: Range): Uint8Array {
  const found = /^bytes (\d+)-(\d+)\//.exec(response.headers.get('Content-Range') ?? '');
  if (!found || Number(found[1]) !== start || bytes.length > end - start)
    throw new StorageError(`${path}: asked for ${start}-${end - 1}, got ${found?.[0]}`);
  return bytes;
}
