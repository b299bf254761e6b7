import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/**
 * HTTP/1.1 without the help that ordinary clients give: what is to be sent goes out as it is, however wrong.
 * Connections are kept alive, since thousands of requests are made of one server.
 */

export interface RawRequest {
  readonly method: string;
  /** The request target; every character is one byte. Nothing is added to it, and nothing mended. */
  readonly target: string;
  /** In order; a name may occur more than once. `Host` is added where it is missing. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

export interface RawAnswer {
  readonly status: number;
  /** All that came, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The values of a header, whatever the case of its name. */
  readonly values: (name: string) => readonly string[];
  /** The one value of a header, or all of them joined by ", "; undefined where there is none. */
  readonly header: (name: string) => string | undefined;
  /** Decoded as Content-Encoding says. */
  readonly body: Buffer;
  /** As it came. */
  readonly encodedBody: Buffer;
}

export interface RawClientOptions {
  readonly host?: string;
  readonly port: number;
  /** Options of TLS; undefined for plain HTTP. */
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
  /** Milliseconds of silence after which a request is given up; half a minute by default. */
  readonly patience?: number;
}

/** A client of one server. Requests that overlap go over connections of their own. */
export class RawClient {
  private readonly options: RawClientOptions;
  private readonly idle: RawConnection[] = [];

  constructor(options: RawClientOptions) {
    this.options = options;
  }

  /** @throws Error where what comes back is no HTTP answer, or nothing comes */
  async send(request: RawRequest): Promise<RawAnswer> {
    for (;;) {
      const kept = this.idle.pop();
      const connection = kept ?? (await RawConnection.open(this.options));
      try {
        const answer = await connection.send(request);
        if (connection.isOpen) this.idle.push(connection);
        return answer;
      } catch (error) {
        connection.close();
        // The server may close an idle connection while a request is on its way there (RFC 9112 §9.3.1).
        if (!kept || connection.received > 0) throw error;
      }
    }
  }

  /** Closes the connections that are not in use. */
  close(): void {
    for (const connection of this.idle.splice(0)) connection.close();
  }
}

class RawConnection {
  /** Bytes of the answer under way. */
  received = 0;
  isOpen = true;
  private readonly socket: Socket;
  private buffer: Buffer = Buffer.alloc(0);
  private failure: Error | undefined;
  private ended = false;
  private wake: () => void = () => undefined;

  private constructor(socket: Socket, patience: number) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => {
      this.received += bytes.length;
      this.buffer = this.buffer.length === 0 ? bytes : Buffer.concat([this.buffer, bytes]);
      this.wake();
    });
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.finish());
    socket.on('end', () => this.finish());
    socket.setTimeout(patience, () => {
      // An idle connection that times out has failed nobody.
      this.fail(new Error(`silence for ${patience} ms`));
      socket.destroy();
    });
  }

  static open({
    host = '127.0.0.1',
    port,
    tls,
    patience = 30_000,
  }: RawClientOptions): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = tls
        ? connectTls({ host, port, servername: 'localhost', ...tls })
        : connect({ host, port });
      socket.once('error', reject);
      socket.once(tls ? 'secureConnect' : 'connect', () => {
        socket.removeListener('error', reject);
        resolve(new RawConnection(socket, patience));
      });
    });
  }

  async send({ method, target, headers = [] }: RawRequest): Promise<RawAnswer> {
    this.received = 0;
    const hasHost = headers.some(([name]) => name.toLowerCase() === 'host');
    const all = hasHost ? headers : [['Host', 'localhost'] as const, ...headers];
    const lines = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    this.socket.write(Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`, 'latin1'));
    for (;;) {
      const head = await this.head();
      // RFC 9110 §15.2: interim answers come before the one that counts.
      if (head.status >= 200) return this.complete(method, head);
    }
  }

  close(): void {
    this.isOpen = false;
    this.socket.destroy();
  }

  private async complete(method: string, head: Head): Promise<RawAnswer> {
    const encodedBody = await this.body(method, head);
    const connection = head.header('Connection')?.toLowerCase() ?? '';
    if (this.ended || connection.includes('close') || head.version === '1.0') this.close();
    return { ...head, encodedBody, body: decoded(encodedBody, head.header('Content-Encoding')) };
  }

  private async head(): Promise<Head> {
    const end = await this.find('\r\n\r\n');
    const [first = '', ...lines] = this.buffer.toString('latin1', 0, end).split('\r\n');
    const [, version, status] = /^HTTP\/(1\.[01]) (\d{3})/.exec(first) ?? [];
    if (!version || !status) throw new Error(`no HTTP answer: ${JSON.stringify(first)}`);
    this.skip(end + 4);
    const headers = lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw new Error(`no header: ${JSON.stringify(line)}`);
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    });
    const values = (name: string) =>
      headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
    const header = (name: string) => values(name).join(', ') || (values(name).length > 0 ? '' : undefined);
    return { version, status: Number(status), headers, values, header };
  }

  // RFC 9112 §6.3
  private async body(method: string, { status, values }: Head): Promise<Buffer> {
    if (method === 'HEAD' || status === 204 || status === 304) return Buffer.alloc(0);
    if (values('Transfer-Encoding').at(-1)?.toLowerCase().endsWith('chunked')) return this.chunks();
    const lengths = values('Content-Length');
    if (lengths.length > 1) throw new Error(`several lengths: ${lengths.join(', ')}`);
    if (lengths.length === 1) return this.take(Number(lengths[0]));
    await this.until(() => this.ended);
    return this.take(this.buffer.length);
  }

  private async chunks(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (;;) {
      const end = await this.find('\r\n');
      const size = Number.parseInt(this.buffer.toString('latin1', 0, end), 16);
      if (Number.isNaN(size)) throw new Error('no chunk size');
      this.skip(end + 2);
      const chunk = await this.take(size + 2);
      if (size === 0) return Buffer.concat(parts);
      parts.push(chunk.subarray(0, size));
    }
  }

  private async find(text: string): Promise<number> {
    await this.until(() => this.buffer.includes(text));
    return this.buffer.indexOf(text);
  }

  private async take(size: number): Promise<Buffer> {
    await this.until(() => this.buffer.length >= size);
    const bytes = this.buffer.subarray(0, size);
    this.skip(size);
    return bytes;
  }

  private skip(size: number): void {
    this.buffer = this.buffer.subarray(size);
  }

  private async until(isReady: () => boolean): Promise<void> {
    while (!isReady()) {
      if (this.failure) throw this.failure;
      if (this.ended) throw new Error(`the answer is cut off after ${this.received} bytes`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.finish();
  }

  private finish(): void {
    this.ended = true;
    this.isOpen = false;
    this.wake();
  }
}

interface Head extends Pick<RawAnswer, 'status' | 'headers' | 'values' | 'header'> {
  readonly version: string;
}

function decoded(body: Buffer, coding: string | undefined): Buffer {
  if (body.length === 0 || coding === undefined || coding === 'identity') return body;
  if (coding === 'gzip') return gunzipSync(body);
  if (coding === 'br') return brotliDecompressSync(body);
  throw new Error(`unknown coding ${coding}`);
}
