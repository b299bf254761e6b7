import { createHash, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type CredentialsOptions, credentials } from '../../src/commands/credentials.ts';
import { accessFromText } from '../../src/query/access-control.ts';

async function letsIn(line: string, authorization: string): Promise<boolean> {
  const client = await accessFromText(`[a]\n${line}`)(new Headers({ Authorization: authorization }));
  return client !== 'busy' && client.isKnown;
}

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('credentials', () => {
  test('a password that nobody can guess, told once and hashed', { timeout: 30_000 }, async () => {
    const { result, secret } = await credentials({ name: 'alice' });
    expect(secret).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(result.text).not.toContain(secret);
    expect(JSON.stringify(result.data)).not.toContain(secret);
    const [, name, iterations, salt, digest] = /^(\w+):\$pbkdf2-sha256\$(\d+)\$(.*)\$(.*)\n$/.exec(
      result.text,
    )!;
    expect([name, iterations]).toEqual(['alice', '100000']);
    const bytes = (text: string) => Buffer.from(text.replaceAll('.', '+'), 'base64');
    expect(pbkdf2Sync(secret!, bytes(salt!), 100_000, 32, 'sha256').equals(bytes(digest!))).toBe(true);
    expect(await letsIn(result.text, basic('alice', secret!))).toBe(true);
    expect(await letsIn(result.text, basic('alice', `${secret}x`))).toBe(false);
    expect((await credentials({ name: 'alice' })).result.text).not.toBe(result.text);
  });

  test('a password that somebody thought of gets more rounds, and is not said again', {
    timeout: 60_000,
  }, async () => {
    const { result, secret } = await credentials({ name: 'bob', secret: 'correct horse battery\n' });
    expect(secret).toBeUndefined();
    expect(result.text).toContain('$600000$');
    expect(await letsIn(result.text, basic('bob', 'correct horse battery'))).toBe(true);
    const fewer = await credentials({ name: 'bob', secret: 'correct horse battery', iterations: 20_000 });
    expect(fewer.result.text).toContain('$20000$');
  });

  test('a token', async () => {
    const { result, secret } = await credentials({ name: 'opencti', token: true });
    expect(result.text).toBe(`opencti:${createHash('sha256').update(secret!).digest('hex')}\n`);
    expect(await letsIn(result.text, `Bearer ${secret}`)).toBe(true);
    const given = 'a'.repeat(32);
    const other = await credentials({ name: 'x', token: true, secret: given });
    expect(await letsIn(other.result.text, `Bearer ${given}`)).toBe(true);
  });

  test.each<[CredentialsOptions, string]>([
    [{ name: '' }, 'name'],
    [{ name: 'a:b' }, 'name'],
    [{ name: 'a b' }, 'name'],
    [{ name: '#a' }, 'name'],
    [{ name: '[a]' }, 'name'],
    [{ name: 'a', secret: '' }, 'password'],
    [{ name: 'a', secret: 'fourteen chars' }, 'password'],
    [{ name: 'a', secret: 'two lines of\n a password' }, 'password'],
    [{ name: 'a', secret: 'short', token: true }, 'token'],
    [{ name: 'a', secret: `${'a'.repeat(32)} `, token: true }, 'token'],
  ])('%j is refused', async (options, key) => {
    const { result, secret } = await credentials(options);
    expect([result.exitCode, result.text, secret]).toEqual([2, '', undefined]);
    expect(result.diagnostics[0]!.message).toContain(`"${key}"`);
    if (options.secret) expect(JSON.stringify(result)).not.toContain(options.secret.slice(0, 5));
  });
});
