import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, sep } from 'node:path';

/** What the emulations of hosts share: the folder that was deployed, media types by extension, and the wire. */

const mimeDb: Record<string, { extensions?: string[]; charset?: string }> = createRequire(import.meta.url)(
  'mime-db',
);

const types = new Map(
  Object.entries(mimeDb).flatMap(([type, { extensions = [], charset }]) =>
    extensions.map((extension) => [extension, { type, charset }] as const),
  ),
);

/** By mime-db; text has its character set, and so has JSON, as hosts are seen to send it. */
export function mediaType(path: string): string {
  const { type, charset } = types.get(path.slice(path.lastIndexOf('.') + 1)) ?? {
    type: 'application/octet-stream',
    charset: undefined,
  };
  return charset || type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}

/** The files of a folder as they were when it was deployed. */
export class Deployment {
  readonly #files = new Map<string, Buffer>();
  readonly #folders = new Set<string>(['']);

  /** @param isDeployed tells of each path, without a leading "/", whether the host takes it */
  constructor(folder: string, isDeployed: (path: string) => boolean = () => true) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const full = join(entry.parentPath, entry.name);
      const path = full.slice(folder.length).split(sep).filter(Boolean).join('/');
      if (entry.isDirectory() || !isDeployed(path)) continue;
      this.#files.set(path, readFileSync(full));
      const parts = path.split('/');
      for (let n = 1; n < parts.length; n += 1) this.#folders.add(parts.slice(0, n).join('/'));
    }
  }

  /** @param path without a leading "/" */
  read(path: string): Buffer | undefined {
    return this.#files.get(path);
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  paths(): string[] {
    return [...this.#files.keys()];
  }
}

export interface EmulatedRequest {
  readonly method: string;
  /** Decoded, beginning with "/". */
  readonly path: string;
  /** As it came. */
  readonly rawPath: string;
  /** With its "?", or empty. */
  readonly query: string;
}

export interface EmulatedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface Emulation {
  /** Ends in "/". */
  readonly server: string;
  readonly stop: () => Promise<void>;
}

/** Adds what all hosts do alike: an entity tag with 304, HEAD, and 400 for what is no path. */
export async function startEmulation(
  answer: (request: EmulatedRequest) => EmulatedAnswer,
  port = 0,
): Promise<Emulation> {
  const server = createServer((request, response) => {
    const got = answerRaw(request.method!, request.url!);
    const tag = got.body
      ? `"${createHash('sha256').update(got.body).digest('hex').slice(0, 32)}"`
      : undefined;
    const isKnown = got.status === 200 && tag !== undefined && request.headers['if-none-match'] === tag;
    response.writeHead(isKnown ? 304 : got.status, { ...got.headers, ...(tag ? { ETag: tag } : {}) });
    response.end(isKnown || request.method === 'HEAD' ? undefined : got.body);
  });
  function answerRaw(method: string, url: string): EmulatedAnswer {
    const [rawPath = '', ...rest] = url.split('?');
    const query = rest.length > 0 ? `?${rest.join('?')}` : '';
    try {
      return answer({ method, path: decodeURIComponent(rawPath), rawPath, query });
    } catch (error) {
      if (error instanceof URIError) return { status: 400, headers: {} };
      return { status: 500, headers: {}, body: Buffer.from(String(error)) };
    }
  }
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}
