import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { minify } from '../../src/json/minify.ts';
import { withoutDuplicates } from '../../src/release/duplicates.ts';
import type { ReleaseMaterial } from '../../src/release/ledger.ts';
import { newReading, readObjects } from '../../src/release/read-objects.ts';
import { dateAdded } from '../../src/taxii/date-added.ts';
import {
  createClient,
  type Files,
  MemoryStorage,
  manifestUrl,
  objectsUrl,
  publishHistory,
} from '../support/memory-site.ts';
import { randomFrom, seed } from '../support/seed.ts';
import { hasIcs, icsFolder, icsVersions } from '../support/shared.ts';

/** P1 to P4 and P6 on the real history: the last eight releases, 14.1 to 17.1, as they were published. */
describe.skipIf(!hasIcs)('ICS ATT&CK', () => {
  const versions = icsVersions.slice(-8);
  let stages: readonly Files[];
  let ledger: ReturnType<typeof publishHistory>['ledger'];

  beforeAll(() => {
    const files: Uint8Array[] = [];
    const read = (text: { file: number; start: number; end: number; length: number }) =>
      minify(files[text.file]!, text);
    const reading = newReading();
    const releases = versions.map((version, number): ReleaseMaterial => {
      const bytes = readFileSync(join(icsFolder, `ics-attack-${version}.json`));
      files.push(bytes);
      const { objects } = readObjects({ number, name: version, bytes }, reading);
      const date = new Date(Date.UTC(2024, number, 1)).toISOString();
      return { version, date, objects: withoutDuplicates(objects, read).objects, removed: 'absent' };
    });
    const published = publishHistory({ texts: { read } as never, releases, states: [] }, 1000);
    stages = published.stages;
    ledger = published.ledger;
  });

  const current = (index: number) => {
    const { objects } = JSON.parse(
      readFileSync(join(icsFolder, `ics-attack-${versions[index]}.json`), 'utf8'),
    );
    return new Set((objects as { id: string }[]).map(({ id }) => id));
  };

  test('P1: dates ascend, one microsecond each, and every release ends on a whole millisecond', () => {
    const dates = ledger.log.map(({ n }) => dateAdded(ledger.dated, n));
    expect(dates.every((date, n) => n === 0 || date > dates[n - 1]!)).toBe(true);
    for (const { first, count } of ledger.dated) expect(dates[first + count - 1]! % 1000).toBe(0);
  });

  test.each([
    [objectsUrl, 7],
    [objectsUrl, 100],
    [objectsUrl, 1651],
    [manifestUrl, 13],
    [manifestUrl, 9999],
  ])('P2, P6: %s with limit %i, by next and by date', async (url, limit) => {
    const ask = createClient(new MemoryStorage(stages.at(-1)!));
    const ids: string[][] = [];
    for (const way of ['next', 'date']) {
      const received: string[] = [];
      for (let query = `limit=${limit}`; ; ) {
        const { body, headers } = await ask(`${url}?${query}`);
        expect(body.objects.length).toBeLessThanOrEqual(limit);
        expect('next' in body).toBe(body.more);
        received.push(...body.objects.map(({ id }: { id: string }) => id));
        if (!body.more) break;
        const last = headers.get('X-TAXII-Date-Added-Last');
        query = `limit=${limit}&${way === 'next' ? `next=${body.next}` : `added_after=${last}`}`;
      }
      ids.push(received);
    }
    expect(ids[0]).toEqual(ids[1]);
    expect(ids[0]!.length).toBe(1651);
    expect(new Set(ids[0])).toEqual(current(7));
  });

  test('P3: walks that meet publishes lose nothing and get nothing twice', async () => {
    const random = randomFrom(seed);
    for (let round = 0; round < 20; round += 1) {
      const storage = new MemoryStorage(stages[0]!);
      const ask = createClient(storage);
      const limit = [50, 99, 400, 1000][round % 4]!;
      const dates: string[] = [];
      let stage = 0;
      for (let query = `limit=${limit}`; ; ) {
        const { status, body } = await ask(`${manifestUrl}?${query}`);
        expect(status).toBe(200);
        dates.push(...(body.objects ?? []).map((record: { date_added: string }) => record.date_added));
        if (!body.more) break;
        query = `limit=${limit}&next=${body.next}`;
        while (random() < 0.2 && stage < stages.length - 1) storage.files = stages[++stage]!;
      }
      expect(new Set(dates).size).toBe(dates.length);
      const now = await ask(`${manifestUrl}?limit=1000`);
      const rest = now.body.more ? (await ask(`${manifestUrl}?next=${now.body.next}`)).body.objects : [];
      const received = new Set(dates);
      for (const record of [...now.body.objects, ...rest]) expect(received.has(record.date_added)).toBe(true);
    }
  });

  test('P4: what a publish rewrites is near what it changed', () => {
    for (let index = 1; index < stages.length; index += 1) {
      const [before, after] = [stages[index - 1]!, stages[index]!];
      const fresh = [...after].filter(
        ([path, bytes]) => !before.has(path) || Buffer.compare(before.get(path)!, bytes) !== 0,
      );
      const size = fresh.reduce((sum, [, bytes]) => sum + bytes.length, 0);
      const { changed, edited, added, removed } = ledger.reports[index]!;
      // One changed object costs its stretch of the log, the shards of two views and a bucket of ids.
      const changes = added + changed + edited + removed;
      expect(size, `${versions[index]}: ${fresh.length} files`).toBeLessThan(1_000_000 + changes * 6_000);
      for (const [path] of fresh) if (before.has(path)) expect(path).toMatch(/head\.json$/);
    }
  });
});
