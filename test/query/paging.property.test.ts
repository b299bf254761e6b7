import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateAdded } from '../../src/taxii/date-added.ts';
import { type HistoryShape, makeHistory } from '../support/history.ts';
import {
  type Answer,
  collectionId,
  createClient,
  MemoryStorage,
  manifestUrl,
  objectsUrl,
  publishHistory,
} from '../support/memory-site.ts';
import { randomFrom, seed } from '../support/seed.ts';

/** The properties P1 to P7 of the design, over generated histories. */

const shapes: fc.Arbitrary<HistoryShape> = fc.record({
  seed: fc.nat(),
  pool: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 500, max: 1500 })),
  releases: fc.integer({ min: 1, max: 8 }),
  activity: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  kind: fc.constantFrom('snapshots' as const, 'differences' as const),
});
const limits = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: 1, max: 30 }),
  fc.integer({ min: 100, max: 5000 }),
);
const pageSizes = fc.constantFrom(7, 100, 1000);
const runs = { numRuns: 40 };

// What chance alone would seldom make: a limit of one, and views that were renumbered.
const tiny: HistoryShape = { seed: 1, pool: 20, releases: 3, activity: 0.8, kind: 'snapshots' };
const renumbered: HistoryShape = { seed: 2, pool: 1300, releases: 5, activity: 0.95, kind: 'differences' };

type Ask = (url: string) => Promise<Answer>;
type Piece = { id: string; text: string };

/** A page with little on it would make thousands of requests of a big history. */
function sensible(pool: number, limit: number | undefined): number | undefined {
  return limit !== undefined && pool > 100 ? Math.max(limit, 25) : limit;
}

function checkPage(answer: Answer, limit: number | undefined): Piece[] {
  expect(answer.status).toBe(200);
  const objects = (answer.body.objects ?? []) as { id: string }[];
  // P6: the limit, and next exactly when there is more
  if (limit !== undefined) expect(objects.length).toBeLessThanOrEqual(limit);
  expect('next' in answer.body).toBe(answer.body.more === true);
  // TAXII 2.1 §2: no empty lists
  if ('objects' in answer.body) expect(objects.length).toBeGreaterThan(0);
  expect(answer.headers.has('X-TAXII-Date-Added-First')).toBe(objects.length > 0);
  if (answer.body.next) expect(answer.body.next).toMatch(/^[A-Za-z0-9._-]+$/);
  return objects.map((object) => ({ id: object.id, text: JSON.stringify(object) }));
}

async function walkByNext(
  ask: Ask,
  url: string,
  limit: number | undefined,
  between: () => void = () => undefined,
) {
  const pieces: Piece[] = [];
  const tokens: string[] = [];
  const first = limit === undefined ? '' : `limit=${limit}`;
  for (let query = first; ; ) {
    const answer = await ask(`${url}?${query}`);
    pieces.push(...checkPage(answer, limit));
    if (!answer.body.more) return { pieces, tokens };
    tokens.push(answer.body.next);
    // Clients drop, add and reorder what they sent before: here all is dropped but the limit.
    query = `${limit === undefined ? '' : `limit=${limit}&`}next=${answer.body.next}`;
    between();
  }
}

async function walkByDate(ask: Ask, url: string, limit: number | undefined): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let after = '';
  for (;;) {
    const answer = await ask(`${url}?${limit === undefined ? '' : `limit=${limit}&`}${after}`);
    const page = checkPage(answer, limit);
    pieces.push(...page);
    if (!answer.body.more) return pieces;
    after = `added_after=${answer.headers.get('X-TAXII-Date-Added-Last')}`;
  }
}

function expectExactly(pieces: readonly Piece[], state: ReadonlyMap<string, string>): void {
  expect(pieces.length).toBe(state.size);
  expect(new Map(pieces.map(({ id, text }) => [id, text]))).toEqual(state);
}

describe('P1: dates', () => {
  test('every object version has its own date_added, ascending; a release ends on a whole millisecond', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { ledger } = publishHistory(makeHistory(shape), 1000);
        const dates = ledger.log.map(({ n }) => dateAdded(ledger.dated, n));
        expect(dates.every((date, n) => n === 0 || date > dates[n - 1]!)).toBe(true);
        for (const { first, count, micros } of ledger.dated) {
          if (count === 0) continue;
          expect(dates[first]).toBeGreaterThan(micros);
          expect(dates[first + count - 1]! % 1000).toBe(0);
        }
      }),
      runs,
    );
  });
});

