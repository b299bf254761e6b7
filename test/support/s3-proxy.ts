import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of a request: `lost` before the storage hears it · `unanswered`: heard, and the answer lost ·
 * `cut`: heard, and the answer cut in the middle · `hung`: heard, and never answered · `stalled`: heard, and the
 * answer never comes to its end · a status of the storage's.
 */
export type Fate = 'pass' | 'lost' | 'unanswered' | 'cut' | 'hung' | 'stalled' | 500 | 503 | 429 | 403;

export interface Asked {
  /** 1 for the first request of a deployment since the last `reset`. */
  readonly number: number;
  readonly method: string;
  /** Within the bucket, decoded; empty for a listing. */
  readonly key: string;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * Stands between deployments and s3rver, and brings what S3 has and s3rver lacks: an object is replaced in one step
 * (s3rver empties its file first), and conditional writes. Readers go through it as well, on their own word
 * (`x-reader`), and are spared from faults.
 */
export class S3Proxy {
  fate: (asked: Asked) => Fate | Promise<Fate> = () => 'pass';
  /** Called when an object has been written or removed, before the answer goes out. */
  afterWrite: (asked: Asked) => void | Promise<void> = () => undefined;
  requests: Asked[] = [];
  /** Most requests at a time. */
  widest = 0;
  private under = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly upstream: number;
  private readonly server = createServer((incoming, outgoing) => {
    this.serve(incoming, outgoing).catch(() => outgoing.destroy());
  });

  constructor(upstream: number) {
    this.upstream = upstream;
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.fate = () => 'pass';
    this.afterWrite = () => undefined;
    this.requests = [];
    this.widest = 0;
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await read(incoming);
    if (incoming.headers['x-reader'])
      return send(outgoing, await this.alone(() => this.forward(incoming, body)));
    const [path = ''] = (incoming.url ?? '').split('?');
    const key = decodeURIComponent(path.replace(/^\/[^/]*\/?/, ''));
    const asked = { number: this.requests.length + 1, method: incoming.method ?? '', key };
    this.requests.push(asked);
    this.under += 1;
    this.widest = Math.max(this.widest, this.under);
    try {
      await this.treat(asked, incoming, outgoing, body);
    } finally {
      this.under -= 1;
    }
  }

  private async treat(asked: Asked, incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer) {
    const fate = await this.fate(asked);
    if (fate === 'lost') return void outgoing.destroy();
    if (typeof fate === 'number') return send(outgoing, refusal(fate));
    const reply = await this.alone(
      async () => (await this.conflict(incoming)) ?? this.forward(incoming, body),
    );
    if (['PUT', 'DELETE'].includes(asked.method) && reply.status < 300) await this.afterWrite(asked);
    if (fate === 'unanswered') return void outgoing.destroy();
    if (fate === 'hung') return undefined;
    if (fate === 'cut') return half(outgoing, reply, () => outgoing.destroy());
    if (fate === 'stalled') return half(outgoing, reply, () => undefined);
    return send(outgoing, reply);
  }

  private alone<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.queue.then(act);
    this.queue = result.catch(() => undefined);
    return result;
  }

  /** RFC 9110 §13.1, as S3 has it for PutObject. */
  private async conflict({ method, headers, url }: IncomingMessage): Promise<Reply | undefined> {
    const { 'if-match': match, 'if-none-match': none } = headers;
    if (method !== 'PUT' || (match === undefined && none === undefined)) return undefined;
    const { status, headers: found } = await this.ask('HEAD', url ?? '', {}, Buffer.alloc(0));
    const isMet = none === '*' ? status === 404 : found.etag === match;
    return isMet ? undefined : refusal(412);
  }

  private forward({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Promise<Reply> {
    return this.ask(method, url, headers, body);
  }

  private ask(
    method: string,
    path: string,
    headers: IncomingMessage['headers'],
    body: Buffer,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const asking = request({ port: this.upstream, host: '127.0.0.1', method, path, headers }, (answer) => {
        read(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes }),
          reject,
        );
      });
      asking.on('error', reject);
      asking.end(body);
    });
  }
}

const codes: Record<number, string> = {
  403: 'AccessDenied',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'SlowDown',
};

function refusal(status: number): Reply {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${codes[status]}</Code><Message>no</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) };
}

async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function send(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  const { 'transfer-encoding': _, connection: __, ...rest } = headers;
  outgoing.writeHead(status, { ...rest, ...(status === 204 ? {} : { 'content-length': body.length }) });
  outgoing.end(body);
}

function half(outgoing: ServerResponse, { status, headers, body }: Reply, then: () => void): void {
  if (body.length < 2) return void outgoing.destroy();
  const { 'transfer-encoding': _, ...rest } = headers;
  outgoing.writeHead(status, { ...rest, 'content-length': body.length });
  outgoing.write(body.subarray(0, body.length >> 1), then);
}
