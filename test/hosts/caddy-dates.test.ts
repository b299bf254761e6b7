import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitCaddy } from '../../src/hosts/caddy/emit.ts';
import { replaceTree } from '../../src/io/write-tree.ts';
import { fromMicroseconds } from '../../src/json/instant.ts';
import { type Boundary, cursorOf, INSIDE } from '../../src/query/cursor.ts';
import { Ledger } from '../../src/release/ledger.ts';
import { textFile } from '../../src/site/output-file.ts';
import { planSite } from '../../src/site/plan-site.ts';
import type { Site } from '../../src/site/site.ts';
import { fileReference } from '../battery/file-reference.ts';
import { makeHistory } from '../support/history.ts';
import { collection, collectionId, siteConfig } from '../support/memory-site.ts';
import { RawClient } from '../support/raw-http.ts';
import { scratch } from '../support/scratch.ts';
import { randomFrom, seed } from '../support/seed.ts';
import { importFile, startCaddy } from '../support/servers/caddy.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** `added_after` on the real Caddy, with releases far apart and close together, under a base URL with a path. */

const PATIENCE = 300_000;
const DATES = [
  '2019-12-31T23:59:59.999Z',
  '2020-02-29T00:00:00.000Z',
  '2020-02-29T12:00:00.000Z',
  // More than a row of a day holds.
  '2021-06-01T08:00:00.000Z',
  '2021-06-01T08:00:01.000Z',
  '2021-06-01T08:30:00.500Z',
  '2021-06-01T10:00:00.000Z',
  '2021-06-01T23:59:59.000Z',
  '2021-06-02T00:00:00.000Z',
  '2022-01-01T00:00:00.000Z',
];

function planned(): Site {
  const history = makeHistory({
    seed: 7,
    pool: 60,
    releases: DATES.length,
    activity: 0.4,
    kind: 'differences',
  });
  const ledger = new Ledger(history.texts.read);
  for (const [n, release] of history.releases.entries()) ledger.apply({ ...release, date: DATES[n]! });
  const config = { ...siteConfig(100), baseUrl: 'http://127.0.0.1/some.path/' };
  return planSite(config, [{ config: collection, ledger }], new Set([2]), history.texts.read);
}

function emit(site: Site, boundaries?: ReadonlyMap<string, readonly Boundary[]>) {
  const { config, collections, files } = site;
  const rules = { ...site.rules!, ...(boundaries ? { boundaries } : {}) };
  return emitCaddy({ config, collections, apiRoots: [], files, rules });
}

