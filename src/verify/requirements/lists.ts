import { isInstant } from '../../json/instant.ts';
import { demandShape, isObject, objectOf, show } from '../json-value.ts';
import { dateHeaders, difference, idsOf, settleTies } from '../lists.ts';
import type { List, Probe } from '../probe.ts';
import { fixed, type Requirement, ruled, taxii } from '../requirement.ts';
import { withQuery } from '../urls.ts';
import { demand, Lacking, Skip } from '../verdict.ts';
import type { Exchange } from '../wire.ts';

/** Envelopes, manifests and the dates of both (TAXII 2.1 §2, §3.2, §3.3, §3.7, §5.3). */
export const lists: readonly Requirement[] = [
  {
    id: 'T-3.5-1',
    cites: 'TAXII 2.1 §3.5, §3.7, §5.4',
    strength: 'MUST',
    levels: taxii,
    title: 'Reading all of objects/ comes to an end and gives every object once',
    check: (probe) => demandOnce(probe, 'objects'),
  },
  {
    id: 'T-5.3-1',
    cites: 'TAXII 2.1 §5.3',
    strength: 'MUST',
    levels: taxii,
    title: 'Reading all of manifest/ comes to an end and gives every record once',
    check: (probe) => demandOnce(probe, 'manifest'),
  },
  {
    id: 'T-3.3-2',
    cites: 'TAXII 2.1 §3.3, §5.3',
    strength: 'MUST',
    levels: taxii,
    title: 'objects/ and manifest/ tell of the same objects, in the same order',
    check: async (probe) => {
      const [objects, manifest] = [await probe.whole('objects'), await probe.whole('manifest')];
      const settled = settleTies(manifest);
      const found = difference(settled(idsOf(objects)), settled(idsOf(manifest)));
      demand(found === undefined, await first(probe, 'objects'), `${found}`, 'the ids of the manifest');
    },
  },
  {
    id: 'T-3.3-3',
    cites: 'TAXII 2.1 §3.3',
    strength: 'MUST',
    levels: taxii,
    title: 'A manifest is in ascending order of date_added',
    check: async (probe) => {
      const dates = await datesOf(probe);
      const at = dates.findIndex((date, index) => index > 0 && date < dates[index - 1]!);
      demand(
        at === -1,
        await first(probe, 'manifest'),
        `${dates[at]} after ${dates[at - 1]}`,
        'ascending dates',
      );
    },
  },
  {
    id: 'P-1-1',
    cites: 'DESIGN P1; without it, added_after between two of them loses or doubles objects',
    strength: 'LEVEL',
    levels: taxii,
    title: 'Every object version has a date_added of its own',
    check: async (probe) => {
      const dates = await datesOf(probe);
      const at = dates.findIndex((date, index) => index > 0 && date === dates[index - 1]);
      demand(at === -1, await first(probe, 'manifest'), `${dates[at]} twice`, 'every date once');
    },
  },
  {
    id: 'T-5.3.1-1',
    cites: 'TAXII 2.1 §5.3.1, §2',
    strength: 'MUST',
    levels: taxii,
    title: 'A manifest record has id, version, and date_added with six digits of a second',
    check: async (probe) => {
      const exchange = await first(probe, 'manifest');
      for (const { value } of await probe.whole('manifest')) {
        demandShape(
          value,
          { id: 'string', date_added: 'string', version: 'string', 'media_type?': 'string' },
          exchange,
        );
        demandTimestamp(value.date_added, 'date_added', exchange);
      }
    },
  },
  {
    id: 'T-5.3.1-2',
    cites: 'TAXII 2.1 §5.3.1',
    strength: 'MUST',
    levels: taxii,
    title: 'The version of a manifest record is "modified" of its object, else "created", digit by digit',
    check: async (probe) => {
      const versions = new Map((await probe.whole('manifest')).map(({ id, version }) => [id, version]));
      const exchange = await first(probe, 'objects');
      for (const { id, version } of await probe.whole('objects'))
        demand(
          version === undefined || !versions.has(id) || versions.get(id) === version,
          exchange,
          `${id} of ${version}`,
          `${versions.get(id)}, as the manifest says`,
        );
    },
  },
  {
    id: 'T-5.3.1-3',
    cites: 'TAXII 2.1 §5.3.1',
    strength: 'MUST',
    levels: taxii,
    title: 'The media type of a manifest record is one of the collection’s',
    check: async (probe) => {
      const { media_types: told } = probe.target.resource;
      // §5.2.1: absence stands for this
      const types = Array.isArray(told) ? told : ['application/stix+json'];
      const used = (await probe.whole('manifest')).map(({ value }) => value.media_type);
      const odd = used.find((type) => type !== undefined && !types.includes(type));
      demand(
        odd === undefined,
        await first(probe, 'manifest'),
        `media_type: ${show(odd)}`,
        `one of ${show(types)}`,
      );
    },
  },
  {
    id: 'T-3.7-1',
    cites: 'TAXII 2.1 §3.7; STIX 2.1 §3.1',
    strength: 'MUST',
    levels: taxii,
    title: 'Objects have a type, and an id that begins with it',
    check: async (probe) => {
      const exchange = await first(probe, 'objects');
      for (const { id, value } of await probe.whole('objects'))
        demand(
          id.startsWith(`${value.type}--`),
          exchange,
          `${id} of type ${show(value.type)}`,
          '<type>--<UUID>',
        );
    },
  },
  {
    id: 'T-3.7-2',
    cites: 'STIX 2.1 §2.7, §10.7',
    strength: 'SHOULD',
    levels: taxii,
    title: 'Hashes in objects have the names that STIX gives them: a server must not rename properties',
    check: async (probe) => {
      const exchange = await first(probe, 'objects');
      for (const { id, value } of await probe.whole('objects'))
        for (const name of hashNames(value))
          demand(HASH_NAMES.has(name), exchange, `hashes.${name} in ${id}`, [...HASH_NAMES].join(', '));
    },
  },
  {
    id: 'T-2-1',
    cites: 'TAXII 2.1 §2, §3.7, §5.3.1',
    strength: 'MUST',
    levels: taxii,
    title: 'No list is empty: it is left out instead',
    check: async (probe) => {
      for (const list of ['objects', 'manifest'] as const) {
        const none = withQuery(probe.listUrl(list), [['match[type]', 'x-no-such-type']]);
        for (const exchange of [(await probe.page(list)).exchange, await probe.ask(none)]) {
          // §3.4.1: a type that STIX does not know may be refused.
          if (exchange.status !== 200) continue;
          demand(!isEmptyList(objectOf(exchange)?.objects), exchange, 'objects: []', 'no "objects" at all');
        }
      }
    },
  },
  {
    id: 'P-6-1',
    cites: 'DESIGN P6; clients follow one or the other',
    strength: 'LEVEL',
    levels: ruled,
    title: 'next is there exactly when more is true',
    check: async (probe) => {
      await probe.wholeOf('objects', 2);
      for (const list of ['objects', 'manifest'] as const)
        for (const query of [[], [['limit', '1'] as const]]) {
          const { more, next, exchange } = await probe.page(list, query);
          const seen = `more: ${more}, next: ${show(next)}`;
          demand(more === (next !== undefined), exchange, seen, 'both, or neither');
        }
    },
  },
  {
    id: 'P-1-2',
    cites: 'DESIGN §6, level 1; clients would loop for ever',
    strength: 'LEVEL',
    levels: fixed,
    title: 'A list is one answer with everything: more is never true, and there is no next',
    check: async (probe) => {
      for (const list of ['objects', 'manifest'] as const) {
        const { more, next, exchange } = await probe.page(list);
        demand(!more && next === undefined, exchange, `more: ${more}, next: ${show(next)}`, 'more: false');
      }
    },
  },
  {
    id: 'T-3.2-1',
    cites: 'TAXII 2.1 §3.2',
    strength: 'MUST',
    levels: taxii,
    title: 'objects/ and manifest/ carry X-TAXII-Date-Added-First and -Last with six digits of a second',
    check: async (probe) => {
      await probe.wholeOf('objects', 1);
      for (const list of ['objects', 'manifest'] as const) demandDates(await first(probe, list));
    },
  },
  {
    id: 'T-3.2-2',
    cites: 'TAXII 2.1 §3.2',
    strength: 'MUST',
    levels: ruled,
    title: 'objects/<id>/ and versions/ carry X-TAXII-Date-Added-First and -Last with six digits of a second',
    check: async (probe) => {
      const [one] = await probe.wholeOf('objects', 1);
      const url = probe.objectUrl(one!.id);
      for (const each of [url, `${url}versions/`]) demandDates(await probe.ask(each));
    },
  },
  {
    id: 'T-3.2-3',
    cites: 'TAXII 2.1 §3.2',
    strength: 'MUST',
    levels: taxii,
    title: 'They are the date_added of the first and the last entry of that answer',
    check: async (probe) => {
      await probe.wholeOf('manifest', 1);
      for (const query of [[], [['limit', '2'] as const]]) {
        const { entries } = await probe.page('manifest', query);
        const dates = entries.map(({ value }) => show(value.date_added));
        for (const list of ['objects', 'manifest'] as const) {
          const page = await probe.page(list, query);
          if (page.entries.length !== entries.length) continue;
          const told = dateHeaders.map((name) => page.exchange.headers.get(name) ?? undefined);
          const seen = told.map(show);
          const expected = [dates[0], dates.at(-1)].join(' and ');
          if (told.every((date) => date === undefined))
            throw new Lacking(seen.join(' and '), expected, page.exchange.request);
          demand(seen.join(' and ') === expected, page.exchange, seen.join(' and '), expected);
        }
      }
    },
  },
];

