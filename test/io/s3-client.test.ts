import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { patiently } from '../../src/io/s3-retry.ts';
import { runCli } from '../support/compiled.ts';
import { temporaryFolder } from '../support/content.ts';
import { makeHistory } from '../support/history.ts';
import { sitesOf, writeSite } from '../support/s3-sites.ts';

test('without the SDK, deploying to S3 says what to install', async () => {
  const folder = temporaryFolder();
  const history = makeHistory({ seed: 1, pool: 3, releases: 1, activity: 1, kind: 'snapshots' });
  writeSite(join(folder, 'dist'), sitesOf(history)[0]!);
  // Node looks for another package in its place, and does not find it.
  const hook = `export const resolve = (name, context, next) =>
    next(name === '@aws-sdk/client-s3' ? '@aws-sdk/not-installed' : name, context);`;
  writeFileSync(join(folder, 'hook.mjs'), hook);
  const register = `import { register } from 'node:module'; register('./hook.mjs', import.meta.url);`;
  writeFileSync(join(folder, 'register.mjs'), register);
  const env = { ...process.env, NODE_OPTIONS: `--import ${join(folder, 'register.mjs')}` };
  const args = ['--format', 'json', 'deploy', '--site', join(folder, 'dist'), '--to', 's3://bucket'];
  const { code, stdout } = await runCli(args, { env });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  expect([code, diagnostics.map((one) => one.code)]).toEqual([1, ['deploy/missing-package']]);
});

describe('patiently', () => {
  const quick = { tries: 4, first: 1, most: 2 };
  const fault = (status: number | undefined, name = 'Fault') =>
    Object.assign(new Error('no'), { name, ...(status ? { $metadata: { httpStatusCode: status } } : {}) });

  async function triesOf(error: Error): Promise<number> {
    let tries = 0;
    const act = async () => {
      tries += 1;
      throw error;
    };
    await expect(patiently(act, quick)).rejects.toBe(error);
    return tries;
  }

  test('tries again what may pass, and nothing else', async () => {
    for (const error of [
      fault(500),
      fault(503, 'SlowDown'),
      fault(429),
      fault(408),
      fault(400, 'RequestTimeout'),
    ])
      expect(await triesOf(error)).toBe(4);
    expect(await triesOf(fault(undefined, 'TimeoutError'))).toBe(4);
    for (const error of [fault(403), fault(404), fault(412), fault(501), fault(301)])
      expect(await triesOf(error)).toBe(1);
    expect(await triesOf(fault(undefined, 'CredentialsProviderError'))).toBe(1);
  });

  test('gives what comes at last', async () => {
    let tries = 0;
    const act = async () => {
      tries += 1;
      if (tries < 4) throw fault(503);
      return 'done';
    };
    expect(await patiently(act, quick)).toBe('done');
  });
});