describe('P2, P6: every walk gets every object once', () => {
  test.each([objectsUrl, manifestUrl])('by next, by Date-Added-Last: %s', async (url) => {
    await fc.assert(
      fc.asyncProperty(shapes, limits, pageSizes, async (shape, wanted, pageSize) => {
        const limit = sensible(shape.pool, wanted);
        const history = makeHistory(shape);
        const { stages } = publishHistory(history, Math.max(pageSize, sensible(shape.pool, 1)!));
        const ask = createClient(new MemoryStorage(stages.at(-1)!));
        const state = history.states.at(-1)!;
        const byNext = (await walkByNext(ask, url, limit)).pieces;
        const byDate = await walkByDate(ask, url, limit);
        expect(byDate).toEqual(byNext);
        if (url === objectsUrl) expectExactly(byNext, state);
        else expect(byNext.map(({ id }) => id).sort()).toEqual([...state.keys()].sort());
      }),
      {
        ...runs,
        examples: [
          [tiny, 1, 1000],
          [renumbered, 100, 1000],
        ],
      },
    );
  });

  test('by polling with a clock of its own after every release', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const history = makeHistory(shape);
        const { stages } = publishHistory(history, 100);
        const storage = new MemoryStorage(stages[0]!);
        const ask = createClient(storage);
        const mirror = new Map<string, string>();
        let clock = '2000-01-01T00:00:00Z';
        for (const [index, stage] of stages.entries()) {
          storage.files = stage;
          const seen = new Set<string>();
          for (let next = ''; ; ) {
            const answer = await ask(`${objectsUrl}?added_after=${clock}&limit=50${next}`);
            for (const { id, text } of checkPage(answer, 50)) {
              expect(seen.has(id)).toBe(false);
              seen.add(id);
              // Nothing that the poller has already is sent to it again, unless it was gone in between.
              if (index > 0 && history.states[index - 1]!.has(id)) expect(mirror.get(id)).not.toBe(text);
              mirror.set(id, text);
            }
            if (!answer.body.more) break;
            next = `&next=${answer.body.next}`;
          }
          for (const id of mirror.keys()) if (!history.states[index]!.has(id)) mirror.delete(id);
          expect(mirror).toEqual(history.states[index]);
          // Some hours after the release, and before the next one.
          clock = history.releases[index]!.date.replace('T12:00:00.000Z', 'T18:30:00Z');
        }
      }),
      runs,
    );
  });
});

describe('P3: publishes during a walk', () => {
  test('nothing is lost, nothing comes twice, no token dies', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 1, max: 60 }), fc.nat(), async (shape, wanted, chance) => {
        const limit = sensible(shape.pool, wanted)!;
        const random = randomFrom(chance);
        const { stages, ledger } = publishHistory(makeHistory(shape), 1000);
        const storage = new MemoryStorage(stages[0]!);
        const ask = createClient(storage);
        let stage = 0;
        const served: string[] = [];
        const { tokens } = await walkByNext(
          async (url) => {
            const answer = await ask(url);
            const dates = (await ask(url.replace('/objects/', '/manifest/'))).body.objects ?? [];
            served.push(...dates.map((record: { date_added: string }) => record.date_added));
            return answer;
          },
          objectsUrl,
          limit,
          () => {
            while (random() < 0.5 && stage < stages.length - 1) storage.files = stages[++stage]!;
          },
        );
        expect(new Set(served).size).toBe(served.length);
        expect(served).toEqual([...served].sort());
        // Whatever is current when the walk ends has been served in it.
        const all = await currentDates(ask);
        for (const date of all) expect(served).toContain(date);
        storage.files = stages.at(-1)!;
        await checkOldTokens(ask, tokens, ledger.views.last);
      }),
      {
        ...runs,
        examples: [
          [tiny, 1, 3],
          [renumbered, 60, 3],
        ],
      },
    );
  });

  async function currentDates(ask: Ask): Promise<string[]> {
    const dates: string[] = [];
    for (let query = ''; ; ) {
      const { body } = await ask(`${manifestUrl}?${query}`);
      dates.push(...(body.objects ?? []).map((record: { date_added: string }) => record.date_added));
      if (!body.more) return dates;
      query = `next=${body.next}`;
    }
  }

  // A token whose page has lost all its objects answers with the next ones, not with an empty page.
  async function checkOldTokens(
    ask: Ask,
    tokens: readonly string[],
    last: { entries(): Iterable<{ n: number }> },
  ) {
    const live = [...last.entries()].map(({ n }) => n);
    for (const token of tokens) {
      const answer = await ask(`${objectsUrl}?next=${token}`);
      expect(answer.status).toBe(200);
      const position = Number.parseInt(token.split('.')[2]!, 36);
      expect((answer.body.objects ?? []).length > 0).toBe(live.some((n) => n >= position));
    }
  }
});

