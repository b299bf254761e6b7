import { fromHex, type PasswordHash, parsePasswordHash } from './access-hash.ts';

/** Those who may read: by list, the users with their passwords' hashes, and the digests of tokens. */
export interface Readers {
  readonly users: ReadonlyMap<string, readonly { readonly list: string; readonly hash: PasswordHash }[]>;
  readonly tokens: readonly { readonly list: string; readonly digest: Uint8Array }[];
  /** Lists that have a usable line. */
  readonly lists: ReadonlySet<string>;
}

/**
 * Readers lists as text, for hosts that keep a secret but no files: the lines of all files, each file's after a
 * line with the list's name in brackets.
 *
 *   [members]
 *   alice:$pbkdf2-sha256$100000$<salt>$<hash>      logs in by HTTP Basic
 *   opencti:<SHA-256 of a token, 64 hex digits>    shows a bearer token; the name is for people
 *
 * @returns the readers, and the numbers (from 1) of the lines that say nothing to this program: other hashes, such
 * as the bcrypt of a web server, and mistakes. Whoever stands in such a line cannot read.
 */
export function parseReaders(text: string): { readers: Readers; unusable: number[] } {
  const users = new Map<string, { list: string; hash: PasswordHash }[]>();
  const tokens: { list: string; digest: Uint8Array }[] = [];
  const lists = new Set<string>();
  const unusable: number[] = [];
  let list: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const heading = /^\[([a-z0-9-]+)\]$/.exec(line)?.[1];
    const entry = heading === undefined && list !== undefined ? parseLine(line) : undefined;
    if (heading !== undefined) list = heading;
    else if (!entry) unusable.push(index + 1);
    else {
      lists.add(list!);
      if (entry.token) tokens.push({ list: list!, digest: entry.token });
      else users.set(entry.name, [...(users.get(entry.name) ?? []), { list: list!, hash: entry.hash }]);
    }
  }
  return { readers: { users, tokens, lists }, unusable };
}

type Line =
  | { readonly name: string; readonly hash: PasswordHash; readonly token?: undefined }
  | { readonly name: string; readonly token: Uint8Array };

/** RFC 7617 §2: a user's name holds no colon. */
function parseLine(line: string): Line | undefined {
  const [, name, secret] = /^([^:]+):(\S+)$/.exec(line) ?? [];
  if (name === undefined || secret === undefined) return undefined;
  if (/^[0-9a-f]{64}$/.test(secret)) return { name, token: fromHex(secret) };
  const hash = parsePasswordHash(secret);
  return hash && { name, hash };
}
