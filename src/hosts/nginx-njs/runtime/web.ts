/** The Fetch Standard's messages, which njs has not on this side of its `fetch`, as far as the handler uses them. */

type Fields = Readonly<Record<string, string>>;

class NjsHeaders {
  private readonly names: string[] = [];
  private readonly values: string[] = [];

  constructor(from?: Fields | NjsHeaders) {
    if (from instanceof NjsHeaders)
      from.forEach((value, name) => {
        this.append(name, value);
      });
    else if (from) for (const [name, value] of Object.entries(from)) this.append(name, value);
  }

  private find(name: string): number {
    const wanted = name.toLowerCase();
    return this.names.findIndex((candidate) => candidate.toLowerCase() === wanted);
  }

  has(name: string): boolean {
    return this.find(name) !== -1;
  }

  get(name: string): string | null {
    return this.values[this.find(name)] ?? null;
  }

  append(name: string, value: string): void {
    const place = this.find(name);
    // Fetch Standard §2.2.2: white space around a value is no part of it
    const trimmed = value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    if (place === -1) this.add(name, trimmed);
    else this.values[place] += `, ${trimmed}`;
  }

  set(name: string, value: string): void {
    const place = this.find(name);
    if (place === -1) this.add(name, value);
    else this.values[place] = value;
  }

  delete(name: string): void {
    const place = this.find(name);
    if (place === -1) return;
    this.names.splice(place, 1);
    this.values.splice(place, 1);
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [index, name] of this.names.entries()) visit(this.values[index]!, name);
  }

  private add(name: string, value: string): void {
    this.names.push(name);
    this.values.push(value);
  }
}

class NjsRequestMessage {
  readonly url: string;
  readonly method: string;
  readonly headers: NjsHeaders;

  constructor(url: string, { method, headers }: { method: string; headers: NjsHeaders }) {
    this.url = url;
    this.method = method;
    this.headers = headers;
  }
}

class NjsResponse {
  readonly status: number;
  readonly headers: NjsHeaders;
  readonly body: Uint8Array | null;

  constructor(
    body: Uint8Array | string | null,
    init: { status?: number; headers?: Fields | NjsHeaders } = {},
  ) {
    this.status = init.status ?? 200;
    this.headers = new NjsHeaders(init.headers);
    this.body = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  }

  async arrayBuffer(): Promise<ArrayBufferLike> {
    const bytes = this.body ?? new Uint8Array(0);
    const isWhole = bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength;
    // Copying megabytes costs njs as much as all the rest of an answer.
    if (isWhole) return bytes.buffer;
    // Neither slice nor the constructor sees in njs that a part of other bytes begins later than those.
    const copy = new Uint8Array(bytes.length);
    copy.set(bytes);
    return copy.buffer;
  }
}

export { NjsHeaders as Headers, NjsRequestMessage as Request, NjsResponse as Response };
