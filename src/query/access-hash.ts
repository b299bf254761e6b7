/**
 * Hashes of passwords and tokens by WebCrypto, which every runtime of the handler has. bcrypt and SHA-crypt, which
 * web servers want, it has not; PBKDF2 (RFC 8018 §5.2) it has, printed as passlib prints it.
 *
 *   $pbkdf2-sha256$<iterations>$<salt>$<32 bytes>      base64 with "." for "+", without padding
 */
export interface PasswordHash {
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly digest: Uint8Array;
}

/** Cloudflare Workers refuse more (workerd issue 1346). */
export const WORKER_ITERATIONS = 100_000;
/** What OWASP's Password Storage Cheat Sheet asks of passwords that people think of. */
export const CHOSEN_ITERATIONS = 600_000;
/** Beyond this, one request would keep a processor busy for seconds. */
export const MOST_ITERATIONS = 5_000_000;

const FORM = /^\$pbkdf2-sha256\$([1-9][0-9]{3,7})\$([A-Za-z0-9./]{11,86})\$([A-Za-z0-9./]{43})$/;

/** Undefined where a text is no hash of this kind. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const [, count, salt, digest] = FORM.exec(text) ?? [];
  const iterations = Number(count);
  if (salt === undefined || digest === undefined || iterations > MOST_ITERATIONS) return undefined;
  try {
    return { iterations, salt: fromBase64(salt), digest: fromBase64(digest) };
  } catch {
    return undefined;
  }
}

export function printPasswordHash({ iterations, salt, digest }: PasswordHash): string {
  return `$pbkdf2-sha256$${iterations}$${toBase64(salt)}$${toBase64(digest)}`;
}

/** @returns 32 bytes */
export async function derive(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', password as BufferSource, 'PBKDF2', false, ['deriveBits']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: salt as BufferSource, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
}

/** @returns 32 bytes */
export async function sha256Bytes(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
}

/** Takes the same time wherever two digests differ: each byte is looked at, and none decides. */
export function isSameDigest(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= a[index]! ^ (b[index] ?? 0);
  return difference === 0;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '.')
    .replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('.', '+')), (character) => character.charCodeAt(0));
}
