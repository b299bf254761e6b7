import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { accessFromText, type Client } from '../../src/query/access-control.ts';
import { isSameDigest, parsePasswordHash, printPasswordHash } from '../../src/query/access-hash.ts';
import { parseReaders } from '../../src/query/readers.ts';

/** Hashes are made by Node's own PBKDF2, not by the code under test. */
function hashOf(password: string, iterations = 1000): string {
  const salt = randomBytes(16);
  const ab64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('+', '.').replaceAll('=', '');
  return `$pbkdf2-sha256$${iterations}$${ab64(salt)}$${ab64(pbkdf2Sync(password, salt, iterations, 32, 'sha256'))}`;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const text = `# whoever may read
[members]
alice:${hashOf('correct horse')}
bob:${hashOf('pass:with:colons')}
zoë:${hashOf('naïve pässwörd')}
feed:${sha256('token-of-members')}

[partners]
alice:${hashOf('another one')}
bob:${hashOf('pass:with:colons')}
feed:${sha256('token-of-partners')}
`;

function who(authorization?: string, access = accessFromText(text)) {
  return access(new Headers(authorization === undefined ? {} : { Authorization: authorization }));
}

async function listsOf(authorization?: string): Promise<string[]> {
  return [...((await who(authorization)) as Client).lists].sort();
}

afterEach(() => vi.restoreAllMocks());

describe('who a client is', () => {
  test.each<[string, string | undefined, string[]]>([
    ['a user on one list', basic('alice', 'correct horse'), ['members']],
    ['the same name with the password of the other', basic('alice', 'another one'), ['partners']],
    ['one password on two lists', basic('bob', 'pass:with:colons'), ['members', 'partners']],
    ['letters beyond ASCII, in UTF-8', basic('zoë', 'naïve pässwörd'), ['members']],
    ['a scheme in other letters', basic('alice', 'correct horse').replace('Basic', 'bASIC'), ['members']],
    ['a token', 'Bearer token-of-members', ['members']],
    ['a token of another list', 'bearer token-of-partners', ['partners']],
    ['nothing', undefined, []],
    ['an empty header', '', []],
    ['a wrong password', basic('alice', 'correct hors'), []],
    ['no password', basic('alice', ''), []],
    ['nobody', basic('', ''), []],
    ['a user of no list', basic('mallory', 'correct horse'), []],
    ['a hash for a password', basic('alice', text.split('\n')[2]!.slice(6)), []],
    ['the digest of a token for a token', `Bearer ${sha256('token-of-members')}`, []],
    ['a token as a password', basic('feed', 'token-of-members'), []],
    ['a digest as a password', basic('feed', sha256('token-of-members')), []],
    ['what is no base64', 'Basic !!!', []],
    ['base64 without a colon', `Basic ${btoa('alice')}`, []],
    ['the name of a property of all objects', basic('__proto__', 'x'), []],
    ['another scheme', 'Digest username="alice"', []],
    ['two at a time', `${basic('alice', 'correct horse')}, Bearer token-of-members`, []],
    ['a token that is far too long', `Bearer ${'x'.repeat(5000)}`, []],
  ])('%s', async (_, authorization, lists) => {
    expect(await listsOf(authorization)).toEqual(lists);
    expect(((await who(authorization)) as Client).isKnown).toBe(lists.length > 0);
  });

  test('nobody where a host has no such secret', async () => {
    for (const authorization of [basic('alice', 'correct horse'), 'Bearer token-of-members', undefined])
      expect(await who(authorization, accessFromText(undefined))).toEqual({
        isKnown: false,
        lists: new Set(),
      });
  });
});

describe('what it costs', () => {
  test('a password is hashed once, whether it is right or wrong', async () => {
    const access = accessFromText(text);
    const derive = vi.spyOn(crypto.subtle, 'deriveBits');
    for (const [password, hashes] of [
      ['correct horse', 2],
      ['wrong', 2],
    ] as const) {
      derive.mockClear();
      const all = await Promise.all(Array.from({ length: 20 }, () => who(basic('alice', password), access)));
      expect(derive).toHaveBeenCalledTimes(hashes);
      expect(new Set(all).size).toBe(1);
      await who(basic('alice', password), access);
      expect(derive).toHaveBeenCalledTimes(hashes);
    }
  });

  test('a name that is on no list is hashed as well, with the rounds of some user', async () => {
    const derive = vi.spyOn(crypto.subtle, 'deriveBits');
    await who(basic('mallory', 'x'));
    expect(derive.mock.calls.map(([algorithm]) => (algorithm as Pbkdf2Params).iterations)).toEqual([1000]);
  });

  test('tokens, and sites without passwords, hash no password', async () => {
    const derive = vi.spyOn(crypto.subtle, 'deriveBits');
    await who('Bearer x');
    await who(basic('alice', 'x'), accessFromText(`[a]\nx:${sha256('y')}`));
    expect(derive).not.toHaveBeenCalled();
  });

  test('a flood of guesses is turned away, two at a time; whoever is known comes through', async () => {
    const access = accessFromText(text);
    const good = basic('alice', 'correct horse');
    await who(good, access);
    let running = 0;
    let most = 0;
    const deriveBits = crypto.subtle.deriveBits.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'deriveBits').mockImplementation(async (...args) => {
      running += 1;
      most = Math.max(most, running);
      try {
        return await deriveBits(...args);
      } finally {
        running -= 1;
      }
    });
    const flood = Array.from({ length: 200 }, (_, n) => who(basic('alice', `guess ${n}`), access));
    expect(await who(good, access)).toMatchObject({ isKnown: true });
    const answers = await Promise.all(flood);
    expect(most).toBe(2);
    expect(answers.filter((answer) => answer === 'busy').length).toBe(200 - 2 - 32);
    expect(answers.filter((answer) => answer !== 'busy' && !answer.isKnown).length).toBe(34);
    // Nobody is left inside: the next one gets its turn.
    expect(await who(basic('bob', 'pass:with:colons'), access)).toMatchObject({ isKnown: true });
  });

  test('a runtime that refuses so many rounds lets nobody in, and nobody else out', async () => {
    const deriveBits = crypto.subtle.deriveBits.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'deriveBits').mockImplementation(async (algorithm, ...rest) => {
      if ((algorithm as Pbkdf2Params).iterations > 100_000) throw new DOMException('', 'NotSupportedError');
      return deriveBits(algorithm, ...rest);
    });
    const access = accessFromText(`[a]\nalice:${hashOf('secret', 100_001)}\n[b]\nalice:${hashOf('secret')}`);
    expect(await who(basic('alice', 'secret'), access)).toEqual({ isKnown: true, lists: new Set(['b']) });
  });
});

