import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TIMEOUT } from '../../src/io/s3-client.ts';
import { ExhaustedError, Patience, usual } from '../../src/io/s3-retry.ts';
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

describe('patience', () => {
  const quick = { tries: 6, first: 1, most: 2, budget: 60_000 };
  const fault = (status: number | undefined, name = 'Fault') =>
    Object.assign(new Error('no'), { name, ...(status ? { $metadata: { httpStatusCode: status } } : {}) });

  /** How often something that always fails is tried, and what is thrown in the end. */
  async function triesOf(error: Error, patience = new Patience(quick)): Promise<number> {
    let tries = 0;
    const thrown: unknown = await patience
      .attempt(async () => {
        tries += 1;
        throw error;
      })
      .catch((reason: unknown) => reason);
    if (tries === 1) expect(thrown).toBe(error);
    else expect(thrown).toMatchObject({ constructor: ExhaustedError, cause: error, tries });
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
      expect(await triesOf(error)).toBe(6);
    for (const error of [fault(403), fault(404), fault(412), fault(501), fault(301)])
      expect(await triesOf(error)).toBe(1);
    expect(await triesOf(fault(undefined, 'CredentialsProviderError'))).toBe(1);
  });

  test('is shorter with who has never answered', async () => {
    const patience = new Patience(quick);
    expect(await triesOf(fault(undefined, 'TimeoutError'), patience)).toBe(4);
    await patience.attempt(async () => 'an answer');
    expect(await triesOf(fault(undefined, 'TimeoutError'), patience)).toBe(6);
    const refused = new Patience(quick);
    expect(await triesOf(fault(403), refused)).toBe(1);
    expect(await triesOf(fault(undefined, 'TimeoutError'), refused)).toBe(6);
  });

  test('ends with its budget, however many tries are left', async () => {
    const patience = new Patience({ tries: 1000, first: 20, most: 20, budget: 200 });
    await patience.attempt(async () => 'an answer');
    const tries = await triesOf(fault(500), patience);
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThanOrEqual(20);
  });

  test('with who falls silent takes less than two minutes', () => {
    // The SDK begins to watch a connection three seconds late.
    expect(usual.budget + TIMEOUT + 3000).toBeLessThan(120_000);
  });

  test('gives what comes at last', async () => {
    let tries = 0;
    const act = async () => {
      tries += 1;
      if (tries < 4) throw fault(503);
      return 'done';
    };
    expect(await new Patience(quick).attempt(act)).toBe('done');
  });

  test('says that it tries again, and no more than once a second', async () => {
    const lines: string[] = [];
    const patience = new Patience(quick, (line) => lines.push(line));
    await triesOf(fault(503, 'SlowDown'), patience);
    expect(lines).toEqual(['Storage: SlowDown: no; sent again, try 2 of 6']);
  });

  test('tells a connection that was cut from silence, which the SDK gives one name', async () => {
    const lines: string[] = [];
    const cut = Object.assign(new Error('read ECONNRESET'), { name: 'TimeoutError', code: 'ECONNRESET' });
    await triesOf(cut, new Patience(quick, (line) => lines.push(line)));
    expect(lines).toEqual(['Storage: the connection was cut; sent again, try 2 of 4']);
  });
});
