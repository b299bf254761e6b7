import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STATE_KEY } from '../../src/commands/deploy/s3-state.ts';
import { type DeployOptions, deploy } from '../../src/commands/deploy.ts';
import { IMMUTABLE, POINTER } from '../../src/hosts/file-kinds.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { temporaryFolder } from '../support/content.ts';
import { type History, type HistoryShape, makeHistory } from '../support/history.ts';
import { collectionId, type Files } from '../support/memory-site.ts';
import { type Fate, S3Proxy } from '../support/s3-proxy.ts';
import { faultsOf, onDisk, overHttp, S3Storage, Walker } from '../support/s3-readers.ts';
import { type S3Server, startS3, useS3Credentials } from '../support/s3-server.ts';
import { sitesOf, writeSite } from '../support/s3-sites.ts';
import { randomFrom, seed } from '../support/seed.ts';

let server: S3Server;
let proxy: S3Proxy;
let bucket: string;

beforeAll(async () => {
  useS3Credentials();
  server = await startS3();
  proxy = await new S3Proxy(server.port).start();
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});
beforeEach(() => {
  bucket = server.newBucket();
  proxy.reset();
});

const quick = { tries: 12, first: 2, most: 20, budget: 60_000 };
const never = { tries: 1, first: 0, most: 0, budget: 0 };
const small: HistoryShape = { seed: 4, pool: 9, releases: 3, activity: 0.7, kind: 'snapshots' };
/** Few enough files for a deployment to be cut short at every single request. */
const tiny: HistoryShape = { seed: 4, pool: 3, releases: 3, activity: 0.8, kind: 'snapshots' };

const url = (prefix = '') => `${proxy.endpoint}/${bucket}/${prefix}`;

const look = () => onDisk(server.folderOf(bucket));

function run(site: string, more: Partial<DeployOptions> = {}) {
  return deploy({
    site,
    to: `s3://${bucket}`,
    endpoint: proxy.endpoint,
    pathStyle: true,
    keep: 3,
    grace: 72,
    concurrency: 4,
    timeout: 2000,
    backoff: quick,
    ...more,
  });
}

function sites(shape: HistoryShape): { history: History; stages: Files[]; site: string } {
  const history = makeHistory(shape);
  return { history, stages: sitesOf(history), site: join(temporaryFolder(), 'dist') };
}

async function read(key: string): Promise<Response> {
  return fetch(url() + key, { headers: { 'x-reader': '1' } });
}

/** Every file of a site is there with its own bytes. */
async function expectSite(files: Files): Promise<void> {
  for (const [path, bytes] of files) {
    const found = await look()(path);
    expect(found && Buffer.compare(found.bytes, bytes), path).toBe(0);
  }
}

const puts = () => proxy.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key);
const codes = ({ diagnostics }: { diagnostics: readonly { code: string }[] }) =>
  diagnostics.map(({ code }) => code);
const said = ({ diagnostics }: { diagnostics: readonly { message: string }[] }) =>
  diagnostics.map(({ message }) => message);