describe.skipIf(!isInstalled('caddy'))('added_after', () => {
  const home = scratch('caddy-dates');
  const root = join(home, 'site');
  const site = planned();
  let server: RunningServer;
  let client: RawClient;

  beforeAll(async () => {
    const pages = ['index.html', '404.html', 'browse/index.html'].map((path) => textFile(path, () => path));
    await replaceTree(root, [...site.files, ...emit(site).files, ...pages], () => undefined);
    openPath(root);
    const rules = importFile(join(root, '_hosts/caddy/site.caddy'));
    server = await startCaddy({ root, configuration: { site: rules } });
    client = new RawClient({ port: server.port });
  }, PATIENCE);
  afterAll(async () => {
    client?.close();
    await server?.stop();
    rmSync(home, { recursive: true });
  });

  it('leads where the table says, at every boundary and beside it', { timeout: PATIENCE }, async () => {
    const random = randomFrom(seed);
    const reference = fileReference(root, site.rules!);
    const boundaries = site.rules!.boundaries.get(collectionId)!;
    const beside = boundaries.flatMap(({ from }) => [from - 1, from, from + 1, from + 1e6, from - 1e6]);
    const [first, last] = [boundaries[0]!.from, boundaries.at(-1)!.from];
    const span = last - first;
    const anywhere = Array.from({ length: 300 }, () => first + Math.floor((random() * 1.2 - 0.1) * span));
    const ends = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00.5Z', '9999-12-31T23:59:59.9999999Z'];
    const texts = [...beside, ...anywhere].map((micros) => {
      const text = fromMicroseconds(micros);
      const chance = random();
      if (chance < 0.3) return text.replace('Z', `${Math.floor(random() * 1000)}Z`);
      return chance < 0.5 ? text.replace(/\.?0*Z$/, 'Z') : text;
    });
    // No page begins between two microseconds, so these are declined.
    const between = boundaries
      .filter(({ cursor }) => cursor === INSIDE)
      .map(({ from }) => fromMicroseconds(from).replace('Z', '5Z'));
    expect(between.length).toBeGreaterThan(5);
    const found = new Map<number, number>();
    for (const [n, text] of [...texts, ...between, ...ends].entries()) {
      const limit = n % 3 === 0 ? '&limit=10' : '';
      const target = `/some.path/api/collections/things/objects/?added_after=${text}${limit}`;
      const answer = await client.send({ method: 'GET', target });
      const wanted = await reference({ method: 'GET', target });
      if (wanted === 'elsewhere') throw new Error(target);
      const dates = ['First', 'Last'].map((end) => answer.header(`X-TAXII-Date-Added-${end}`));
      expect([answer.status, ...dates, answer.body.toString()], text).toEqual([
        wanted.status,
        wanted.dateFirst,
        wanted.dateLast,
        wanted.body,
      ]);
      found.set(answer.status, (found.get(answer.status) ?? 0) + 1);
    }
    expect(found.get(200)).toBeGreaterThan(200);
    expect(found.get(400)).toBeGreaterThanOrEqual(between.length);
  });

  it('pages stand under the path of the base URL', async () => {
    const ask = (target: string) => client.send({ method: 'GET', target });
    expect((await ask('/some.path/')).body.toString()).toBe('index.html');
    expect((await ask('/some.path/browse/')).body.toString()).toBe('browse/index.html');
    expect((await ask('/some.path')).header('Location')).toBe('/some.path/');
    expect((await ask('/some.path/browse')).header('Location')).toBe('/some.path/browse/');
    const missing = await ask('/some.path/nothing');
    expect([missing.status, missing.body.toString()]).toEqual([404, '404.html']);
    expect((await ask('/some.path/_taxii/discovery.json')).status).toBe(404);
    expect((await ask('/someXpath/taxii2/')).status).toBe(404);
  });
});

describe('what is too much', () => {
  const site = planned();
  const boundariesOf = (count: number, step: number) =>
    new Map([
      [
        collectionId,
        Array.from({ length: count }, (_, n) => {
          const from = Date.UTC(2000, 0, 1) * 1000 + n * step;
          return { from, cursor: cursorOf(from) };
        }),
      ],
    ]);

  it('is told with the limit', () => {
    const day = 86_400_000_000;
    expect(emit(site, boundariesOf(36_500, day)).diagnostics).toEqual([]);
    expect(emit(site, boundariesOf(36_501, day)).diagnostics).toMatchObject([
      { code: 'host/limit-exceeded', severity: 'error' },
    ]);
    expect(emit(site, boundariesOf(20, 1000)).diagnostics).toEqual([]);
    const [found] = emit(site, boundariesOf(21, 1000)).diagnostics;
    expect(found?.message).toMatch(/caddy takes at most 20 moments of one hour.*; this site has 21/);
  });

  it('is a warning for collections, which only make Caddy slow', () => {
    const empty = (count: number) =>
      new Map(Array.from({ length: count }, (_, n) => [`${n}`, []] as [string, Boundary[]]));
    expect(emit(site, empty(1000)).diagnostics).toEqual([]);
    expect(emit(site, empty(1001)).diagnostics).toMatchObject([
      { code: 'host/limit-exceeded', severity: 'warning' },
    ]);
  });
});
