import { describe, expect, test } from 'vitest';
import { fromMicroseconds } from '../../src/json/instant.ts';
import { boundariesOf } from '../../src/query/cursor.ts';
import { resolveFile } from '../../src/query/file-resolver.ts';
import { createHandler } from '../../src/query/handler.ts';
import { planRuleSite } from '../../src/site/rule-site.ts';
import { dateAdded } from '../../src/taxii/date-added.ts';
import { makeHistory } from '../support/history.ts';
import {
  collection,
  collectionId,
  MemoryStorage,
  publishHistory,
  siteConfig,
} from '../support/memory-site.ts';
import { randomFrom, seed } from '../support/seed.ts';

/** Level 2 against level 3 over the same history: exact, or declined. */

const history = makeHistory({ seed: 5, pool: 260, releases: 9, activity: 0.4, kind: 'snapshots' });
const { stages, ledger } = publishHistory(history, 100, [2, 3]);
const files = stages.at(-1)!;
const handler = createHandler(new MemoryStorage(files));
const site = planRuleSite(siteConfig(100), [{ config: collection, ledger }], history.texts.read);
const path = `/api/collections/${collectionId}/objects/`;

function ask(query: string, to = path) {
  const answer = resolveFile(site.table, site.boundaries, { method: 'GET', path: to, query }, (file) =>
    files.has(file),
  );
  if (answer.answer !== 'file') throw new Error(answer.answer);
  return {
    status: answer.status,
    file: answer.file,
    body: JSON.parse(new TextDecoder().decode(files.get(answer.file)!)),
  };
}

function walk(first: string, limit: number | undefined, to = path): { ids: string[]; sizes: number[] } {
  const ids: string[] = [];
  const sizes: number[] = [];
  for (let query = first; ; ) {
    const { status, body } = ask([query, ...(limit ? [`limit=${limit}`] : [])].filter(Boolean).join('&'), to);
    expect(status, query).toBe(200);
    ids.push(...(body.objects ?? []).map((object: { id: string }) => object.id));
    sizes.push(body.objects?.length ?? 0);
    expect(sizes.length).toBeLessThan(2000);
    expect(Object.hasOwn(body, 'next')).toBe(body.more);
    if (!body.more) return { ids, sizes };
    query = `next=${body.next}`;
  }
}

async function all(query: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next = ''; ; ) {
    const response = await handler(new Request(`http://a${path}?${query}${next}`));
    const body = (await response!.json()) as { objects?: { id: string }[]; next?: string };
    ids.push(...(body.objects ?? []).map(({ id }) => id));
    if (!body.next) return ids;
    next = `&next=${body.next}`;
  }
}

describe('walks give what level 3 gives', () => {
  const filters = [
    '',
    'match[version]=all',
    'match[version]=first',
    'match[type]=tool',
    'match%5Btype%5D=ipv4-addr',
    'match[type]=none-such',
    'match[spec_version]=2.1',
    'match[spec_version]=2.0',
  ];
  test.each(
    filters.flatMap((filter) =>
      [undefined, 1, 7, 10, 50, 100, 5000].map((limit) => [filter, limit] as const),
    ),
  )('%s, limit %s', async (filter, limit) => {
    const { ids, sizes } = walk(filter, limit);
    expect(ids).toEqual(await all(filter));
    if (limit) expect(Math.max(...sizes)).toBeLessThanOrEqual(limit);
  });
});

describe('added_after', () => {
  const { dated } = ledger;
  const random = randomFrom(seed);
  const moments = dated.flatMap((release) => {
    const first = dateAdded(dated, release.first);
    const last = dateAdded(dated, release.first + release.count - 1);
    return [
      release.micros,
      first - 1,
      first,
      first + 1,
      last - 1,
      last,
      last + 1,
      last + 12345678,
      first + Math.floor(random() * (last - first)),
    ];
  });
  const isInside = (moment: number) =>
    site.boundaries.get(collectionId)!.findLast(({ from }) => from <= moment)?.cursor === 'inside';

  test.each([
    '',
    'match[type]=tool',
    'match[version]=all',
  ])('%s: exact between releases and in them where there is a page', async (filter) => {
    for (const moment of moments) {
      const query = `added_after=${fromMicroseconds(moment).replaceAll(':', random() < 0.5 ? ':' : '%3A')}&${filter}`;
      const { status } = ask(query);
      if (status === 200) expect(walk(query, undefined).ids, query).toEqual(await all(query));
      else expect(isInside(moment), query).toBe(true);
    }
  });

  test.each([undefined, 1, 10, 100])('walks by Date-Added-Last, limit %s', async (limit) => {
    const dates = new Map(site.folders.map(({ path, dates }) => [path, dates]));
    const ids: string[] = [];
    for (let query = '', asked = 0; ; asked += 1) {
      const { status, body, file } = ask([query, ...(limit ? [`limit=${limit}`] : [])].join('&'));
      expect(status).toBe(200);
      expect(asked).toBeLessThan(1000);
      ids.push(...(body.objects ?? []).map(({ id }: { id: string }) => id));
      const last = dates.get(file.slice(0, file.lastIndexOf('/')))?.last;
      if (!body.objects) break;
      query = `added_after=${last}`;
    }
    expect(ids).toEqual(await all(''));
  });
});

test('a token survives every later release', () => {
  const tokens: { token: string; before: number }[] = [];
  // Each stage's own tokens, asked of the last stage.
  for (const stage of stages)
    for (const [name, bytes] of stage)
      if (/pages\/.*\/last\/.*objects\.json$/.test(name)) {
        const body = JSON.parse(new TextDecoder().decode(bytes));
        if (body.next) tokens.push({ token: body.next, before: 0 });
      }
  expect(tokens.length).toBeGreaterThan(100);
  const random = randomFrom(seed);
  tokens.sort(() => random() - 0.5).splice(150);
  for (const { token } of tokens)
    for (const limit of ['', '&limit=1', '&limit=10', '&limit=500']) {
      const { status, body } = ask(`next=${token}${limit}`);
      expect(status, token).toBe(200);
      if (!body.objects) expect(body.more).toBe(false);
    }
});

test('boundaries ascend', () => {
  const found = boundariesOf(ledger.dated);
  for (let index = 1; index < found.length; index += 1)
    expect(found[index]!.from).toBeGreaterThan(found[index - 1]!.from);
});
