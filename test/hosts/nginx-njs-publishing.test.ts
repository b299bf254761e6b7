import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitNginxNjs } from '../../src/hosts/nginx-njs/emit.ts';
import { replaceTree, type TreeFile } from '../../src/io/write-tree.ts';
import { textFile } from '../../src/site/output-file.ts';
import { makeHistory } from '../support/history.ts';
import { collectionId, publishHistory, siteConfig } from '../support/memory-site.ts';
import { scratch } from '../support/scratch.ts';
import { randomFrom, seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { complaints, startNginxNjs } from '../support/servers/nginx-njs.ts';
import type { RunningServer } from '../support/servers/server-process.ts';

/** P3 on the real nginx: releases are published while clients walk, and nginx is never told of it. */

const RELEASES = 25;
const LIMITS = [1, 3, 7, 20, 50, 100, 100, 1000];
const PATIENCE = 300_000;

describe.skipIf(!isInstalled('nginx-njs'))('nginx with njs while releases are published', () => {
  const folder = scratch('njs-publishing');
  const site = join(folder, 'site');
  const history = makeHistory({ seed, pool: 250, releases: RELEASES, activity: 0.2, kind: 'differences' });
  const { stages } = publishHistory(history, 1000);
  let server: RunningServer;

  beforeAll(async () => {
    await publish(0);
    server = await startNginxNjs(site, await freePort());
  }, PATIENCE);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function publish(stage: number): Promise<void> {
    const files = [...stages[stage]!].map(([path, bytes]): TreeFile => ({ path, chunks: () => [bytes] }));
    const host = emitNginxNjs({ config: siteConfig(1000) }).files;
    await replaceTree(site, [...files, ...host, textFile('404.html', () => 'Not here\n')], () => undefined);
  }

  it(
    'every reader ends up with every object, none twice, and meets no error',
    async () => {
      const random = randomFrom(seed);
      let isOver = false;
      const readers = LIMITS.map((limit) => readOn(limit, () => isOver));
      for (let stage = 1; stage < RELEASES; stage += 1) {
        await sleep(random() * 200);
        await publish(stage);
      }
      isOver = true;
      const found = await Promise.all(readers);
      const final = history.states.at(-1)!;
      for (const { mirror, dates } of found) {
        for (const [id, text] of final) expect(mirror.get(id)).toBe(text);
        // date_added is one's own: a repeated entry would show here, and so would one out of order
        expect(dates).toEqual([...new Set(dates)].sort());
      }
      // Otherwise all was published before anybody looked.
      expect(Math.max(...found.map(({ ends }) => ends))).toBeGreaterThan(5);
      expect(complaints(server)).toEqual([]);
    },
    PATIENCE,
  );

  /** Walks by `next`, then on from the last date, until nothing is published any more and nothing comes. */
  async function readOn(limit: number, isOver: () => boolean) {
    const mirror = new Map<string, string>();
    const dates: string[] = [];
    const ends = new Set<string>();
    let after = '1970-01-01T00:00:00Z';
    for (let query = ''; ; ) {
      const wasOver = isOver();
      const answer = await ask(`?limit=${limit}${query || `&added_after=${after}`}`);
      for (const object of answer.objects) mirror.set(object.id, JSON.stringify(object));
      dates.push(...answer.dates);
      after = answer.dates.at(-1) ?? after;
      query = answer.next === undefined ? '' : `&next=${answer.next}`;
      if (answer.next === undefined) ends.add(after);
      if (answer.next === undefined && answer.objects.length === 0 && wasOver)
        return { mirror, dates, ends: ends.size };
    }
  }

  async function ask(query: string) {
    const url = `${server.url}api/collections/${collectionId}/objects/${query}`;
    const response = await fetch(url);
    const text = await response.text();
    expect([response.status, text.slice(0, 200)]).toEqual([200, expect.stringMatching(/^\{"more":/)]);
    const { next, objects = [] } = JSON.parse(text);
    expect(new Set(objects.map(({ id }: { id: string }) => id)).size).toBe(objects.length);
    const ends = ['First', 'Last'].map((end) => response.headers.get(`X-TAXII-Date-Added-${end}`));
    const dates = [...new Set(ends.filter((date) => date !== null))];
    return { next: next as string | undefined, objects, dates };
  }
});
