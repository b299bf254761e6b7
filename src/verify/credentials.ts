/** What a client shows of itself. */
export interface Credentials {
  /** A value for the Authorization header. */
  readonly authorization: string;
  /** The part of it that nobody else may know. */
  readonly secret: string;
}

/** @param user "name:password" (RFC 7617; UTF-8) */
export function basic(user: string): Credentials {
  const bytes = new TextEncoder().encode(user);
  const encoded = btoa(String.fromCharCode(...bytes));
  return { authorization: `Basic ${encoded}`, secret: user.slice(user.indexOf(':') + 1) };
}

/** RFC 6750 §2.1 */
export function bearer(token: string): Credentials {
  return { authorization: `Bearer ${token}`, secret: token };
}
