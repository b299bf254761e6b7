import { objectOf, show } from '../json-value.ts';
import { difference, idsOf, type Page, readPage, typeOf } from '../lists.ts';
import type { List, Probe } from '../probe.ts';
import { type Requirement, ruled } from '../requirement.ts';
import { type Query, segment, withQuery } from '../urls.ts';
import { demand, Skip } from '../verdict.ts';
import type { Exchange } from '../wire.ts';

/** limit and next (TAXII 2.1 §3.4, §3.5). */
export const paging: readonly Requirement[] = [
  {
    id: 'T-3.4-1',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'limit is never exceeded',
    check: async (probe) => {
      const { length } = await probe.wholeOf('objects', 2);
      for (const list of ['objects', 'manifest'] as const)
        for (const limit of [1, 2, 3, length - 1, length]) {
          const { entries, exchange } = await probe.page(list, [['limit', String(limit)]]);
          demand(entries.length <= limit, exchange, `${entries.length} entries`, `at most ${limit}`);
        }
    },
  },
  {
    id: 'T-3.4-8',
    cites: 'TAXII 2.1 §3.4, §2 (integer); clients ask for up to 15,000',
    strength: 'MUST',
    levels: ruled,
    title: 'A limit above what the server gives is no error: 200, with the objects that come first',
    check: async (probe) => {
      const expected = idsOf(await probe.wholeOf('objects', 1));
      for (const list of ['objects', 'manifest'] as const)
        for (const limit of ['15000', String(Number.MAX_SAFE_INTEGER)]) {
          const { entries, exchange } = await probe.page(list, [['limit', limit]]);
          const found = difference(idsOf(entries), expected.slice(0, Math.max(1, entries.length)));
          demand(found === undefined, exchange, `${found}`, 'the first objects of the collection');
        }
    },
  },
  {
    id: 'T-3.4-2',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'more is true while more objects are there, and not after the last one',
    check: async (probe) => {
      const entries = await probe.wholeOf('objects', 2);
      const one = readPage(await probe.ask(`${probe.objectUrl(entries[0]!.id)}?limit=1`));
      demand(!one.more, one.exchange, 'the one object there is, more: true', 'more: false');
      for (const list of ['objects', 'manifest'] as const) await demandMore(probe, list, entries.length);
    },
  },
  {
    id: 'T-3.5-2',
    cites: 'TAXII 2.1 §3.5',
    strength: 'MUST',
    levels: ruled,
    title: 'A walk of objects/ by next with limit=1 gives every object once, in order',
    check: (probe) => demandWalk(probe, 'objects', 1),
  },
  {
    id: 'T-3.5-3',
    cites: 'TAXII 2.1 §3.5',
    strength: 'MUST',
    levels: ruled,
    title: 'A walk of objects/ by next with a small limit gives every object once, in order',
    check: async (probe) => demandWalk(probe, 'objects', await smallLimit(probe)),
  },
  {
    id: 'T-3.5-4',
    cites: 'TAXII 2.1 §3.5, §5.3',
    strength: 'MUST',
    levels: ruled,
    title: 'A walk of manifest/ by next with a small limit gives every record once, in order',
    check: async (probe) => demandWalk(probe, 'manifest', await smallLimit(probe)),
  },
  {
    id: 'T-3.5-5',
    cites: 'TAXII 2.1 §3.5',
    strength: 'MUST',
    levels: ruled,
    title: 'next leads on: never to the page that it came with',
    check: async (probe) => {
      for (const list of ['objects', 'manifest'] as const) {
        const page = await firstOfMany(probe, list, [['limit', '1']]);
        const after = await probe.page(list, [
          ['limit', '1'],
          ['next', page.next!],
        ]);
        const isSame =
          after.entries[0]?.id === page.entries[0]?.id || (after.more && after.next === page.next);
        demand(!isSame, after.exchange, 'the same page', 'the page after it');
      }
    },
  },
  {
    id: 'P-7-5',
    cites: 'DESIGN P7; clients drop, change and reorder the other parameters',
    strength: 'LEVEL',
    levels: ruled,
    title: 'next needs no other parameter: alone, it goes on with what its walk began with',
    check: async (probe) => {
      const query = await filterWithMany(probe);
      const expected = idsOf((await probe.walk('objects', query)).entries);
      const page = await firstOfMany(probe, 'objects', [...query, ['limit', '1']]);
      const { entries, exchange } = await probe.page('objects', [['next', page.next!]]);
      const found = difference(idsOf(entries), expected.slice(1, 1 + entries.length));
      demand(
        found === undefined && entries.length > 0,
        exchange,
        found ?? 'nothing',
        'what follows in the same walk',
      );
    },
  },
  {
    id: 'P-7-6',
    cites: 'DESIGN P7',
    strength: 'LEVEL',
    levels: ruled,
    title: 'next is made of letters, digits, ".", "_" and "-", so that no client can spoil it in a URL',
    check: async (probe) => {
      const { next, exchange } = await firstOfMany(probe, 'objects', [['limit', '1']]);
      demand(/^[A-Za-z0-9._-]+$/.test(next!), exchange, `next: ${show(next)}`, 'A-Z a-z 0-9 . _ -');
    },
  },
  {
    id: 'P-7-7',
    cites: 'DESIGN P7; a client that gets page one instead begins again, for ever',
    strength: 'LEVEL',
    levels: ruled,
    title: 'A next that the server never gave out is refused with 4xx',
    check: async (probe) => {
      for (const list of ['objects', 'manifest'] as const)
        for (const token of ['no-such-token', '0.0.0', '~'])
          demandRefused(await probe.ask(withQuery(probe.listUrl(list), [['next', token]])));
    },
  },
  {
    id: 'P-7-8',
    cites: 'DESIGN P7; one big client takes a token along to the next collection',
    strength: 'LEVEL',
    levels: ruled,
    title: 'A next of another collection is refused with 4xx',
    check: async (probe) => {
      const token = await foreignToken(probe);
      demandRefused(await probe.ask(withQuery(probe.listUrl('objects'), [['next', token]])));
    },
  },
  {
    id: 'P-3-1',
    cites: 'DESIGN P3; some clients keep a token for days',
    strength: 'LEVEL',
    levels: ruled,
    title: 'A next can be used again, with the same answer',
    check: async (probe) => {
      const page = await firstOfMany(probe, 'objects', [['limit', '1']]);
      const url = withQuery(probe.listUrl('objects'), [
        ['limit', '1'],
        ['next', page.next!],
      ]);
      const [once, again] = [await probe.ask(url), await probe.ask(url, { isFresh: true })];
      const seen = `status ${again.status} after ${once.status}`;
      demand(again.status === once.status && again.text === once.text, again, seen, 'the same answer');
    },
  },
];