describe('lines', () => {
  test('of other kinds are told by their numbers', () => {
    const lines = [
      'alice:x',
      '[members]',
      'alice',
      ':$pbkdf2-sha256$1000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      'alice:$2y$05$abcdefghijklmnopqrstuv',
      'alice:$6$salt$hash',
      'alice:plain',
      `x:${sha256('x').toUpperCase()}`,
      '[Members]',
      'ok:$pbkdf2-sha256$1000$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r',
      'zero:$pbkdf2-sha256$0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      'many:$pbkdf2-sha256$99999999$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ];
    const { readers, unusable } = parseReaders(lines.join('\n'));
    expect(unusable).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 11, 12]);
    expect([[...readers.users.keys()], readers.tokens, [...readers.lists]]).toEqual([
      ['ok'],
      [],
      ['members'],
    ]);
  });

  test('hashes are printed as they are read, and as passlib prints them', () => {
    // passlib.hash.pbkdf2_sha256, from its documentation
    const known = '$pbkdf2-sha256$8000$XAuBMIYQQogxRg$tRRlz8hYn63B9LYiCd6PRo6FMiunY9ozmMMI3srxeRE';
    expect(printPasswordHash(parsePasswordHash(known)!)).toBe(known);
    const { salt, iterations, digest } = parsePasswordHash(known)!;
    expect(pbkdf2Sync('password', salt, iterations, 32, 'sha256').equals(digest)).toBe(true);
  });
});

test('digests are compared to the end', () => {
  const digest = new Uint8Array(randomBytes(32));
  expect(isSameDigest(digest, Uint8Array.from(digest))).toBe(true);
  for (let index = 0; index < 32; index += 1) {
    const other = Uint8Array.from(digest);
    other[index]! ^= 1 << (index % 8);
    expect(isSameDigest(digest, other)).toBe(false);
  }
  expect(isSameDigest(digest, digest.subarray(0, 31))).toBe(false);
  expect(isSameDigest(digest.subarray(0, 31), digest)).toBe(false);
  expect(isSameDigest(new Uint8Array(), new Uint8Array(32))).toBe(false);
});
