/**
 * The first byte that is no UTF-8 (RFC 3629 §4), or undefined where all are. Slow beside what engines have of their
 * own, which tell no place.
 */
export function firstNotUtf8(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at);
    if (length === undefined) return at;
    at += length;
  }
  return undefined;
}

/** By their first byte: how many bytes follow, and what the first of these lies between. */
function lengthAt(bytes: Uint8Array, at: number): number | undefined {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return undefined;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  // Neither longer than need be, nor a surrogate, nor beyond U+10FFFF
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return undefined;
  for (let next = at + 2; next < at + length; next += 1)
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return undefined;
  return length;
}