describe('deploy to S3', () => {
  test('stores every file with its headers, TAXII also at its addresses', async () => {
    const { history, stages, site } = sites(small);
    writeSite(site, stages[0]!);
    const result = await run(site);
    expect([result.exitCode, result.diagnostics]).toEqual([0, []]);
    await expectSite(stages[0]!);
    expect(await faultsOf(overHttp(url()), history)).toEqual([]);
    const objects = await read(`api/collections/${collectionId}/objects/`);
    const dates = [...JSON.parse(new TextDecoder().decode(stages[0]!.get(manifestPath)!)).objects].map(
      ({ date_added }: { date_added: string }) => date_added,
    );
    expect(Object.fromEntries(objects.headers)).toMatchObject({
      'content-type': TAXII,
      'cache-control': POINTER,
      'x-amz-meta-taxii-date-added-first': dates[0],
      'x-amz-meta-taxii-date-added-last': dates.at(-1),
    });
    const row = [...stages[0]!.keys()].find((path) => path.includes('/store/rows/'))!;
    expect((await read(row)).headers.get('Cache-Control')).toBe(IMMUTABLE);
    expect((await read('browse/api/')).headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect((await read('browse/api')).status).toBe(404);
  });

  test('stores only what has changed, and nothing where nothing has', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    proxy.reset();
    const again = await run(site);
    expect(again.exitCode).toBe(0);
    expect(puts()).toEqual([]);
    writeSite(site, stages[1]!);
    proxy.reset();
    await run(site);
    const changed = [...stages[1]!].filter(
      ([path, bytes]) => Buffer.compare(stages[0]!.get(path) ?? Buffer.alloc(0), bytes) !== 0,
    );
    const own = puts().filter((key) => stages[1]!.has(key));
    expect([...own].sort()).toEqual(changed.map(([path]) => path).sort());
    await expectSite(stages[1]!);
  });

  test('goes under a prefix, and leaves what is beside it', async () => {
    const { history, stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site, { to: `s3://${bucket}/other/` });
    const other = await (await read(`other/${STATE_KEY}`)).text();
    const result = await run(site, { to: `s3://${bucket}/deep/er` });
    expect(result.exitCode).toBe(0);
    expect(await faultsOf(overHttp(url('deep/er/')), history)).toEqual([]);
    expect(await (await read(`other/${STATE_KEY}`)).text()).toBe(other);
    expect((await read('taxii2/')).status).toBe(404);
  });

  test('a dry run says what it would do, and does nothing', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    const plan = await run(site, { dryRun: true });
    expect(plan.exitCode).toBe(0);
    expect(puts()).toEqual([]);
    const { stored } = plan.data as { stored: { key: string; size: number }[] };
    expect(stored.map(({ key }) => key)).toEqual(expect.arrayContaining([...stages[0]!.keys()]));
    expect(plan.text).toContain(`Would store ${stored.length} objects at s3://${bucket}\n`);
    proxy.reset();
    await run(site);
    // The plan is what is then done, but for the notes.
    expect(new Set(puts().filter((key) => key !== STATE_KEY))).toEqual(new Set(stored.map(({ key }) => key)));
  });

  test('keeps to the number of requests at a time, and uses it', async () => {
    const { stages, site } = sites({ ...small, pool: 40 });
    writeSite(site, stages[0]!);
    await run(site, { concurrency: 3 });
    expect(proxy.widest).toBe(3);
  });

  test('removes what is out of use when the grace period is over, and not before', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    writeSite(site, stages[1]!);
    await run(site);
    const dropped = [...stages[0]!.keys()].filter((path) => !stages[1]!.has(path));
    expect(dropped.length).toBeGreaterThan(0);
    for (const path of dropped) expect((await read(path)).status).toBe(200);
    const before = await run(site);
    expect((before.data as { outOfUse: string[] }).outOfUse).toEqual(expect.arrayContaining(dropped));
    await run(site, { grace: 0 });
    for (const path of dropped) expect((await read(path)).status).toBe(404);
    await expectSite(stages[1]!);
  });

  test('takes a file that comes back during the grace period off the list', async () => {
    const { stages, site } = sites(small);
    for (const stage of [stages[0]!, stages[1]!, stages[0]!]) {
      writeSite(site, stage);
      await run(site);
    }
    await run(site, { grace: 0 });
    await expectSite(stages[0]!);
  });

  test('puts right what somebody else has changed or removed, says so, and spares what is not its own', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    const signed = { method: 'PUT', headers: { 'x-reader': '1' } };
    await fetch(`${url()}index.html`, { ...signed, body: 'defaced' });
    await fetch(`${url()}robots.txt`, { ...signed, body: 'theirs' });
    await fetch(`${url()}style.css`, { method: 'DELETE', headers: { 'x-reader': '1' } });
    expect((await read('style.css')).status).toBe(404);
    const result = await run(site, { grace: 0 });
    expect([result.exitCode, codes(result)]).toEqual([0, ['deploy/foreign-change']]);
    expect(result.diagnostics[0]!.message).toMatch(/^2 files .*: index\.html, style\.css\.$/);
    await expectSite(stages[0]!);
    expect(await (await read('robots.txt')).text()).toBe('theirs');
    expect(codes(await run(site))).toEqual([]);
  });

  test('the first time, too, it says what it replaces that was somebody else’s', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    const signed = { method: 'PUT', headers: { 'x-reader': '1' } };
    await fetch(`${url()}index.html`, { ...signed, body: 'theirs' });
    await fetch(`${url()}robots.txt`, { ...signed, body: 'theirs' });
    await fetch(`${url()}style.css`, { ...signed, body: new Uint8Array(stages[0]!.get('style.css')!) });
    const plan = await run(site, { dryRun: true });
    expect(codes(plan)).toEqual(['deploy/foreign-file']);
    expect(await (await read('index.html')).text()).toBe('theirs');
    // Cut short before it comes to that file, and run again: still nobody has been told.
    proxy.fate = ({ number }) => (number > 6 ? 'lost' : 'pass');
    expect(codes(await run(site, { backoff: never }))).toEqual(['deploy/storage-failed']);
    expect(await (await read('index.html')).text()).toBe('theirs');
    proxy.reset();
    const result = await run(site);
    expect([result.exitCode, codes(result)]).toEqual([0, ['deploy/foreign-file']]);
    expect(result.diagnostics[0]!.message).toMatch(/^1 files? at .*: index\.html\.$/);
    expect(result.data).toMatchObject({ replaced: ['index.html'] });
    await expectSite(stages[0]!);
    expect(await (await read('robots.txt')).text()).toBe('theirs');
    expect(codes(await run(site))).toEqual([]);
  });

  test('notes that are lost or spoilt cost no more than storing all again', async () => {
    const { history, stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    for (const body of ['', '{"format":"other"}', '[1']) {
      await fetch(url() + STATE_KEY, { method: 'PUT', headers: { 'x-reader': '1' }, body });
      expect((await run(site)).exitCode).toBe(0);
      expect(await faultsOf(overHttp(url()), history)).toEqual([]);
    }
    proxy.reset();
    await run(site);
    expect(puts()).toEqual([]);
  });

  test('stops where another deployment has begun', async () => {
    const { history, stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    const other = join(temporaryFolder(), 'dist');
    writeSite(other, stages[2]!);
    writeSite(site, stages[1]!);
    let isFirst = true;
    proxy.fate = async ({ method, key }): Promise<Fate> => {
      // The other one slips in between what this one has read and its first note.
      if (method === 'PUT' && key === STATE_KEY && isFirst) {
        isFirst = false;
        expect((await run(other)).exitCode).toBe(0);
      }
      return 'pass';
    };
    // It waits for the other one to end.
    const result = await run(site, { timeout: 100_000 });
    expect([result.exitCode, codes(result)]).toEqual([1, ['deploy/busy']]);
    await expectSite(stages[2]!);
    expect(await faultsOf(overHttp(url()), history)).toEqual([]);
  });

  test('says what storage refuses, at once', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    proxy.fate = ({ method }) => (method === 'PUT' ? 403 : 'pass');
    const result = await run(site);
    expect([result.exitCode, codes(result)]).toEqual([1, ['deploy/storage-failed']]);
    expect(result.diagnostics[0]!.message).toContain('AccessDenied');
    expect(puts()).toHaveLength(1);
    const missing = await run(site, { to: 's3://no-such-bucket' });
    expect(missing.diagnostics[0]!.message).toContain('NoSuchBucket');
    const nowhere = await run(site, { endpoint: 'http://127.0.0.1:1', backoff: never });
    expect(codes(nowhere)).toEqual(['deploy/storage-failed']);
  });
});

