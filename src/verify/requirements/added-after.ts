import { tryEach } from '../declinable.ts';
import { documentOf } from '../json-value.ts';
import { difference, type Entry, idsOf, settleTies } from '../lists.ts';
import type { List, Probe } from '../probe.ts';
import { type Requirement, ruled } from '../requirement.ts';
import { withQuery } from '../urls.ts';
import { demand, Skip } from '../verdict.ts';

/** added_after (TAXII 2.1 §3.4). */
export const addedAfter: readonly Requirement[] = [
  {
    id: 'T-3.4-3',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'added_after gives what was added later, and not what was added then',
    check: async (probe) => {
      const records = await datedRecords(probe);
      const { length } = records;
      const tried = [0, Math.floor(length / 2), length - 2, length - 1].map((index) =>
        dateOf(records[index]!),
      );
      await tryEach([...new Set(tried)], async (date) => {
        const later = idsOf(records.filter((record) => dateOf(record) > date));
        for (const list of ['manifest', 'objects'] as const) await demandAfter(probe, list, date, later);
      });
    },
  },
  {
    id: 'T-3.4-4',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'added_after with a date before all gives everything, and with one to come nothing',
    check: async (probe) => {
      const all = idsOf(await probe.wholeOf('objects', 1));
      for (const list of ['manifest', 'objects'] as const) {
        await demandAfter(probe, list, '1970-01-02T00:00:00.000000Z', all);
        await demandAfter(probe, list, '2200-01-01T00:00:00.000000Z', []);
      }
    },
  },
  {
    id: 'P-2-1',
    cites: 'DESIGN P2; TAXII 2.1 §3.5',
    strength: 'LEVEL',
    levels: ruled,
    title: 'A walk by added_after = X-TAXII-Date-Added-Last gives every object once, in order',
    check: async (probe) => {
      for (const list of ['objects', 'manifest'] as const) await demandWalkByDate(probe, list);
    },
  },
  {
    id: 'T-3.4-5',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'A malformed added_after is 400',
    check: async (probe) => {
      for (const text of ['yesterday', '', '2024-02-30T00:00:00Z', '2024-01-01'])
        for (const list of ['objects', 'manifest'] as const) {
          const answer = await probe.ask(withQuery(probe.listUrl(list), [['added_after', text]]));
          demand(answer.status === 400, answer, `status ${answer.status}`, 'status 400');
        }
    },
  },
  {
    id: 'P-7-9',
    cites: 'DESIGN §7; RFC 3986 §3.4',
    strength: 'LEVEL',
    levels: ruled,
    title: 'Colons in added_after mean the same raw and as %3A',
    check: async (probe) => {
      const date = dateOf((await datedRecords(probe)).at(-1)!);
      const url = `${probe.listUrl('manifest')}?added_after=`;
      const [raw, encoded] = [await probe.ask(url + date), await probe.ask(url + encodeURIComponent(date))];
      documentOf(encoded);
      demand(raw.text === encoded.text, raw, `status ${raw.status}, another body`, 'the answer for %3A');
    },
  },
];

function dateOf({ value }: Entry): string {
  return String(value.date_added);
}

/** Dates of one form, which sort as text. */
async function datedRecords(probe: Probe): Promise<readonly Entry[]> {
  const records = await probe.wholeOf('manifest', 2);
  if (!records.every((record) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(dateOf(record))))
    throw new Skip('the manifest has no sound dates');
  return records;
}

async function demandAfter(probe: Probe, list: List, date: string, later: readonly string[]): Promise<void> {
  const { entries, pages } = await probe.walkOrDeclined(list, [['added_after', date]]);
  const settled = settleTies(await probe.whole('manifest'));
  const found = difference(settled(idsOf(entries)), settled(later));
  demand(
    found === undefined,
    pages[0]!.exchange,
    `${found}`,
    `the ${later.length} entries that were added later`,
  );
}

const MOST_STEPS = 30;

async function demandWalkByDate(probe: Probe, list: List): Promise<void> {
  const all = idsOf(await probe.wholeOf(list, 2));
  const limit = ['limit', String(Math.max(1, Math.ceil(all.length / 6)))] as const;
  const seen: string[] = [];
  let page = await probe.page(list, [limit]);
  for (let step = 1; step < MOST_STEPS; step += 1) {
    seen.push(...idsOf(page.entries));
    if (!page.more) break;
    const last = page.exchange.headers.get('X-TAXII-Date-Added-Last');
    demand(last, page.exchange, 'no X-TAXII-Date-Added-Last', 'a date to go on from');
    page = await probe.pageOrDeclined(list, [limit, ['added_after', last]]);
  }
  const found = difference(seen, page.more ? all.slice(0, seen.length) : all);
  demand(found === undefined, page.exchange, `${found}`, 'every object once, in order');
}
