/** RFC 9110 §13.1.2: weak comparison, and `*` fits all. */
export function isFresh(request: Request, tag: string | undefined): boolean {
  const wanted = request.headers.get('If-None-Match');
  if (!wanted || !tag) return false;
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  return wanted.trim() === '*' || wanted.split(',').some((candidate) => opaque(candidate) === opaque(tag));
}

/** Weak, because a host may compress the same content on its way. */
export async function entityTag(body: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body as BufferSource));
  const hex = Array.from(hash.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `W/"${hex}"`;
}
