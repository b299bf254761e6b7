import { canonicalJson } from '../../json/canonical.ts';
import { compareInstants, isInstant } from '../../json/instant.ts';
import { tryEach } from '../declinable.ts';
import { documentOf, show } from '../json-value.ts';
import { type Entry, idsOf, type Page, readPage } from '../lists.ts';
import { isRefusal, type List, type Probe } from '../probe.ts';
import { type Requirement, ruled, taxii } from '../requirement.ts';
import { withQuery } from '../urls.ts';
import { Declined, demand, Lacking, Skip } from '../verdict.ts';
import type { Exchange } from '../wire.ts';
import { demandMissing, UNKNOWN_UUID } from './collections.ts';
import { smallLimit } from './paging.ts';

/** One object, its versions, and its content wherever it is given (TAXII 2.1 §5.4, §5.6, §5.8). */
export const objects: readonly Requirement[] = [
  {
    id: 'T-5.6-1',
    cites: 'TAXII 2.1 §5.6',
    strength: 'MUST',
    levels: taxii,
    title: 'objects/<id>/ gives the latest version of that object alone',
    check: async (probe) => {
      for (const { id, version } of await spread(probe)) {
        const { entries, exchange } = readPage(await present(probe, probe.objectUrl(id)));
        const seen = entries.map((entry) => `${entry.id} of ${entry.version}`).join(', ') || 'nothing';
        demand(seen === `${id} of ${version}`, exchange, seen, `${id} of ${version}`);
      }
    },
  },
  {
    id: 'T-5.6-2',
    cites: 'TAXII 2.1 §5.6, §5.8',
    strength: 'MUST',
    levels: taxii,
    title: 'An unknown object is 404, and so are its versions',
    check: async (probe) => {
      const url = probe.objectUrl(`tool--${UNKNOWN_UUID}`);
      for (const each of [url, `${url}versions/`]) await demandMissing(probe, each);
    },
  },
  {
    id: 'T-5.6-3',
    cites: 'TAXII 2.1 §5.4, §5.6',
    strength: 'MUST',
    levels: taxii,
    title: 'An object has the same content in every answer',
    check: (probe) => compareTexts(probe, (text) => canonicalJson(text), 'the same content'),
  },
  {
    id: 'P-4-1',
    cites: 'DESIGN §4: bytes are sacred',
    strength: 'LEVEL',
    levels: taxii,
    title: 'An object is spelled the same in every answer, numbers included',
    check: (probe) => compareTexts(probe, (text) => text, 'the same spelling'),
  },
  {
    id: 'T-5.3-2',
    cites: 'TAXII 2.1 §5.3.1, §3.4',
    strength: 'MUST',
    levels: taxii,
    title: 'A manifest record has the same date_added and version in every answer',
    check: async (probe) => {
      const known = new Map((await probe.wholeOf('manifest', 1)).map((entry) => [entry.id, entry]));
      for (const { exchange, entries } of await otherAnswers(probe, 'manifest'))
        for (const { id, value } of entries) {
          const one = known.get(id)?.value;
          const [seen, expected] = [value, one].map((record) => `${record?.date_added}, ${record?.version}`);
          demand(!one || seen === expected, exchange, `${id}: ${seen}`, `${expected}, as in manifest/`);
        }
    },
  },
  {
    id: 'T-5.6-4',
    cites: 'TAXII 2.1 §5.6, §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'objects/<id>/ gives the versions that match[version] asks for, as versions/ lists them',
    check: async (probe) => {
      const [id, listed] = await mostVersions(probe);
      const [first, last] = [listed[0]!, listed.at(-1)!];
      const cases = [
        ['all', listed],
        ['first', [first]],
        [first, [first]],
        [last, [last]],
      ] as const;
      await tryEach(cases, async ([asked, expected]) => {
        const exchange = await probe.ask(withQuery(probe.objectUrl(id), [['match[version]', asked]]));
        if (isRefusal(exchange)) throw new Declined(exchange.request);
        const { entries, more } = readPage(exchange);
        const seen = entries
          .map(({ version }) => String(version))
          .sort(compareInstants)
          .join(', ');
        demand(more || seen === expected.join(', '), exchange, seen || 'nothing', expected.join(', '));
      });
    },
  },
  {
    id: 'T-5.8-1',
    cites: 'TAXII 2.1 §5.8, §5.8.1',
    strength: 'MUST',
    levels: taxii,
    title: 'versions/ lists versions as text, each once, and the latest one among them',
    check: async (probe) => {
      for (const { id, version } of await spread(probe)) {
        const [exchange, listed] = await versionsOf(probe, id);
        const isList =
          Array.isArray(listed) && listed.length > 0 && listed.every((one) => typeof one === 'string');
        demand(isList, exchange, `versions: ${show(listed)}`, 'a list of text');
        demand(
          new Set(listed).size === listed.length,
          exchange,
          `versions: ${show(listed)}`,
          'every version once',
        );
        const hasLatest = version === undefined || listed.includes(version);
        demand(hasLatest, exchange, `versions: ${show(listed)}`, `${version} among them`);
      }
    },
  },
  {
    id: 'T-5.8-2',
    cites: 'TAXII 2.1 §5.8, by its example; §3.3',
    strength: 'SHOULD',
    levels: taxii,
    title: 'versions/ is in ascending order, unless the objects were added in another',
    check: async (probe) => {
      for (const id of await changed(probe)) {
        const [exchange, listed] = await versionsOf(probe, id);
        const texts = versionTexts(listed);
        const seen = texts.join(', ');
        const sorted = [...texts].sort(compareInstants).join(', ');
        demand(seen === sorted || seen === (await orderAdded(probe, id)), exchange, seen, sorted);
      }
    },
  },
  {
    id: 'T-4.3-1',
    cites: 'TAXII 2.1 §4.3',
    strength: 'MUST',
    levels: taxii,
    title: 'The status of an unknown request is 404',
    check: (probe) => demandMissing(probe, `${probe.root.url}status/${UNKNOWN_UUID}/`),
  },
];