const manifestPath = `_taxii/api/${collectionId}/whole/manifest.json`;

describe('faults of the storage', () => {
  const kinds: readonly Fate[] = ['lost', 'unanswered', 'cut', 500, 503, 429];

  test.each(kinds)('every third request is %s: the deployment gets through', async (kind) => {
    const { history, stages, site } = sites(small);
    for (const stage of stages) {
      writeSite(site, stage);
      proxy.reset();
      proxy.fate = ({ number }) => (number % 3 === 0 ? kind : 'pass');
      const result = await run(site);
      expect([result.exitCode, said(result)]).toEqual([0, []]);
      await expectSite(stage);
      expect(await faultsOf(look(), history)).toEqual([]);
    }
  });

  test.each([
    'hung',
    'stalled',
  ] as const)('every tenth request is %s: it is given up and sent again', async (kind) => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    writeSite(site, stages[1]!);
    proxy.reset();
    // The first request reads the notes of the former deployment.
    proxy.fate = ({ number }) => (number % 10 === 1 ? kind : 'pass');
    const lines: string[] = [];
    const result = await run(site, { timeout: 300, say: (line) => lines.push(line) });
    expect([result.exitCode, said(result)]).toEqual([0, []]);
    expect(lines[0]).toBe('Storage: no answer in time; sent again, try 2 of 4');
    await expectSite(stages[1]!);
  });

  test('storage that accepts and never answers is given up in a given time, and not in silence', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    proxy.fate = () => 'hung';
    const lines: string[] = [];
    const begin = performance.now();
    const backoff = { tries: 10, first: 10, most: 50, budget: 700 };
    const result = await run(site, { timeout: 300, backoff, say: (line) => lines.push(line) });
    // The time before a try begins is bounded, and so is that of each try.
    expect(performance.now() - begin).toBeLessThan(backoff.budget + 300 + 5000);
    expect([result.exitCode, codes(result)]).toEqual([1, ['deploy/storage-failed']]);
    const [, tries] = /: no answer in time \(([23]) tries in \d seconds?\)\.$/.exec(said(result)[0]!) ?? [];
    expect(proxy.requests).toHaveLength(Number(tries));
    expect(lines[0]).toBe('Storage: no answer in time; sent again, try 2 of 4');
  });

  test('storage that falls silent in the middle is given up in a given time, however many requests wait', async () => {
    const { history, stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    writeSite(site, stages[1]!);
    proxy.reset();
    proxy.fate = ({ number }) => (number > 12 ? 'hung' : 'pass');
    const lines: string[] = [];
    const begin = performance.now();
    const backoff = { tries: 50, first: 10, most: 50, budget: 1500 };
    const say = (line: string) => lines.push(line);
    const result = await run(site, { timeout: 300, backoff, concurrency: 8, say });
    expect(performance.now() - begin).toBeLessThan(backoff.budget + 300 + 5000);
    expect(codes(result)).toEqual(['deploy/storage-failed']);
    // Eight requests wait at a time, and a line a second is enough.
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(5);
    expect(await faultsOf(look(), history, 1)).toEqual([]);
  });

  test('a throttled bucket: three in four requests are turned away', async () => {
    const { stages, site } = sites(small);
    writeSite(site, stages[0]!);
    const random = randomFrom(seed);
    proxy.fate = () => (random() < 0.75 ? 503 : 'pass');
    const result = await run(site, { backoff: { tries: 60, first: 1, most: 4, budget: 60_000 } });
    expect([result.exitCode, said(result)]).toEqual([0, []]);
    await expectSite(stages[0]!);
  });

  test('storage that fails for good is a finding, and what was there stays whole', async () => {
    const { history, stages, site } = sites(small);
    writeSite(site, stages[0]!);
    await run(site);
    writeSite(site, stages[1]!);
    proxy.fate = ({ number }) => (number > 8 ? 500 : 'pass');
    const result = await run(site, { backoff: { tries: 3, first: 1, most: 2, budget: 60_000 } });
    expect([result.exitCode, codes(result)]).toEqual([1, ['deploy/storage-failed']]);
    expect(await faultsOf(look(), history, 1)).toEqual([]);
  });
});

