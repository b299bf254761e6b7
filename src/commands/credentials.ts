import { diagnose } from '../diagnostics/diagnostic.ts';
import {
  CHOSEN_ITERATIONS,
  derive,
  printPasswordHash,
  sha256Bytes,
  toHex,
  WORKER_ITERATIONS,
} from '../query/access-hash.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

export interface CredentialsOptions {
  /** The user, or the label of a token. */
  readonly name: string;
  readonly token?: boolean;
  /** The password or token, with or without the end of its line; one is made where there is none. */
  readonly secret?: string;
  /** Of PBKDF2. */
  readonly iterations?: number;
}

export interface MadeCredentials {
  /** Its text is the line. */
  readonly result: CommandResult;
  /** What the line lets in, where this program made it; it is kept nowhere. */
  readonly secret?: string;
}

/** Octets, out of 2^192 and 2^128 possible ones. */
const SECRET_BYTES = 24;
const SALT_BYTES = 16;
/** Characters of a password that a person thought of (NIST SP 800-63B-4 §3.1.1.2 for passwords that stand alone). */
const SHORTEST = 15;

/** A line of a readers list, for a new reader. */
export async function credentials(options: CredentialsOptions): Promise<MadeCredentials> {
  const { name, token = false } = options;
  const given = options.secret?.replace(/\r?\n$/, '');
  if (name === '' || /[:\s]|^[#[]/.test(name)) return { result: wrong('name', name, NAME_FORM) };
  if (given !== undefined && !isUsable(given, token))
    return { result: wrong(token ? 'token' : 'password', '…', token ? TOKEN_FORM : PASSWORD_FORM) };
  const secret = given ?? toBase64Url(randomBytes(SECRET_BYTES));
  const bytes = new TextEncoder().encode(secret);
  const iterations = options.iterations ?? (given === undefined ? WORKER_ITERATIONS : CHOSEN_ITERATIONS);
  const hash = token ? toHex(await sha256Bytes(bytes)) : await hashPassword(bytes, iterations);
  const line = `${name}:${hash}\n`;
  const result = succeeded([], line, { line: line.trimEnd() });
  return given === undefined ? { result, secret } : { result };
}

const NAME_FORM = 'a name without colons and white space that begins neither with "#" nor "["';
const PASSWORD_FORM = `one line of at least ${SHORTEST} characters`;
/** RFC 6750 §2.1. A token is hashed once only, so it must be beyond guessing. */
const TOKEN_FORM = 'at least 32 characters out of A–Z, a–z, 0–9, "-", ".", "_", "~", "+" and "/"';

function isUsable(secret: string, token: boolean): boolean {
  return token
    ? /^[A-Za-z0-9._~+/-]{32,}=*$/.test(secret)
    : secret.length >= SHORTEST && !/[\r\n]/.test(secret);
}

function wrong(key: string, found: string, expected: string): CommandResult {
  return failed([diagnose('config/wrong-value', { key, found: JSON.stringify(found), expected })], 2);
}

async function hashPassword(password: Uint8Array, iterations: number): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return printPasswordHash({ iterations, salt, digest: await derive(password, salt, iterations) });
}

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