/** Of hash-algorithm-ov. */
const HASH_NAMES = new Set(['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'SHA3-256', 'SHA3-512', 'SSDEEP', 'TLSH']);

function hashNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(hashNames);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'hashes' && isObject(member) ? Object.keys(member) : hashNames(member),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

async function first(probe: Probe, list: List): Promise<Exchange> {
  return (await probe.page(list)).exchange;
}

async function demandOnce(probe: Probe, list: List): Promise<void> {
  const { entries, pages } = await probe.walk(list);
  const ids = idsOf(entries);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  demand(
    twice === undefined,
    pages.at(-1)!.exchange,
    `${twice} twice`,
    'the latest version of each object, once',
  );
}

/** In the order of the manifest; text of one form sorts as time does. */
async function datesOf(probe: Probe): Promise<string[]> {
  const records = await probe.whole('manifest');
  if (records.length < 2) throw new Skip('the collection has fewer than 2 objects');
  return records.map(({ value }) => String(value.date_added));
}

function demandDates(exchange: Exchange): void {
  for (const name of dateHeaders) {
    const value = exchange.headers.get(name);
    if (value === null) throw new Lacking(`no ${name}`, 'YYYY-MM-DDTHH:MM:SS.ssssssZ', exchange.request);
    demandTimestamp(value, name, exchange);
  }
}

/** §2, timestamp */
export function demandTimestamp(value: unknown, name: string, exchange: Exchange): void {
  const isSound = typeof value === 'string' && isInstant(value) && /\.\d{6}Z$/.test(value);
  demand(isSound, exchange, `${name}: ${show(value)}`, 'YYYY-MM-DDTHH:MM:SS.ssssssZ');
}