/** Some objects from all over the collection. */
async function spread(probe: Probe): Promise<Entry[]> {
  const entries = await probe.wholeOf('objects', 1);
  const step = Math.max(1, Math.floor(entries.length / 5));
  return entries.filter((_, index) => index % step === 0);
}

/** Objects that have been changed since they were made are the ones that have versions. */
async function changed(probe: Probe): Promise<string[]> {
  const entries = await probe.wholeOf('objects', 1);
  const ids = idsOf(entries.filter(({ value }) => value.modified !== value.created)).slice(0, 8);
  if (ids.length === 0) throw new Skip('no object has been changed');
  return ids;
}

/** The one that has most of them, and these in the order of time. */
async function mostVersions(probe: Probe): Promise<[id: string, versions: string[]]> {
  let most: [string, string[]] = ['', []];
  for (const id of await changed(probe)) {
    const versions = versionTexts((await versionsOf(probe, id))[1]).sort(compareInstants);
    if (versions.length > most[1].length) most = [id, versions];
  }
  if (most[1].length === 0) throw new Skip('versions/ lists no version');
  return most;
}

function versionTexts(listed: unknown): string[] {
  return Array.isArray(listed) ? listed.filter((one) => typeof one === 'string' && isInstant(one)) : [];
}

async function versionsOf(probe: Probe, id: string): Promise<[Exchange, unknown]> {
  const exchange = await present(probe, `${probe.objectUrl(id)}versions/`);
  return [exchange, documentOf(exchange).versions];
}

/** @throws Lacking where the server has no such endpoint for an object that it holds */
async function present(probe: Probe, url: string): Promise<Exchange> {
  const answer = await probe.ask(url);
  if (answer.status === 404) throw new Lacking('status 404', 'status 200', answer.request);
  return answer;
}

/** Where the server can be asked for it. */
async function orderAdded(probe: Probe, id: string): Promise<string> {
  const { entries } = await probe.page('manifest', [
    ['match[id]', id],
    ['match[version]', 'all'],
  ]);
  return entries.map(({ version }) => version).join(', ');
}

/** What one reading gave against objects/<id>/, small pages, match[id], and a second reading. */
async function compareTexts(probe: Probe, form: (text: string) => string, expected: string): Promise<void> {
  const whole = new Map((await probe.wholeOf('objects', 1)).map((entry) => [entry.id, entry]));
  for (const { exchange, entries } of await otherAnswers(probe, 'objects'))
    for (const { id, version, text } of entries) {
      const known = whole.get(id);
      if (!known || known.version !== version) continue;
      const at = differsAt(form(text), form(known.text));
      demand(at === undefined, exchange, `${id}: …${at}`, `${expected} as in objects/`);
    }
}

async function otherAnswers(probe: Probe, list: List): Promise<Page[]> {
  const limit = String(await smallLimit(probe));
  const pages = [...(await probe.walk(list, [['limit', limit]])).pages];
  pages.push(await probe.page(list, [], { isFresh: true }));
  for (const { id } of await spread(probe)) {
    pages.push(await probe.page(list, [['match[id]', id]]));
    if (list === 'manifest') continue;
    const single = await probe.ask(probe.objectUrl(id));
    if (single.status !== 404) pages.push(readPage(single));
  }
  return pages;
}

/** What stands where two texts part. */
function differsAt(seen: string, known: string): string | undefined {
  if (seen === known) return undefined;
  let at = 0;
  while (seen[at] === known[at]) at += 1;
  return seen.slice(Math.max(0, at - 20), at + 20);
}
