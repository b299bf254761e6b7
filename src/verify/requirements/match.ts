import { compareInstants, isSameInstant } from '../../json/instant.ts';
import { tryEach } from '../declinable.ts';
import { documentOf } from '../json-value.ts';
import { difference, type Entry, idsOf, typeOf } from '../lists.ts';
import {
  allVersions,
  demandMatch,
  demandMatchOrDeclined,
  demandSpecVersion,
  idsWithVersions,
  lists,
  STIX_TYPES,
  some,
  typesOf,
} from '../matching.ts';
import type { Walk } from '../probe.ts';
import { type Requirement, ruled } from '../requirement.ts';
import type { Query } from '../urls.ts';
import { demand, Skip } from '../verdict.ts';
import { UNKNOWN_UUID } from './collections.ts';

/** match[…] (TAXII 2.1 §3.4, §3.4.1), compared with what a reading of the whole collection gave. */
export const match: readonly Requirement[] = [
  {
    id: 'T-3.4.1-1',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'match[type] gives the objects of that type, all of them and no others',
    check: async (probe) => {
      for (const type of (await typesOf(probe)).slice(0, 4))
        for (const list of lists)
          await demandMatch(probe, list, [['match[type]', type]], (entry) => typeOf(entry) === type);
    },
  },
  {
    id: 'T-3.4.1-2',
    cites: 'TAXII 2.1 §3.4, §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'A list of types gives the objects of any of them',
    check: async (probe) => {
      const two = (await typesOf(probe, 2)).slice(0, 2);
      await demandMatchOrDeclined(probe, [['match[type]', two.join(',')]], (entry) =>
        two.includes(typeOf(entry)),
      );
    },
  },
  {
    id: 'T-3.4.1-3',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'A type of STIX that the collection does not hold is no error: 200 and nothing',
    check: async (probe) => {
      const held = await typesOf(probe);
      const absent = STIX_TYPES.find((type) => !held.includes(type));
      if (absent === undefined) throw new Skip('the collection holds every type that could be tried');
      for (const list of lists) await demandMatch(probe, list, [['match[type]', absent]], () => false);
    },
  },
  {
    id: 'T-3.4.1-4',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'match[id] gives that object',
    check: async (probe) => {
      for (const { id } of await some(probe, 3))
        for (const list of lists)
          await demandMatch(probe, list, [['match[id]', id]], (entry) => entry.id === id);
    },
  },
  {
    id: 'T-3.4.1-5',
    cites: 'TAXII 2.1 §3.4, §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'A list of ids gives each of these objects',
    check: async (probe) => {
      const ids = idsOf((await some(probe, 3, 2)).toReversed());
      await demandMatchOrDeclined(probe, [['match[id]', ids.join(',')]], ({ id }) => ids.includes(id));
    },
  },
  {
    id: 'T-3.4.1-6',
    cites: 'TAXII 2.1 §3.4.1, §5.4',
    strength: 'MUST',
    levels: ruled,
    title: 'match[id] with an unknown id is 200 and nothing',
    check: async (probe) => {
      for (const list of lists)
        await demandMatch(probe, list, [['match[id]', `tool--${UNKNOWN_UUID}`]], () => false);
    },
  },
  {
    id: 'T-3.4.1-7',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'match[version]=last is what is given without it',
    check: async (probe) => {
      for (const list of lists) await demandMatch(probe, list, [['match[version]', 'last']], () => true);
    },
  },
  {
    id: 'T-3.4.1-8',
    cites: 'TAXII 2.1 §3.4.1, §5.8',
    strength: 'MUST',
    levels: ruled,
    title: 'match[version]=all gives every version of every object, as versions/ lists them',
    check: async (probe) => {
      const [objects, manifest] = [await allVersions(probe, 'objects'), await allVersions(probe, 'manifest')];
      const found = difference(idsOf(objects.entries), idsOf(manifest.entries));
      demand(found === undefined, objects.pages[0]!.exchange, `${found}`, 'the ids of the manifest');
      for (const id of await idsWithVersions(probe)) {
        const listed = documentOf(await probe.ask(`${probe.objectUrl(id)}versions/`)).versions;
        const versions = manifest.entries
          .filter((entry) => entry.id === id)
          .map(({ version }) => `${version}`);
        const odd = difference(versions, Array.isArray(listed) ? listed.map(String) : []);
        demand(
          odd === undefined,
          manifest.pages[0]!.exchange,
          `${id}: ${odd}`,
          'what versions/ lists, in this order',
        );
      }
    },
  },
  {
    id: 'T-3.4.1-9',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'match[version]=first gives the earliest version of every object',
    check: async (probe) => {
      const earliest = new Map<string, string>();
      for (const { id, version } of (await allVersions(probe, 'manifest')).entries) {
        const known = earliest.get(id);
        if (version && (known === undefined || compareInstants(version, known) < 0))
          earliest.set(id, version);
      }
      const { entries, pages } = await probe.walk('manifest', [['match[version]', 'first']]);
      const [{ exchange }] = pages as [Walk['pages'][number]];
      const count = new Set(idsOf(entries)).size;
      demand(
        count === entries.length && count === earliest.size,
        exchange,
        `${entries.length} entries`,
        `${earliest.size}, one an object`,
      );
      const late = entries.find(({ id, version }) => version !== earliest.get(id));
      demand(
        !late,
        exchange,
        `${late?.id} of ${late?.version}`,
        `the version ${earliest.get(late?.id ?? '')}`,
      );
    },
  },
  {
    id: 'T-3.4.1-10',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'match[version] with a date gives the versions of exactly that date',
    check: async (probe) => {
      const all = (await allVersions(probe, 'manifest')).entries;
      const tried = [
        ...new Set([all[0], all[Math.floor(all.length / 2)], all.at(-1)].map((entry) => entry?.version)),
      ];
      await tryEach(tried, async (wanted) => {
        if (wanted === undefined) return;
        const { entries, pages } = await probe.walkOrDeclined('manifest', [['match[version]', wanted]]);
        const expected = idsOf(all.filter(({ version }) => isSameInstant(version ?? '', wanted)));
        const found = difference(idsOf(entries), expected);
        demand(
          found === undefined,
          pages[0]!.exchange,
          `${found}`,
          `the ${expected.length} entries of ${wanted}`,
        );
      });
    },
  },
  {
    id: 'T-3.4.1-11',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'match[spec_version] gives the objects of that version of STIX only',
    check: (probe) => tryEach(['2.1', '2.0', '2.0,2.1'], (wanted) => demandSpecVersion(probe, wanted)),
  },
  {
    id: 'T-3.4.1-12',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'Several match fields are all applied, with added_after and limit as well',
    check: async (probe) => {
      const [type, other] = (await typesOf(probe, 2)) as [string, string];
      const records = await probe.whole('manifest');
      const { id } = records.find((entry) => typeOf(entry) === other)!;
      const middle = String(records[Math.floor(records.length / 2)]!.value.date_added);
      const later = new Set(idsOf(records.filter(({ value }) => String(value.date_added) > middle)));
      const cases: readonly (readonly [Query, (entry: Entry) => boolean])[] = [
        [
          [
            ['match[type]', type],
            ['match[id]', id],
          ],
          () => false,
        ],
        [
          [
            ['match[type]', other],
            ['match[id]', id],
          ],
          (entry) => entry.id === id,
        ],
        [
          [
            ['match[type]', type],
            ['added_after', middle],
          ],
          (entry) => typeOf(entry) === type && later.has(entry.id),
        ],
        [
          [
            ['match[type]', type],
            ['limit', '1'],
          ],
          (entry) => typeOf(entry) === type,
        ],
        [
          [
            ['match[id]', id],
            ['match[version]', 'last'],
          ],
          (entry) => entry.id === id,
        ],
      ];
      await tryEach(cases, ([query, test]) => demandMatchOrDeclined(probe, query, test));
    },
  },
  {
    id: 'T-3.4.1-13',
    cites: 'TAXII 2.1 §3.4; RFC 3986 §2.4',
    strength: 'MUST',
    levels: ruled,
    title: 'match[type] means the same with brackets raw and as %5B and %5D',
    check: async (probe) => {
      const [type] = await typesOf(probe);
      const url = probe.listUrl('objects');
      const [raw, encoded] = [
        await probe.ask(`${url}?match[type]=${type}`),
        await probe.ask(`${url}?match%5Btype%5D=${type}`),
      ];
      documentOf(encoded);
      demand(
        raw.text === encoded.text,
        raw,
        `status ${raw.status}, another body`,
        'the answer for %5B and %5D',
      );
    },
  },
];
