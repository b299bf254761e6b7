import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deployToFolder } from '../../src/commands/deploy/to-folder.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { startCli } from '../support/compiled.ts';
import { temporaryFolder } from '../support/content.ts';
import { type HistoryShape, makeHistory } from '../support/history.ts';
import type { Files } from '../support/memory-site.ts';
import { S3Proxy } from '../support/s3-proxy.ts';
import { faultsOf, onDisk, Walker } from '../support/s3-readers.ts';
import { type S3Server, startS3, useS3Credentials } from '../support/s3-server.ts';
import { sitesOf, writeSite } from '../support/s3-sites.ts';
import { randomFrom, seed } from '../support/seed.ts';
import { readTree } from '../support/tree.ts';

/** Real processes, really killed. */
const PATIENCE = { timeout: 500_000 };
const shape: HistoryShape = { seed, pool: 30, releases: 4, activity: 0.5, kind: 'snapshots' };

function isSite(folder: string, files: Files): boolean {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return (
    found.length === files.size &&
    [...files].every(([path, bytes]) => Buffer.compare(readFileSync(join(folder, path)), bytes) === 0)
  );
}

describe('a deployment to a folder', () => {
  test('killed at any moment leaves a whole site, and the next one goes on', PATIENCE, async () => {
    const stages = sitesOf(makeHistory(shape));
    const home = temporaryFolder();
    const [site, target] = [join(home, 'dist'), join(home, 'www')];
    const args = ['deploy', '--site', site, '--to', target, '--keep', '1', '--grace', '0'];
    writeSite(site, stages[0]!);
    expect((await startCli(args).finished).code).toBe(0);
    const random = randomFrom(seed);
    let killed = 0;
    let current = stages[0]!;
    for (let round = 1; round <= 16; round += 1) {
      const next = stages[round % stages.length]!;
      writeSite(site, next);
      const { child, finished } = startCli(args);
      // Half of them as soon as there is something to be seen of the work, the others whenever it may be.
      const isAimed = round % 2 === 0;
      const begun = () => existsSync(join(target, '.lock')) || child.exitCode !== null;
      for (let waited = 0; isAimed && !begun() && waited < 10_000; waited += 1) await sleep(1);
      await sleep(isAimed ? random() * 60 : random() * 1500);
      child.kill('SIGKILL');
      const { signal } = await finished;
      if (signal === 'SIGKILL') killed += 1;
      const place = join(target, 'current');
      const [isOld, isNew] = [isSite(place, current), isSite(place, next)];
      expect([round, isOld || isNew]).toEqual([round, true]);
      const again = await startCli(args).finished;
      expect([again.code, again.stdout.includes('error')]).toEqual([0, false]);
      expect(isSite(place, next)).toBe(true);
      expect(readdirSync(target).sort()).toEqual(['current', 'current-root', 'releases', 'roots']);
      expect(readdirSync(join(target, 'releases')).filter((name) => name.startsWith('.'))).toEqual([]);
      current = next;
    }
    expect(killed).toBeGreaterThan(6);
    // Of the former trees one stays, whatever the kills have left.
    expect(readdirSync(join(target, 'releases')).length).toBeLessThanOrEqual(2);
  });

  test('two at once: one is turned away, or comes after the other; the site is whole', PATIENCE, async () => {
    const stages = sitesOf(makeHistory(shape));
    const home = temporaryFolder();
    const sites = [join(home, 'a'), join(home, 'b')];
    for (const [n, site] of sites.entries()) writeSite(site, stages[n]!);
    const target = join(home, 'www');
    const both = sites.map((site) => startCli(['deploy', '--site', site, '--to', target]).finished);
    const ends = await Promise.all(both);
    for (const { code, stdout } of ends) expect(code === 0 || stdout.includes('deploy/busy')).toBe(true);
    expect(ends.some(({ code }) => code === 0)).toBe(true);
    expect(stages.slice(0, 2).some((files) => isSite(join(target, 'current'), files))).toBe(true);
  });

  test('walks of a level 3 server over current go on through many deployments (P3)', PATIENCE, async () => {
    const stages = sitesOf(makeHistory({ ...shape, pool: 60, releases: 12, kind: 'differences' }));
    const home = temporaryFolder();
    const [site, target] = [join(home, 'dist'), join(home, 'www')];
    const options = { site, target, keep: 2, grace: 0, dryRun: false };
    writeSite(site, stages[0]!);
    deployToFolder(options);
    // Reads wait for the event loop, and the deployment does not; so it comes between any two reads of an answer.
    const storage = new SiteFolder(join(target, 'current'));
    let reads = 0;
    const random = randomFrom(seed);
    let stage = 0;
    const between = {
      read: async (path: string, range?: { start: number; end: number }) => {
        reads += 1;
        if (stage < stages.length - 1 && random() < 0.08) {
          stage += 1;
          writeSite(site, stages[stage]!);
          deployToFolder(options);
        }
        return storage.read(path, range);
      },
    };
    const walkers = Array.from({ length: 3 }, () => new Walker(between));
    while (stage < stages.length - 1 || walkers.some(({ walks }) => walks < 2))
      for (const walker of walkers) await walker.step();
    expect(walkers.flatMap(({ faults }) => faults)).toEqual([]);
    expect(reads).toBeGreaterThan(100);
    expect(readTree(join(target, 'current')).size).toBe(stages.at(-1)!.size);
  });
});

describe('a deployment to S3', () => {
  let server: S3Server;
  let proxy: S3Proxy;
  beforeAll(async () => {
    useS3Credentials();
    server = await startS3();
    proxy = await new S3Proxy(server.port).start();
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
  });

  test('killed after any request leaves a whole site, and the next one goes on', PATIENCE, async () => {
    const history = makeHistory({ ...shape, pool: 6, releases: 3 });
    const stages = sitesOf(history);
    const bucket = server.newBucket();
    const site = join(temporaryFolder(), 'dist');
    const args = ['deploy', '--site', site, '--to', `s3://${bucket}`, '--endpoint', proxy.endpoint];
    const go = () => startCli([...args, '--path-style', '--grace', '0', '--region', 'us-east-1']);
    writeSite(site, stages[0]!);
    expect((await go().finished).code).toBe(0);
    const random = randomFrom(seed);
    let killed = 0;
    for (let round = 1; round <= 8; round += 1) {
      const stage = round % stages.length;
      writeSite(site, stages[stage]!);
      proxy.reset();
      const last = 2 + Math.floor(random() * 60);
      const { child, finished } = go();
      proxy.fate = ({ number }) => {
        if (number === last) child.kill('SIGKILL');
        return number >= last ? (['lost', 'unanswered'] as const)[last % 2]! : 'pass';
      };
      if ((await finished).signal === 'SIGKILL') killed += 1;
      proxy.reset();
      // The server may still be at a request that got no answer.
      await sleep(500);
      const look = onDisk(server.folderOf(bucket));
      expect(await faultsOf(look, history, stage), `killed at request ${last}`).toEqual([]);
      const again = await go().finished;
      expect([again.code, again.stdout.includes('[deploy/')], again.stdout).toEqual([0, false]);
      for (const [path, bytes] of stages[stage]!)
        expect(Buffer.compare((await look(path))!.bytes, bytes), path).toBe(0);
    }
    expect(killed).toBeGreaterThan(2);
  });
});
