import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { Json, Target } from './client-http.ts';
import {
  Elastic,
  fortiSoarWalk,
  mispModulesWalk,
  navigatorWalk,
  nextOnlyWalk,
  OpenCtiIngester,
  oasisWalk,
  Stix2Source,
  xsoarWalk,
} from './clients.ts';
import { buildContent, type Expected, type SampleBuild } from './sample-build.ts';

export const UNKNOWN = 'tool--00000000-0000-4000-8000-000000000000';
export const dateHeaderNames = ['X-TAXII-Date-Added-First', 'X-TAXII-Date-Added-Last'];

const content = join(import.meta.dirname, '../../content');

/** The sample content in a temporary folder, built there for the hosts. */
export async function buildSampleFor(
  hosts: readonly string[],
  baseUrl: string | undefined,
): Promise<SampleBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'taxii-press-sample-'));
  const copy = join(folder, 'content');
  cpSync(content, copy, { recursive: true });
  const config = readFileSync(join(copy, 'site.yaml'), 'utf8');
  writeFileSync(join(copy, 'site.yaml'), config.replace(/^hosts:.*$/m, `hosts: [${hosts.join(', ')}]`));
  const built = await buildContent(copy, join(folder, 'site'), baseUrl as string);
  return { ...built, remove: () => rmSync(folder, { recursive: true }) };
}

/** Names that are words of TAXII or look like files, the same aliases in every API root. */
const awkwardRoots = ['collections', 'v1.0', 'a--b_c'];
const awkwardAliases = ['objects', 'collection', 'v1.0', 'api-root.json'];

/** A site with awkward names, as much as fits into every host's limits. */
export async function buildAwkward(hosts: readonly string[], baseUrl: string): Promise<SampleBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'taxii-press-names-'));
  const source = join(folder, 'content');
  for (const [root, apiRoot] of awkwardRoots.entries())
    for (const [n, alias] of awkwardAliases.entries())
      writeCollection(source, apiRoot, alias, root * awkwardAliases.length + n);
  writeFileSync(join(source, 'site.yaml'), `title: Names\nhosts: [${hosts.join(', ')}]\n`);
  const built = await buildContent(source, join(folder, 'site'), baseUrl);
  return { ...built, remove: () => rmSync(folder, { recursive: true }) };
}

/** With one object, which no other collection has. */
function writeCollection(source: string, apiRoot: string, alias: string, n: number): void {
  const folder = join(source, apiRoot, alias);
  const uuid = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  mkdirSync(join(folder, 'snapshots'), { recursive: true });
  writeFileSync(join(source, apiRoot, 'api-root.yaml'), `title: ${apiRoot}\n`);
  const releases = '[{ version: "1", date: 2025-01-01T00:00:00Z, file: 1.json }]';
  writeFileSync(
    join(folder, 'collection.yaml'),
    `id: ${uuid}\ntitle: Number ${n}\nalias: ${alias}\nsource: { kind: snapshots, releases: ${releases} }\n`,
  );
  const at = '2025-01-01T00:00:00.000Z';
  const object = {
    type: 'identity',
    spec_version: '2.1',
    id: `identity--${uuid}`,
    created: at,
    modified: at,
    name: `Number ${n}`,
    identity_class: 'group',
  };
  const bundle = { type: 'bundle', id: `bundle--${uuid}`, objects: [object] };
  writeFileSync(join(folder, 'snapshots', '1.json'), JSON.stringify(bundle));
}

