import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { gatherContent } from '../../src/commands/gather/content.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import type { Ledger } from '../../src/release/ledger.ts';
import { createClient } from '../support/memory-site.ts';
import { hasIcs, icsContent, icsFolder, icsId, icsVersions } from '../support/shared.ts';

/** The 22 real releases of ICS ATT&CK, 8.0 to 17.1, as one collection with its whole history. */
describe.skipIf(!hasIcs)('the history of ICS ATT&CK', () => {
  const objectsUrl = `http://taxii.example/attack/collections/${icsId}/objects/`;
  let ask: ReturnType<typeof createClient>;
  let ledger: Ledger;

  beforeAll(async () => {
    const content = icsContent(['node']);
    const out = join(mkdtempSync(join(tmpdir(), 'taxii-press-ics-dist-')), 'dist');
    expect((await build({ content, out })).exitCode).toBe(0);
    ask = createClient(new SiteFolder(out));
    ledger = gatherContent(content).collections[0]!.ledger;
  });

  const read = (version: string) => readFileSync(join(icsFolder, `ics-attack-${version}.json`), 'utf8');

  test('7,430 distinct object versions and 1,651 current objects', () => {
    expect(new Set(ledger.log.map(({ id, objectVersion }) => `${id} ${objectVersion}`)).size).toBe(7430);
    expect(ledger.present.size).toBe(1651);
    expect([...ledger.views.last.entries()].length).toBe(1651);
  });

  test('17.1 brought 325 new versions, 1,094 edits in place, and removed 34 objects', () => {
    const report = ledger.reports.at(-1)!;
    expect(report).toMatchObject({
      version: '17.1',
      added: 0,
      changed: 325,
      edited: 1094,
      removed: 34,
      objects: 1651,
    });
    expect(ledger.reports.find(({ version }) => version === '17.0')).toMatchObject({ removed: 198 });
  });

  test('after every release, the latest versions are what its bundle says', () => {
    const byId = groupById(ledger.log);
    for (const [index, version] of icsVersions.entries()) {
      const { objects } = JSON.parse(read(version)) as { objects: Record<string, string>[] };
      const latest = new Map<string, Record<string, string>>();
      for (const object of objects) {
        const other = latest.get(object.id!);
        if (!other || Date.parse(other.modified!) <= Date.parse(object.modified!))
          latest.set(object.id!, object);
      }
      for (const [id, object] of latest) {
        const present = byId
          .get(id)!
          .filter(({ release, withdrawnIn = index + 1 }) => release <= index && withdrawnIn > index);
        expect(present.map(({ objectVersion }) => objectVersion)).toContain(
          object.modified ?? object.created,
        );
      }
      expect(latest.size).toBe(ledger.reports[index]!.objects);
    }
  });

  test.each([1, 17, 1000])('a walk with limit %i gets the last bundle, token by token', async (limit) => {
    const count = limit === 1 ? 40 : Number.POSITIVE_INFINITY;
    const received: string[] = [];
    for (let query = `limit=${limit}`; received.length < count; ) {
      const answer = await ask(`${objectsUrl}?${query}`);
      expect(answer.status).toBe(200);
      received.push(...elements(answer.text));
      if (!answer.body.more) break;
      query = `limit=${limit}&next=${answer.body.next}`;
    }
    const source = new Map(elements(read('17.1')).map((text) => [idOf(text), tokens(text)]));
    for (const text of received) expect(semantic(text)).toBe(semantic(source.get(idOf(text))!.join('')));
    if (count === Number.POSITIVE_INFINITY) expect(new Set(received.map(idOf)).size).toBe(1651);
  });

  test('every entry of the log has exactly the tokens of its source', async () => {
    const sources = new Map<string, Map<string, string[]>>();
    for (const version of icsVersions)
      sources.set(version, new Map(elements(read(version)).map((text) => [keyOf(text), tokens(text)])));
    let compared = 0;
    for (let query = 'match[version]=all&limit=1000'; ; ) {
      const objects = await ask(`${objectsUrl}?${query}`);
      const manifest = await ask(`${objectsUrl.replace('/objects/', '/manifest/')}?${query}`);
      for (const [index, text] of elements(objects.text).entries()) {
        const { date_added: dateAdded } = manifest.body.objects[index];
        const release = ledger.reports.filter(({ date }) => date.slice(0, -1) < dateAdded).at(-1)!.version;
        expect(tokens(text).join(''), keyOf(text)).toBe(sources.get(release)!.get(keyOf(text))!.join(''));
        compared += 1;
      }
      if (!objects.body.more) break;
      query = `limit=1000&next=${objects.body.next}`;
    }
    expect(compared).toBe([...ledger.views.all.entries()].length);
  });

  test('a poller that knew 17.0 gets exactly what 17.1 changed', async () => {
    const dates = (version: string) => ledger.reports.find((report) => report.version === version)!.date;
    const after = dates('17.0').replace(/\.\d+Z$/, '.999999Z');
    const answer = await ask(`${objectsUrl}?added_after=${after}&limit=1000`);
    const rest = await ask(`${objectsUrl}?limit=1000&next=${answer.body.next}`);
    expect(answer.body.objects.length + rest.body.objects.length).toBe(325 + 1094);
    expect(rest.body.more).toBe(false);
  });
});

function groupById<Entry extends { id: string }>(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.id, [...(groups.get(entry.id) ?? []), entry]);
  return groups;
}

/** The texts of a bundle's or an envelope's objects: cut by hand, independently of the code under test. */
function elements(text: string): string[] {
  const start = text.indexOf('[', text.indexOf('"objects"'));
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (const match of text.slice(start + 1).matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    const at = start + 1 + match.index;
    if (match[0] === '{' || match[0] === '[') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (match[0] === '}' || match[0] === ']') {
      depth -= 1;
      if (depth < 0) break;
      if (depth === 0) found.push(text.slice(from, at + 1));
    }
  }
  return found;
}

function tokens(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g)!;
}

function idOf(text: string): string {
  return (JSON.parse(text) as { id: string }).id;
}

function keyOf(text: string): string {
  const { id, modified, created } = JSON.parse(text) as Record<string, string>;
  return `${id} ${modified ?? created}`;
}

// The last bundle may spell an object otherwise than the release that published it: members in another order.
function semantic(text: string): string {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, v]) => [k, sorted(v)]),
          )
        : value;
  return JSON.stringify(sorted(JSON.parse(text)));
}