describe('cut short at every request, and run again', () => {
  /** From request `k` on nothing is heard any more, as if the process were gone. */
  async function deployUntil(site: string, k: number): Promise<boolean> {
    proxy.reset();
    proxy.fate = ({ number }) => (number >= k ? 'lost' : 'pass');
    const { exitCode } = await run(site, { backoff: never });
    proxy.reset();
    return exitCode === 0;
  }

  test('the bucket is a whole site each time, and the next deployment goes on', {
    timeout: 400_000,
  }, async () => {
    const { history, stages, site } = sites(tiny);
    writeSite(site, stages[0]!);
    await run(site);
    let k = 1;
    let total = 0;
    // Back and forth, so that files are added, changed, removed and come back, each time from a whole deployment.
    for (let stage = 1; ; stage = (stage + 1) % stages.length) {
      writeSite(site, stages[stage]!);
      const isThrough = await deployUntil(site, k);
      expect(await faultsOf(look(), history, stage), `after request ${k}`).toEqual([]);
      const rest = await run(site, { grace: 0 });
      expect([rest.exitCode, said(rest)], `after request ${k}`).toEqual([0, []]);
      await expectSite(stages[stage]!);
      expect(await faultsOf(look(), history)).toEqual([]);
      total += 1;
      if (isThrough) break;
      k += 1;
    }
    expect(total).toBeGreaterThan(20);
  });

  test('what was stored before the cut is not stored again', async () => {
    const { stages, site } = sites({ ...small, pool: 30 });
    writeSite(site, stages[0]!);
    await deployUntil(site, 60);
    const wanted = ((await run(site, { dryRun: true })).data as { stored: { key: string }[] }).stored.length;
    proxy.reset();
    await run(site);
    const again = puts().filter((key) => key !== STATE_KEY);
    const first = 60 - 1 - 3;
    expect(wanted).toBe(again.length);
    const all = ((await run(site, { dryRun: true })).data as { unchanged: number }).unchanged;
    // Those that were under way when the cut came may have been heard or not.
    expect(all - again.length).toBeGreaterThanOrEqual(first - 4);
  });

  test('a deployment cut short, then another site: what only the first one had goes in the end', async () => {
    const { stages, site } = sites({ ...small, pool: 30 });
    writeSite(site, stages[0]!);
    await run(site);
    writeSite(site, stages[1]!);
    await deployUntil(site, 40);
    writeSite(site, stages[2]!);
    const result = await run(site, { grace: 0 });
    expect([result.exitCode, said(result)]).toEqual([0, []]);
    await expectSite(stages[2]!);
    for (const path of [...stages[0]!.keys(), ...stages[1]!.keys()])
      expect((await read(path)).status, path).toBe(stages[2]!.has(path) ? 200 : 404);
  });
});

