import { difference, type Entry, idsOf, settleTies, typeOf } from './lists.ts';
import { contentType, isTaxii } from './media-type.ts';
import type { List, Probe, Walk } from './probe.ts';
import { type Query, withQuery } from './urls.ts';
import { demand, Lacking, Skip } from './verdict.ts';

/** What `match` filters give, held against a reading of the whole collection. */

export const lists: readonly List[] = ['objects', 'manifest'];

/** Rare ones first. */
export const STIX_TYPES = [
  'windows-registry-key',
  'x509-certificate',
  'mutex',
  'email-message',
  'software',
  'opinion',
  'tool',
];

export async function demandMatch(
  probe: Probe,
  list: List,
  query: Query,
  test: (entry: Entry) => boolean,
  walk = () => probe.walk(list, query),
): Promise<void> {
  const expected = idsOf((await probe.whole(list)).filter(test));
  if (query.length > 1 || (expected.length === 0 && query[0]?.[0] === 'match[id]'))
    await demandNoError(probe, list, query);
  const { entries, pages } = await walk();
  const settled = settleTies(await probe.whole('manifest'));
  const found = difference(settled(idsOf(entries)), settled(expected));
  demand(
    found === undefined,
    pages[0]!.exchange,
    `${found}`,
    `the ${expected.length} entries that match, in order`,
  );
}

/** @throws Lacking where nothing is told of as missing */
async function demandNoError(probe: Probe, list: List, query: Query): Promise<void> {
  const answer = await probe.ask(withQuery(probe.listUrl(list), query));
  const isTold = answer.status === 404 && isTaxii(contentType(answer));
  if (isTold) throw new Lacking('status 404', 'status 200, and what matches', answer.request, 2);
}

export async function demandMatchOrDeclined(
  probe: Probe,
  query: Query,
  test: (entry: Entry) => boolean,
): Promise<void> {
  for (const list of lists)
    await demandMatch(probe, list, query, test, () => probe.walkOrDeclined(list, query));
}

/** The rarest first. */
export async function typesOf(probe: Probe, least = 1): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const entry of await probe.wholeOf('objects', 1))
    counts.set(typeOf(entry), (counts.get(typeOf(entry)) ?? 0) + 1);
  if (counts.size < least) throw new Skip(`the collection has fewer than ${least} types`);
  return [...counts].sort((a, b) => a[1] - b[1]).map(([type]) => type);
}

/** From the beginning, the middle and the end. */
export async function some(probe: Probe, count: number, least = 1): Promise<Entry[]> {
  const entries = await probe.wholeOf('objects', least);
  const step = Math.max(1, Math.floor((entries.length - 1) / (count - 1)));
  return entries.filter((_, index) => index % step === 0).slice(0, count);
}

export function allVersions(probe: Probe, list: List): Promise<Walk> {
  return probe.walk(list, [['match[version]', 'all']]);
}

/** Some ids, and among them those that have several versions, which are told of by the versions endpoint. */
export async function idsWithVersions(probe: Probe): Promise<string[]> {
  const ids = idsOf((await allVersions(probe, 'manifest')).entries);
  const several = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [...new Set([...several.slice(0, 4), ...idsOf(await some(probe, 12))])];
}

/**
 * Without the parameter the latest version of STIX that an object is there in is given; an older one of the same
 * object may be there besides.
 */
export async function demandSpecVersion(probe: Probe, wanted: string): Promise<void> {
  const isWanted = (entry: Entry) => wanted.split(',').includes(specVersionOf(entry));
  const { entries, pages } = await probe.walkOrDeclined('objects', [['match[spec_version]', wanted]]);
  const { exchange } = pages[0]!;
  const odd = entries.find((entry) => !isWanted(entry));
  demand(!odd, exchange, `${odd?.id} of STIX ${odd && specVersionOf(odd)}`, `objects of STIX ${wanted}`);
  const given = new Set(idsOf(entries));
  const missing = (await probe.whole('objects')).find((entry) => isWanted(entry) && !given.has(entry.id));
  demand(!missing, exchange, `no ${missing?.id}`, `all objects of STIX ${wanted}`);
}

/** STIX 2.1 §3.2, §2.x: an SDO without it is of STIX 2.0; an SCO, which has no dates either, of 2.1. */
function specVersionOf({ value }: Entry): string {
  const told = value.spec_version;
  return typeof told === 'string' ? told : value.created === undefined ? '2.1' : '2.0';
}