/** Longer walks by one object at a time would be a burden; so many steps tell enough. */
const MOST_STEPS = 40;

/** For a walk of some six pages. */
export async function smallLimit(probe: Probe): Promise<number> {
  const { length } = await probe.wholeOf('objects', 1);
  return Math.max(2, Math.ceil(length / 6));
}

async function demandWalk(probe: Probe, list: List, limit: number): Promise<void> {
  const expected = idsOf(await probe.wholeOf(list, 2));
  const { pages, entries, isWhole } = await probe.steps(list, [['limit', String(limit)]], MOST_STEPS);
  const wanted = isWhole ? expected : expected.slice(0, entries.length);
  const found = difference(idsOf(entries), wanted);
  demand(
    found === undefined,
    pages.at(-1)!.exchange,
    `${found}`,
    'the objects that one reading without limit gives',
  );
}

async function demandMore(probe: Probe, list: List, length: number): Promise<void> {
  for (const limit of [1, length - 1, length, length + 1]) {
    const { entries, more, exchange } = await probe.page(list, [['limit', String(limit)]]);
    const isMore = entries.length < length;
    const seen = `${entries.length} of ${length} entries, more: ${more}`;
    demand(more === isMore, exchange, seen, `more: ${isMore}`);
  }
}

/** The first page of a walk that has a next. */
async function firstOfMany(probe: Probe, list: List, query: Query): Promise<Page> {
  await probe.wholeOf(list, 2);
  const page = await probe.page(list, query);
  if (!page.more || page.next === undefined) throw new Skip('there is no next to try');
  return page;
}

/** A type with several objects; where there is none, all of them. */
async function filterWithMany(probe: Probe): Promise<Query> {
  const types = (await probe.wholeOf('objects', 2)).map(typeOf);
  const many = types.find((type) => types.filter((other) => other === type).length > 1 && type !== types[0]);
  return many === undefined ? [] : [['match[type]', many]];
}

async function foreignToken(probe: Probe): Promise<string> {
  const { root, resource } = probe.target;
  for (const { id } of root.listed.filter((other) => other.id !== resource.id).slice(0, 3)) {
    const url = `${root.url}collections/${segment(String(id))}/objects/`;
    const { next } = objectOf(await probe.ask(`${url}?limit=1`)) ?? {};
    if (typeof next === 'string') return next;
  }
  throw new Skip('no other collection gives out a next');
}

function demandRefused(exchange: Exchange): void {
  const { status } = exchange;
  demand(status >= 400 && status < 500, exchange, `status ${status}`, 'a status of 4xx');
}
