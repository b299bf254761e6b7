import { derive, isSameDigest, type PasswordHash, sha256Bytes, toHex } from './access-hash.ts';
import { parseReaders, type Readers } from './readers.ts';

/** Who sends a request. */
export interface Client {
  /** False for whoever shows no credentials, or wrong ones. */
  readonly isKnown: boolean;
  /** The readers lists that the client is on. */
  readonly lists: ReadonlySet<string>;
}

export const anonymous: Client = { isKnown: false, lists: new Set() };

/**
 * Tells who sends a request, from its headers.
 * @returns 'busy' where so many are being found out already that this one has to come again
 */
export type AccessControl = (headers: Headers) => Promise<Client | 'busy'>;

/** Clients that are remembered, and as many failures, so that a client with an old password costs one hash. */
const REMEMBERED = 1000;
/** Passwords that are hashed at a time; a hash takes some tens of milliseconds of a processor. */
const AT_ONCE = 2;
/** Those that wait for it. Clients that have been here before wait for nothing. */
const WAITING = 32;
/** Characters. */
const LONGEST_HEADER = 4096;

/**
 * Readers as a secret of an edge host gives them; see `parseReaders`.
 * @param text undefined where the host has no such secret: then nobody is known
 */
export function accessFromText(text: string | undefined): AccessControl {
  return createAccess(parseReaders(text ?? '').readers);
}

/** Access by HTTP Basic (RFC 7617) and bearer tokens (RFC 6750 §2.1). Other readers need another of these. */
export function createAccess(readers: Readers): AccessControl {
  const known = new Memory(REMEMBERED);
  const unknown = new Memory(REMEMBERED);
  const gate = new Gate();
  const pending = new Map<string, Promise<Client | 'busy'>>();
  return async (headers) => {
    const [, scheme, value] =
      /^(basic|bearer) +(\S+)$/i.exec(headers.get('Authorization')?.trim() ?? '') ?? [];
    if (scheme === undefined || value === undefined || value.length > LONGEST_HEADER) return anonymous;
    if (scheme.toLowerCase() === 'bearer') return findToken(readers, value);
    // Not the password itself: what is kept here lives as long as the process.
    const key = toHex(await sha256Bytes(encoder.encode(value)));
    const remembered = known.get(key) ?? unknown.get(key);
    if (remembered) return remembered;
    const running = pending.get(key);
    if (running) return running;
    const found = gate.pass(() => findUser(readers, value));
    pending.set(key, found);
    try {
      const client = await found;
      if (client !== 'busy') (client.isKnown ? known : unknown).put(key, client);
      return client;
    } finally {
      pending.delete(key);
    }
  };
}

const encoder = new TextEncoder();

async function findToken({ tokens }: Readers, token: string): Promise<Client> {
  const digest = await sha256Bytes(encoder.encode(token));
  return clientOn(tokens.filter((known) => isSameDigest(known.digest, digest)).map(({ list }) => list));
}

/** A user whom no list has costs as much as one with a wrong password, so that time does not tell them apart. */
async function findUser({ users }: Readers, credentials: string): Promise<Client> {
  const parsed = parseBasic(credentials);
  if (!parsed) return anonymous;
  const entries = users.get(parsed.user) ?? [];
  const standIn = entries.length === 0 ? standInFor(parsed.user, users) : undefined;
  if (standIn) await derive(parsed.password, standIn.salt, standIn.iterations).catch(() => undefined);
  const lists: string[] = [];
  for (const { list, hash } of entries) {
    // A runtime may refuse to work so long.
    const digest = await derive(parsed.password, hash.salt, hash.iterations).catch(() => undefined);
    if (digest && isSameDigest(hash.digest, digest)) lists.push(list);
  }
  return clientOn(lists);
}

/** The hash of some user, and of the same one whenever the same name is tried. */
function standInFor(name: string, users: Readers['users']): PasswordHash | undefined {
  const hashes = [...users.values()].flat();
  const sum = Array.from(name).reduce((total, character) => total + character.codePointAt(0)!, 0);
  return hashes[sum % Math.max(hashes.length, 1)]?.hash;
}

function clientOn(lists: readonly string[]): Client {
  return lists.length > 0 ? { isKnown: true, lists: new Set(lists) } : anonymous;
}

/** RFC 7617 §2; the password stays bytes, in whatever encoding the client has sent it. */
function parseBasic(credentials: string): { user: string; password: Uint8Array } | undefined {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(credentials), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
  const colon = bytes.indexOf(0x3a);
  if (colon < 0) return undefined;
  return { user: new TextDecoder().decode(bytes.subarray(0, colon)), password: bytes.subarray(colon + 1) };
}

/** Clients by the digest of their header, the least recently seen given up first. */
class Memory {
  private readonly clients = new Map<string, Client>();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  get(key: string): Client | undefined {
    const client = this.clients.get(key);
    if (client) this.put(key, client);
    return client;
  }

  put(key: string, client: Client): void {
    this.clients.delete(key);
    this.clients.set(key, client);
    if (this.clients.size > this.size) this.clients.delete(this.clients.keys().next().value!);
  }
}

/** Lets a few through at a time, lets a few more wait, and turns the others away. */
class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  async pass<Value>(work: () => Promise<Value>): Promise<Value | 'busy'> {
    if (this.inside === AT_ONCE) {
      if (this.waiting.length === WAITING) return 'busy';
      // Whoever leaves hands over its place.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.inside += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }
}