describe('readers while a deployment runs (P3)', () => {
  test('after every single write the bucket is a whole site, and walks go on through it', async () => {
    const { history, stages, site } = sites({ ...small, seed });
    writeSite(site, stages[0]!);
    await run(site);
    const walkers = Array.from({ length: 3 }, () => new Walker(new S3Storage(look())));
    const faults: string[] = [];
    let writes = 0;
    for (const [stage, files] of stages.entries()) {
      if (stage === 0) continue;
      writeSite(site, files);
      proxy.reset();
      proxy.afterWrite = async ({ key }) => {
        writes += 1;
        const found = await faultsOf(look(), history, stage);
        faults.push(...found.map((fault) => `after ${key}: ${fault}`));
        // Of three clients one is three times as quick as another.
        for (const [pace, walker] of walkers.entries()) if (writes % (pace + 1) === 0) await walker.step();
      };
      expect((await run(site, { concurrency: 1 })).exitCode).toBe(0);
    }
    expect(writes).toBeGreaterThan(20);
    expect([...faults, ...walkers.flatMap((walker) => walker.faults)]).toEqual([]);
  });

  test.each([1, 8])('walks during releases lose nothing and double nothing, %i requests at a time', {
    timeout: 400_000,
  }, async (concurrency) => {
    const { history, stages, site } = sites({
      seed,
      pool: 25,
      releases: 5,
      activity: 0.4,
      kind: 'differences',
    });
    writeSite(site, stages[0]!);
    await run(site);
    const walkers = Array.from({ length: 4 }, () => new Walker(new S3Storage(overHttp(url()))));
    let writes = 0;
    for (const stage of stages.slice(1)) {
      writeSite(site, stage);
      proxy.reset();
      proxy.afterWrite = async () => {
        writes += 1;
        for (const [pace, walker] of walkers.entries())
          if (writes % (2 * pace + 1) === 0) await walker.step();
      };
      expect((await run(site, { concurrency, grace: 72 })).exitCode).toBe(0);
    }
    expect(walkers.flatMap(({ faults }) => faults)).toEqual([]);
    expect(walkers.reduce((sum, { walks }) => sum + walks, 0)).toBeGreaterThan(5);
    expect(await faultsOf(look(), history)).toEqual([]);
  });
});
