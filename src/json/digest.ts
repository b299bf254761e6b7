// The one exception to the purity of rooms 0–5: hashing.
import { createHash, hash } from 'node:crypto';

/** SHA-256 of the bytes, in lower-case hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex');
}

/** SHA-256 of what the parts hold together. */
export function sha256OfAll(parts: Iterable<Uint8Array | string>): string {
  const state = createHash('sha256');
  for (const part of parts) state.update(part);
  return state.digest('hex');
}

/** SHA-1 of the bytes: what UUIDs of version 5 are made of (RFC 4122 §4.3), and nothing else. */
export function sha1(content: Uint8Array): string {
  return hash('sha1', content, 'hex');
}