export interface Subject {
  /** Ends in "/". */
  readonly server: string;
  readonly sample: SampleBuild;
}

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A request whose path goes out as it is written. */
export async function ask({ server }: Subject, path: string, init: RequestInit = {}): Promise<Got> {
  const response = await fetch(`${server}${path}`, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** An answer that a TAXII client must be content with. */
export async function askTaxii(
  subject: Subject,
  path: string,
  init?: RequestInit,
): Promise<Got & { body: Json }> {
  const got = await ask(subject, path, init);
  expect(got.status, path).toBe(200);
  expect(got.headers.get('Content-Type'), path).toBe(TAXII);
  expect(got.headers.get('Access-Control-Allow-Origin'), path).toBe('*');
  expect(got.headers.get('Access-Control-Expose-Headers'), path).toContain('X-TAXII-Date-Added-Last');
  expect(got.headers.get('X-Content-Type-Options'), path).toBe('nosniff');
  expect(got.headers.get('Cache-Control'), path).toBe('public, max-age=60, stale-while-revalidate=300');
  expect(got.text, path).not.toMatch(/"more"\s*:\s*true/);
  return { ...got, body: JSON.parse(got.text) };
}

/** The paths of a collection: by its id and by its alias. */
export function pathsOf({ apiRoot, id, alias }: Expected): string[] {
  return [id, alias].map((name) => `${apiRoot}/collections/${name}/`);
}

/** With and without the slash, with and without a query: the same 200, without a redirect. */
async function askSpelled(subject: Subject, path: string): Promise<Got & { body: Json }> {
  const plain = await askTaxii(subject, path);
  const query = 'limit=1&added_after=2030-01-01T00%3A00%3A00Z&match%5Btype%5D=nothing&next=1.x.0';
  for (const spelling of [path.replace(/\/$/, ''), `${path}?`, `${path}?${query}`])
    expect((await askTaxii(subject, spelling)).text, spelling).toBe(plain.text);
  return plain;
}

export interface Traits {
  /** False where one object alone, and its versions, cannot be asked for. */
  readonly hasSingleObjects: boolean;
  /** False where a path with two slashes in a row is not found. */
  readonly takesDoubledSlashes: boolean;
  /** False where a browser is stopped before it sends a header of the script's own. */
  readonly hasPreflight: boolean;
}

/** What every host of level 1 must do, asked over HTTP. */
export function levelOneTests(
  subject: () => Subject,
  { hasSingleObjects, takesDoubledSlashes, hasPreflight }: Traits,
): void {
  const collections = () => subject().sample.collections;

  describe('endpoints', () => {
    it('lead from discovery to every collection', async () => {
      const { server, sample } = subject();
      const discovery = (await askSpelled(subject(), 'taxii2/')).body;
      expect(discovery.default).toBe(`${server}${sample.defaultApiRoot}/`);
      const seen: string[] = [];
      for (const url of discovery.api_roots) {
        const root = url.slice(server.length);
        expect((await askSpelled(subject(), root)).body.versions).toEqual([TAXII]);
        for (const { id } of (await askSpelled(subject(), `${root}collections/`)).body.collections) {
          seen.push(id);
          expect((await askSpelled(subject(), `${root}collections/${id}/`)).body.id).toBe(id);
        }
      }
      expect(seen.sort()).toEqual(sample.collections.map(({ id }) => id).sort());
    });

    it('of a collection are the same by id and by alias, with the bytes of the source', async () => {
      expect(collections().length).toBeGreaterThan(1);
      for (const collection of collections())
        for (const path of pathsOf(collection)) {
          expect((await askSpelled(subject(), path)).body).toMatchObject({ id: collection.id });
          const { text } = await askSpelled(subject(), `${path}objects/`);
          expect(text).toBe(`{"more":false,"objects":[${collection.texts.join(',')}]}`);
          const { objects } = (await askSpelled(subject(), `${path}manifest/`)).body;
          expect(objects.map((record: Json) => record.id)).toEqual(collection.objects.map(({ id }) => id));
        }
    });

    it('lists have the dates of their first and last entry, and nothing else has any', async () => {
      for (const collection of collections())
        for (const path of pathsOf(collection)) {
          const manifest = await askTaxii(subject(), `${path}manifest/`);
          const { objects } = manifest.body;
          const dates = [objects[0], objects.at(-1)].map(({ date_added }) => date_added);
          for (const list of ['manifest/', 'manifest', 'objects/', 'objects', 'objects/?limit=1']) {
            const { headers } = await askTaxii(subject(), `${path}${list}`);
            expect(
              dateHeaderNames.map((name) => headers.get(name)),
              list,
            ).toEqual(dates);
          }
          const one = `${path}objects/${objects[0].id}`;
          const others = hasSingleObjects
            ? ['', one, `${one}/`, `${one}/versions`, `${one}/versions/`]
            : [''];
          for (const other of others) {
            const { headers } = await askTaxii(subject(), other || path);
            for (const name of dateHeaderNames) expect(headers.has(name), other).toBe(false);
          }
        }
    });

    if (hasSingleObjects)
      it('one object and its versions, by id and by alias', async () => {
        for (const collection of collections())
          for (const path of pathsOf(collection))
            for (const [index, { id }] of collection.objects.entries()) {
              const { text } = await askTaxii(subject(), `${path}objects/${id}/`);
              expect(text).toBe(`{"more":false,"objects":[${collection.texts[index]}]}`);
              const { body } = await askTaxii(subject(), `${path}objects/${id}/versions/`);
              expect(body).toEqual({ more: false, versions: collection.versions.get(id) });
            }
        const [collection] = collections();
        const one = `${pathsOf(collection!)[0]}objects/${collection!.objects[0].id}/`;
        await askSpelled(subject(), one);
        await askSpelled(subject(), `${one}versions/`);
      });

    it('what there is not is 404', async () => {
      const [collection] = collections();
      const [other] = collections().filter(({ apiRoot }) => apiRoot !== collection!.apiRoot);
      const root = `${collection!.apiRoot}/`;
      const path = pathsOf(collection!)[0]!;
      const absent = [
        `${path}objects/${UNKNOWN}/`,
        `${path}objects/${UNKNOWN}/versions/`,
        `${path}nothing/`,
        `${root}collections/${UNKNOWN.slice(6)}/`,
        `${root}collections/nothing/objects/`,
        `${root}status/${UNKNOWN.slice(6)}/`,
        `${root}collections/${other!.alias}/`,
        `${root}collections/${other!.id}/objects/`,
        'taxii2/nothing',
        'nothing/collections/',
      ];
      for (const one of absent) expect((await ask(subject(), one)).status, one).toBe(404);
    });

    it('send nobody to another host', async () => {
      const odd = [
        '/evil.example/',
        '/evil.example/..',
        '%2fevil.example/',
        '\\evil.example',
        'browse//evil.example',
      ];
      for (const path of odd) {
        const { status, headers } = await ask(subject(), path);
        const location = headers.get('Location');
        if (location)
          expect(new URL(location, subject().server).origin, path).toBe(new URL(subject().server).origin);
        else expect([200, 400, 404], path).toContain(status);
      }
    });
  });

  describe('pages for people', () => {
    it.each([
      '',
      'index.html',
      'style.css',
      'browse/public/port-threats/index.html',
      'schemas/sdo/tool.json',
    ])('/%s is there', async (path) => {
      const { status, headers, text } = await ask(subject(), path);
      expect([status, text]).toEqual([
        200,
        readFileSync(join(subject().sample.site, path || 'index.html'), 'utf8'),
      ]);
      const type = headers.get('Content-Type');
      expect(type).not.toContain('taxii');
      expect(type).toContain(
        path.endsWith('css') ? 'text/css' : path.endsWith('json') ? 'json' : 'text/html',
      );
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    });

    it('the page of a collection is found without its file name', async () => {
      const start = `${subject().server}browse/public/port-threats`;
      for (const url of [start, `${start}/`]) {
        const response = await fetch(url);
        expect(await response.text()).toContain('Port threats');
        // Its links must lead to where they lead from the file itself.
        expect(new URL('../../../style.css', response.url).pathname).toBe('/style.css');
      }
    });

    it('a page that there is not', async () => {
      const { status, headers, text } = await ask(subject(), 'browse/nothing');
      expect([status, text]).toEqual([404, readFileSync(join(subject().sample.site, '404.html'), 'utf8')]);
      expect(headers.get('Content-Type')).toContain('text/html');
    });
  });

  describe('clients', () => {
    const walks: Record<string, (target: Target) => Promise<{ objects: readonly Json[]; requests: number }>> =
      {
        'OASIS client': (target) => oasisWalk(target),
        'OASIS client, limit=5': (target) => oasisWalk(target, { perRequest: 5 }),
        'OpenCTI ingester': (target) => new OpenCtiIngester(target, 4).walk(),
        'OpenCTI and ctm360 connectors': (target) => nextOnlyWalk(target, 3),
        Elastic: (target) => new Elastic(target, 9).walk(),
        'Cortex XSOAR': (target) => xsoarWalk(target, ['indicator', 'malware'], 3),
        'misp-modules': (target) => mispModulesWalk(target),
        'stix2, query': (target) => new Stix2Source(target).query(),
        ...(hasPreflight ? { Navigator: (target: Target) => navigatorWalk(target) } : {}),
      };

    it.each(Object.entries(walks))('%s ends, with every object once', async (_, walk) => {
      for (const collection of collections()) {
        const { objects, requests } = await walk({ server: subject().server, ...collection });
        expect(objects).toEqual(collection.objects);
        expect(requests).toBeLessThanOrEqual(5);
      }
    });

    if (!hasPreflight)
      it('Navigator is stopped by its browser', async () => {
        const target = { server: subject().server, ...collections()[0]! };
        await expect(navigatorWalk(target)).rejects.toThrow('CORS');
      });

    if (takesDoubledSlashes)
      it('FortiSOAR ends, with every object once, in the first API root', async () => {
        const first = subject().sample.defaultApiRoot;
        const own = collections().filter(({ apiRoot }) => apiRoot === first);
        expect(own.length).toBeGreaterThan(0);
        for (const collection of own) {
          const { objects } = await fortiSoarWalk({ server: subject().server, ...collection }, 3);
          expect(objects).toEqual(collection.objects);
        }
      });

    if (!takesDoubledSlashes)
      it('FortiSOAR, which doubles a slash, is told that there is nothing', async () => {
        const target = { server: subject().server, ...collections()[0]! };
        await expect(fortiSoarWalk(target, 3)).rejects.toThrow('404');
      });

    it('OASIS client walks the manifest', async () => {
      for (const collection of collections()) {
        const target = { server: subject().server, ...collection };
        const { objects } = await oasisWalk(target, { list: 'manifest/' });
        expect(objects.map(({ id }) => id)).toEqual(collection.objects.map(({ id }) => id));
      }
    });

    if (hasSingleObjects)
      it('stix2 gets one object, and nothing for an unknown id', async () => {
        for (const collection of collections()) {
          const source = new Stix2Source({ server: subject().server, ...collection });
          expect(await source.get(collection.objects.at(-1)!.id)).toEqual(collection.objects.at(-1));
          expect(await source.get(UNKNOWN)).toBeUndefined();
        }
      });
  });
}

/** Every collection of a site with awkward names is itself. */
export function awkwardTests(
  subject: () => Subject,
  { hasSingleObjects }: Pick<Traits, 'hasSingleObjects'>,
): void {
  it('collections with awkward names are themselves, by id and by alias', async () => {
    const { collections } = subject().sample;
    expect(collections.length).toBe(awkwardRoots.length * awkwardAliases.length);
    for (const collection of collections) {
      expect((await askTaxii(subject(), `${collection.apiRoot}/`)).body.title).toBe(collection.apiRoot);
      for (const path of pathsOf(collection)) {
        const whole = `{"more":false,"objects":[${collection.texts.join()}]}`;
        const { id } = collection.objects[0]!;
        expect((await askTaxii(subject(), path)).body.id, path).toBe(collection.id);
        for (const slash of ['', '/']) {
          expect((await askTaxii(subject(), `${path}objects${slash}`)).text).toBe(whole);
          expect((await askTaxii(subject(), `${path}manifest${slash}`)).text).toContain(`"id":"${id}"`);
          if (!hasSingleObjects) continue;
          expect((await askTaxii(subject(), `${path}objects/${id}${slash}`)).text).toBe(whole);
          expect(
            (await askTaxii(subject(), `${path}objects/${id}/versions${slash}`)).body.versions,
          ).toHaveLength(1);
        }
      }
    }
  });
}