describe('P4: a publish rewrites little', () => {
  test('a file never changes under its name, but for the head', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { stages } = publishHistory(makeHistory(shape), 1000);
        for (const [index, files] of stages.entries()) {
          for (const [path, bytes] of stages[index - 1] ?? []) {
            const now = files.get(path);
            if (now && !path.endsWith('/head.json')) expect(Buffer.compare(now, bytes)).toBe(0);
          }
        }
      }),
      runs,
    );
  });

  test('one changed object among 5,000 rewrites a handful of files', () => {
    const history = makeHistory({ seed, pool: 5000, releases: 1, activity: 1, kind: 'differences' });
    const { stages, ledger } = publishHistory(history, 1000);
    const [id, text] = [...history.states[0]!][4]!;
    const object = history.texts.add({ ...JSON.parse(text), modified: '2024-06-01T00:00:00.000Z' });
    expect(object.id).toBe(id);
    const after = publishHistory(
      {
        ...history,
        releases: [
          ...history.releases,
          { version: '2', date: '2024-06-02T00:00:00Z', objects: [object], removed: [] },
        ],
      },
      1000,
    ).stages[1]!;
    const fresh = [...after].filter(
      ([path, bytes]) => Buffer.compare(stages[0]!.get(path) ?? Buffer.alloc(0), bytes) !== 0,
    );
    expect(ledger.log.length).toBe(5000);
    expect(fresh.length).toBeLessThanOrEqual(16);
    const total = [...after.values()].reduce((size, bytes) => size + bytes.length, 0);
    expect(fresh.reduce((size, [, bytes]) => size + bytes.length, 0)).toBeLessThan(total / 4);
  });
});

describe('P5: an answer is exact', () => {
  test('every combination of filters gives what a plain reading of the standard gives', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), async (shape, chance) => {
        const random = randomFrom(chance);
        const { stages, ledger } = publishHistory(makeHistory(shape), 1000);
        const ask = createClient(new MemoryStorage(stages.at(-1)!));
        for (let round = 0; round < 12; round += 1) {
          const query = randomQuery(random, ledger.log);
          const { pieces } = await walkWith(ask, query.text, 200);
          const expected = ledger.log
            .filter((entry) => entry.withdrawnIn === undefined && query.keeps(entry, ledger.log))
            .filter((entry) => dateAdded(ledger.dated, entry.n) > query.after);
          expect(pieces, query.text).toEqual(
            expected.map(({ id, objectVersion }) => `${id} ${objectVersion}`),
          );
        }
      }),
      runs,
    );
  });

  async function walkWith(ask: Ask, query: string, limit: number) {
    const pieces: string[] = [];
    for (let text = `${query}&limit=${limit}`; ; ) {
      const answer = await ask(`${manifestUrl}?${text}`);
      expect(answer.status, text).toBe(200);
      checkPage(answer, limit);
      for (const record of answer.body.objects ?? []) pieces.push(`${record.id} ${record.version}`);
      if (!answer.body.more) return { pieces };
      text = `next=${answer.body.next}&limit=${limit}`;
    }
  }

  type Entry = {
    id: string;
    type: string;
    objectVersion: string;
    n: number;
    withdrawnIn: number | undefined;
  };

  function randomQuery(random: () => number, log: readonly Entry[]) {
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
    const parts: string[] = [];
    const tests: ((entry: Entry, log: readonly Entry[]) => boolean)[] = [];
    if (random() < 0.5) {
      const types = ['indicator', 'tool', 'no-such-type', 'x-thing'].filter(() => random() < 0.5);
      if (types.length > 0) {
        parts.push(`match%5Btype%5D=${types.join(',')}`);
        tests.push(({ type }) => types.includes(type));
      }
    }
    if (random() < 0.3 && log.length > 0) {
      const ids = [pick(log)!.id, pick(log)!.id, 'tool--00000000-dead-4000-8000-000000000000'];
      parts.push(`match[id]=${ids.join(',')}`);
      tests.push(({ id }) => ids.includes(id));
    }
    if (random() < 0.3) {
      const specs = pick([['2.1'], ['2.0'], ['2.0', '2.1']])!;
      parts.push(`match[spec_version]=${specs.join(',')}`);
      tests.push(() => specs.includes('2.1'));
    }
    const versions = pick([
      [],
      ['last'],
      ['first'],
      ['all'],
      ['first', 'last'],
      ['date'],
      ['date', 'first'],
    ])!.map((version) =>
      version === 'date' ? (pick(log)?.objectVersion ?? '2023-01-01T01:00:00.000Z') : version,
    );
    if (versions.length > 0) parts.push(`match[version]=${versions.join(',')}`);
    tests.push((entry, all) => hasVersion(entry, all, versions.length > 0 ? versions : ['last']));
    let after = 0;
    if (random() < 0.4) {
      const day = 1 + Math.floor(random() * 9);
      const date = `2024-01-0${day}T12:00:00.00${Math.floor(random() * 3)}${Math.floor(random() * 1000)}Z`;
      parts.push(`added_after=${date}`);
      after = Date.parse(`${date.slice(0, 19)}Z`) * 1000 + Number(date.slice(20, -1).padEnd(6, '0'));
    }
    return {
      text: parts.join('&'),
      after,
      keeps: (e: Entry, all: readonly Entry[]) => tests.every((t) => t(e, all)),
    };
  }

  function hasVersion(entry: Entry, log: readonly Entry[], versions: readonly string[]): boolean {
    const present = log.filter(({ id, withdrawnIn }) => id === entry.id && withdrawnIn === undefined);
    const sorted = present.map(({ objectVersion }) => objectVersion).sort();
    return versions.some(
      (version) =>
        version === 'all' ||
        version === entry.objectVersion ||
        (version === 'last' && entry.objectVersion === sorted.at(-1)) ||
        (version === 'first' && entry.objectVersion === sorted[0]),
    );
  }
});

describe('P7: tokens', () => {
  const history = makeHistory({ seed: 7, pool: 60, releases: 3, activity: 0.8, kind: 'snapshots' });
  const { stages, ledger } = publishHistory(history, 1000);
  const ask = createClient(new MemoryStorage(stages.at(-1)!));

  test('what was not given out by the collection is refused, and never page one', async () => {
    const { body } = await ask(`${objectsUrl}?limit=3`);
    const token: string = body.next;
    const foreign = token.replace(collectionId.slice(0, 8), 'deadbeef');
    const beyond = token.replace(/^(1\.[^.]+\.)[^.]+/, `$1${ledger.log.length.toString(36)}`);
    const garbage = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/),
      fc.integer({ min: 0, max: token.length - 1 }).map((at) => token.slice(0, at)),
      fc.constantFrom(
        foreign,
        beyond,
        `${token}0`,
        token.toUpperCase(),
        token.replace('.0', '.e30'),
        `0${token}`,
      ),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (text) => {
        const answer = await ask(`${objectsUrl}?next=${text}`);
        expect(answer.status, text).toBe(400);
        expect(answer.body.title).toBeTruthy();
      }),
      { numRuns: 300 },
    );
  });

  test('a token keeps the filter of its walk, whatever else is sent with it', async () => {
    const first = await ask(`${objectsUrl}?match[type]=indicator&limit=2`);
    const token = first.body.next as string;
    const plain = await ask(`${objectsUrl}?next=${token}&limit=100`);
    const noisy = await ask(
      `${objectsUrl}?limit=100&match[type]=tool&next=${token}&added_after=2030-01-01T00:00:00Z`,
    );
    expect(plain.body.objects.length).toBeGreaterThan(0);
    expect(plain.body.objects.every(({ type }: { type: string }) => type === 'indicator')).toBe(true);
    expect(noisy.text).toBe(plain.text);
    expect((await ask(`${manifestUrl}?next=${token}&limit=100`)).body.objects.length).toBe(
      plain.body.objects.length,
    );
  });
});
