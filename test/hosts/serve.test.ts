import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLLECTIONS_WITH_DATES } from '../../src/hosts/serve/emit.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { Json, Target } from '../support/client-http.ts';
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
} from '../support/clients.ts';
import { buildContent, buildSample, type Expected, type SampleBuild } from '../support/sample-build.ts';
import { freePort, type ServeProcess, startServe } from '../support/serve-process.ts';

/** Level 1 on the real `serve`, started as `npx serve <site>`. */

const UNKNOWN = 'tool--00000000-0000-4000-8000-000000000000';
const dateHeaders = ['X-TAXII-Date-Added-First', 'X-TAXII-Date-Added-Last'];

let port: number;
let address: string;
let sample: SampleBuild;
let running: ServeProcess;

beforeAll(async () => {
  port = await freePort();
  address = `http://127.0.0.1:${port}/`;
  sample = await buildSample({ baseUrl: address });
  running = await startServe(sample.site, port);
});
afterAll(async () => {
  await running.stop();
  sample.remove();
});

interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function get(path: string, init: RequestInit = {}): Promise<Got> {
  const response = await fetch(`${address}${path}`, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** An answer that a TAXII client must be content with. */
async function getTaxii(path: string, init?: RequestInit): Promise<Got & { body: Json }> {
  const got = await get(path, init);
  expect(got.status, path).toBe(200);
  expect(got.headers.get('Content-Type'), path).toBe(TAXII);
  expect(got.headers.get('Access-Control-Allow-Origin'), path).toBe('*');
  expect(got.headers.get('Access-Control-Expose-Headers')).toContain('X-TAXII-Date-Added-Last');
  expect(got.text, path).not.toMatch(/"more"\s*:\s*true/);
  return { ...got, body: JSON.parse(got.text) };
}

/** A path in every spelling that clients are known to use; all get the same 200, without a redirect. */
async function getSpelled(path: string): Promise<Got & { body: Json }> {
  const plain = await getTaxii(path.replace(/\/$/, ''));
  for (const spelling of [
    path,
    path.replaceAll('/', '//'),
    `/${path}`,
    `${path}?`,
    `${path}?added_after=2030-01-01T00%3A00%3A00Z`,
  ])
    expect((await getTaxii(spelling)).text, spelling).toBe(plain.text);
  return plain;
}

/** The paths of a collection: by its id and by its alias. */
function pathsOf({ apiRoot, id, alias }: Expected): string[] {
  return [id, alias].map((name) => `${apiRoot}/collections/${name}/`);
}

describe('endpoints', () => {
  it('lead from discovery to every object, manifest and version', async () => {
    const discovery = (await getSpelled('taxii2/')).body;
    expect(discovery.default).toBe(`${address}${sample.defaultApiRoot}/`);
    const seen: string[] = [];
    for (const url of discovery.api_roots) {
      const root = url.slice(address.length);
      expect((await getSpelled(root)).body.versions).toEqual([TAXII]);
      for (const { id } of (await getSpelled(`${root}collections/`)).body.collections) {
        seen.push(id);
        expect((await getSpelled(`${root}collections/${id}/`)).body.id).toBe(id);
      }
    }
    expect(seen.sort()).toEqual(sample.collections.map(({ id }) => id).sort());
  });

  it('of a collection are the same by id and by alias', async () => {
    for (const collection of sample.collections)
      for (const path of pathsOf(collection)) {
        expect((await getSpelled(path)).body).toMatchObject({ id: collection.id, alias: collection.alias });
        expect((await getSpelled(`${path}objects/`)).body.objects).toEqual(collection.objects);
        const { objects } = (await getSpelled(`${path}manifest/`)).body;
        expect(objects.map((record: Json) => record.id)).toEqual(collection.objects.map(({ id }) => id));
      }
  });

  it('objects have the bytes of the source, numbers spelled as there', async () => {
    for (const collection of sample.collections) {
      const { text } = await getTaxii(`${collection.apiRoot}/collections/${collection.id}/objects/`);
      expect(text).toBe(`{"more":false,"objects":[${collection.texts.join(',')}]}`);
    }
    expect(
      sample.collections.some(({ texts }) => texts.some((text) => text.includes('"latitude":51.0,'))),
    ).toBe(true);
  });

  it('one object and its versions, by id and by alias', async () => {
    for (const collection of sample.collections)
      for (const path of pathsOf(collection))
        for (const [index, { id }] of collection.objects.entries()) {
          const { text } = await getTaxii(`${path}objects/${id}/`);
          expect(text).toBe(`{"more":false,"objects":[${collection.texts[index]}]}`);
          const { body } = await getTaxii(`${path}objects/${id}/versions/`);
          expect(body).toEqual({ more: false, versions: collection.versions.get(id) });
        }
    const [collection] = sample.collections;
    const one = `${pathsOf(collection!)[0]}objects/${collection!.objects[0].id}/`;
    await getSpelled(one);
    await getSpelled(`${one}versions/`);
  });

  it('lists have the dates of their first and last entry', async () => {
    for (const collection of sample.collections) {
      const [path] = pathsOf(collection);
      const manifest = await getTaxii(`${path}manifest/`);
      const dates = [manifest.body.objects[0], manifest.body.objects.at(-1)].map(
        ({ date_added }) => date_added,
      );
      expect(dateHeaders.map((name) => manifest.headers.get(name))).toEqual(dates);
      const objects = await getTaxii(`${path}objects`);
      expect(dateHeaders.map((name) => objects.headers.get(name))).toEqual(dates);
    }
  });

  it('what there is not is 404, visible to a script', async () => {
    const [collection] = sample.collections;
    const path = pathsOf(collection!)[0]!;
    const absent = [
      `${path}objects/${UNKNOWN}/`,
      `${path}objects/${UNKNOWN}/versions/`,
      `${path}objects/..%2fcollection.json`,
      `${path}nothing/`,
      `${path}status/`,
      `${collection!.apiRoot}/collections/${UNKNOWN.slice(6)}/`,
      `${collection!.apiRoot}/collections/nothing/objects/`,
      `${collection!.apiRoot}/status/${UNKNOWN.slice(6)}/`,
      'nothing/',
      'nothing/collections/',
      'taxii2/nothing',
      '_taxii/',
      '_taxii',
    ];
    for (const one of absent) {
      const { status, headers } = await get(one);
      expect(status, one).toBe(404);
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    }
    // Its alias does not lead from one API root into another.
    const [other] = sample.collections.filter(({ apiRoot }) => apiRoot !== collection!.apiRoot);
    expect((await get(`${collection!.apiRoot}/collections/${other!.alias}/`)).status).toBe(404);
    expect((await get(`${collection!.apiRoot}/collections/${other!.id}/`)).status).toBe(404);
  });

  it('stand requests that look like the rules', async () => {
    const sources: Json[] = rules().rewrites;
    for (const { source } of sources) await get(source.slice(1));
    const odd = [
      '%00',
      '%E2%80%A8',
      '%0A',
      '%5C',
      '*',
      '{a,b}',
      '(.*)',
      '%25',
      '%252e%252e',
      'x'.repeat(300),
    ];
    for (const name of odd) {
      const { status } = await get(`public/collections/${name}/objects/${name}/`);
      // A null byte is beyond serve, and so is a name that no disk can hold.
      expect(name === '%00' || name.length === 300 ? 500 : 404, name).toBe(status);
    }
    await getTaxii('taxii2/');
  });
});

describe('headers and coding', () => {
  const objects = 'public/collections/port-threats/objects/';

  it('HEAD has the headers and no body', async () => {
    const { status, headers, text } = await get(objects, { method: 'HEAD' });
    expect([status, text, headers.get('Content-Type')]).toEqual([200, '', TAXII]);
    for (const name of dateHeaders) expect(headers.get(name)).toBeTruthy();
  });

  it('an entity tag spares an unchanged answer', async () => {
    const { headers } = await getTaxii(objects);
    const again = await get(objects, { headers: { 'If-None-Match': headers.get('ETag')! } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('a range is given as one', async () => {
    const { text } = await getTaxii(objects);
    const part = await get(objects, { headers: { Range: 'bytes=10-29', 'Accept-Encoding': 'identity' } });
    expect([part.status, part.text]).toEqual([206, text.slice(10, 30)]);
    expect(part.headers.get('Content-Type')).toBe(TAXII);
  });

  it('is compressed for those who can take it', async () => {
    const { headers } = await getTaxii(objects, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(headers.get('Content-Encoding')).toBe('gzip');
    expect(headers.get('Vary')).toContain('Accept-Encoding');
  });

  it('TAXII 2.1 media types, any type and none get an answer', async () => {
    for (const Accept of [TAXII, 'application/taxii+json; version=2.1', 'application/taxii+json', '*/*', ''])
      await getTaxii(objects, { headers: { Accept } });
  });
});

describe('pages for people', () => {
  it.each([
    ['', 'text/html; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
    ['style.css', 'text/css; charset=utf-8'],
    ['browse/public/port-threats/index.html', 'text/html; charset=utf-8'],
  ])('/%s', async (path, type) => {
    const { status, headers, text } = await get(path);
    expect([status, headers.get('Content-Type')]).toEqual([200, type]);
    expect(text).toBe(readFileSync(join(sample.site, path || 'index.html'), 'utf8'));
  });

  it.each([
    'browse/public/port-threats',
    'browse/public/port-threats/',
  ])('/%s leads to its page', async (path) => {
    const { status, headers } = await get(path);
    expect([status, headers.get('Location')]).toEqual([308, '/browse/public/port-threats/index.html']);
  });

  it('a page that there is not', async () => {
    const { status, headers, text } = await get('browse/nothing');
    expect([status, headers.get('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(text).toBe(readFileSync(join(sample.site, '404.html'), 'utf8'));
  });
});

describe('clients', () => {
  const walks: Record<
    string,
    (target: Target, collection: Expected) => Promise<{ objects: readonly Json[]; requests: number }>
  > = {
    'OASIS client': (target) => oasisWalk(target),
    'OASIS client, limit=5': (target) => oasisWalk(target, { perRequest: 5 }),
    'OpenCTI ingester': (target) => new OpenCtiIngester(target, 4).walk(),
    'OpenCTI and ctm360 connectors': (target) => nextOnlyWalk(target, 3),
    Elastic: (target) => new Elastic(target, 9).walk(),
    'Cortex XSOAR': (target) => xsoarWalk(target, ['indicator', 'malware'], 3),
    'misp-modules': (target) => mispModulesWalk(target),
    'stix2, query': (target) => new Stix2Source(target).query(),
    Navigator: (target) => navigatorWalk(target),
  };

  it.each(Object.entries(walks))('%s ends, with every object once', async (_, walk) => {
    for (const collection of sample.collections) {
      const { objects, requests } = await walk({ server: address, ...collection }, collection);
      expect(objects).toEqual(collection.objects);
      expect(requests).toBeLessThanOrEqual(5);
    }
  });

  it('FortiSOAR ends, with every object once, in the first API root', async () => {
    const first = (await getTaxii('taxii2/')).body.api_roots[0].slice(address.length, -1);
    for (const collection of sample.collections.filter(({ apiRoot }) => apiRoot === first))
      expect((await fortiSoarWalk({ server: address, ...collection }, 3)).objects).toEqual(
        collection.objects,
      );
  });

  it('OASIS client walks the manifest', async () => {
    for (const collection of sample.collections) {
      const { objects } = await oasisWalk({ server: address, ...collection }, { list: 'manifest/' });
      expect(objects.map(({ id }) => id)).toEqual(collection.objects.map(({ id }) => id));
    }
  });

  it('stix2 gets one object, and nothing for an unknown id', async () => {
    for (const collection of sample.collections) {
      const source = new Stix2Source({ server: address, ...collection });
      const { id } = collection.objects.at(-1)!;
      expect(await source.get(id)).toEqual(collection.objects.at(-1));
      expect(await source.get(UNKNOWN)).toBeUndefined();
    }
  });
});

/** What host.ts says that a reader of this host cannot have. */
describe('departures', () => {
  const list = 'public/collections/port-threats/objects/';

  it('no parameter applies', async () => {
    const { text } = await getTaxii(list);
    const queries = [
      'limit=1',
      'limit=x',
      'next=1.x.0',
      'added_after=2099-01-01T00:00:00Z',
      'match[type]=nothing',
      'match[version]=all',
    ];
    for (const query of queries) expect((await getTaxii(`${list}?${query}`)).text).toBe(text);
    const { objects } = JSON.parse(text);
    const one = `${list}${objects[0].id}/`;
    expect((await getTaxii(`${one}?match[version]=all`)).text).toBe((await getTaxii(one)).text);
  });

  it('a client that polls gets everything again', async () => {
    const [collection] = sample.collections;
    const client = new OpenCtiIngester({ server: address, ...collection! });
    expect((await client.walk()).objects).toEqual((await client.walk()).objects);
  });

  it('one object and its versions have no dates', async () => {
    const { body } = await getTaxii(list);
    for (const path of [`${list}${body.objects[0].id}/`, `${list}${body.objects[0].id}/versions/`])
      for (const name of dateHeaders) expect((await getTaxii(path)).headers.has(name)).toBe(false);
  });

  it('every method is GET, every Accept is fine', async () => {
    const { text } = await getTaxii(list);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await getTaxii(list, { method })).text).toBe(text);
    for (const Accept of [
      'text/html',
      'application/taxii+json;version=2.0',
      'application/vnd.oasis.taxii+json',
    ])
      expect((await getTaxii(list, { headers: { Accept } })).text).toBe(text);
  });

  it('errors are no TAXII error messages', async () => {
    const page = await get(`${list}${UNKNOWN}/`, { headers: { Accept: TAXII } });
    expect([page.status, page.headers.get('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
    const json = await get(`${list}${UNKNOWN}/`, { headers: { Accept: 'application/json' } });
    expect([json.status, json.headers.get('Content-Type')]).toEqual([404, 'application/json; charset=utf-8']);
    expect(JSON.parse(json.text)).toHaveProperty('error.code', 'not_found');
  });

  it('rules are read at the start only', async () => {
    const file = join(sample.site, 'serve.json');
    const before = readFileSync(file, 'utf8');
    const { headers } = await getTaxii(list);
    const last = headers.get('X-TAXII-Date-Added-Last')!;
    writeFileSync(file, before.replaceAll(last, '2099-01-01T00:00:00.000000Z'));
    try {
      expect((await getTaxii(list)).headers.get('X-TAXII-Date-Added-Last')).toBe(last);
      await running.stop();
      running = await startServe(sample.site, port);
      expect((await getTaxii(list)).headers.get('X-TAXII-Date-Added-Last')).toBe(
        '2099-01-01T00:00:00.000000Z',
      );
    } finally {
      writeFileSync(file, before);
      await running.stop();
      running = await startServe(sample.site, port);
    }
  });
});

function rules(): Json {
  return JSON.parse(readFileSync(join(sample.site, 'serve.json'), 'utf8'));
}

describe('the rules', () => {
  it('grow with the API roots and the aliases, not with the objects', () => {
    const roots = new Set(sample.collections.map(({ apiRoot }) => apiRoot)).size;
    expect(rules().rewrites.length).toBe(2 + 7 * roots + 5 * sample.collections.length);
    expect(rules().headers.length).toBe(2 + sample.collections.length);
  });

  it('and the level 1 files hold no "more": true', () => {
    const files = readdirSync(sample.site, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('whole/'),
    );
    const lists = files.filter((name) => name.endsWith('.json'));
    expect(lists.length).toBeGreaterThan(2 * sample.collections.length);
    for (const name of lists)
      expect(readFileSync(join(sample.site, name), 'utf8'), name).toMatch(/^\{"more":false[,}]/);
  });
});

/** Names that are words of TAXII, or that look like files, and more collections than `serve` has header rules. */
describe('awkward names and many collections', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taxii-press-names-'));
  const names = [
    'collections',
    'objects',
    'manifest',
    'versions',
    'v1.0',
    'collection',
    'api-root.json',
    'status',
    'index',
    'x--y',
  ];
  const apiRoots = ['collections', 'objects', 'v1.0', 'api', 'a--b_c', 'x'.repeat(90)];
  let site: Awaited<ReturnType<typeof buildContent>>;
  let awkward: ServeProcess;

  beforeAll(async () => {
    const content = join(folder, 'content');
    for (const [root, apiRoot] of apiRoots.entries())
      for (const [n, alias] of names.entries())
        writeCollection(content, apiRoot, alias, root * names.length + n);
    writeEmptyCollection(content);
    writeFileSync(join(content, 'site.yaml'), 'title: Names\nhosts: [serve]\n');
    const free = await freePort();
    site = await buildContent(content, join(folder, 'site'), `http://127.0.0.1:${free}/`);
    awkward = await startServe(site.site, free);
  });
  afterAll(async () => {
    await awkward.stop();
    rmSync(folder, { recursive: true });
  });

  it('every collection is itself', async () => {
    for (const { apiRoot, id, alias, texts } of site.collections.filter(({ texts }) => texts.length > 0))
      for (const name of [id, alias]) {
        const path = `${awkward.server}${apiRoot}/collections/${name}`;
        expect(await (await fetch(`${awkward.server}${apiRoot}`)).json()).toMatchObject({ title: apiRoot });
        const { collections } = await (await fetch(`${awkward.server}${apiRoot}/collections`)).json();
        expect(collections.length).toBe(names.length);
        expect(await (await fetch(path)).json(), path).toMatchObject({ id });
        expect(await (await fetch(`${path}/objects/`)).text(), path).toBe(
          `{"more":false,"objects":[${texts.join()}]}`,
        );
        const objectId = JSON.parse(texts[0]!).id;
        expect((await fetch(`${path}/manifest/`)).status).toBe(200);
        expect(await (await fetch(`${path}/objects/${objectId}/`)).text()).toContain(texts[0]);
        expect(await (await fetch(`${path}/objects/${objectId}/versions/`)).json()).toHaveProperty(
          'versions',
        );
      }
  });

  it('an empty collection has an answer without a list', async () => {
    for (const list of ['objects', 'manifest']) {
      const answer = await fetch(`${awkward.server}zero/collections/nothing/${list}/`);
      expect([answer.headers.get('Content-Type'), await answer.text()]).toEqual([TAXII, '{"more":false}']);
    }
  });

  it(`the first ${COLLECTIONS_WITH_DATES} have dates, and the others their objects all the same`, async () => {
    const dated: boolean[] = [];
    for (const { apiRoot, id } of site.collections) {
      const { headers } = await fetch(`${awkward.server}${apiRoot}/collections/${id}/objects/`);
      expect(headers.get('Content-Type')).toBe(TAXII);
      dated.push(dateHeaders.every((name) => headers.has(name)));
    }
    expect(dated.length).toBeGreaterThan(COLLECTIONS_WITH_DATES);
    expect(dated.indexOf(false)).toBe(COLLECTIONS_WITH_DATES);
    expect(dated.lastIndexOf(true)).toBe(COLLECTIONS_WITH_DATES - 1);
  });
});

/** In an API root that comes last by name. */
function writeEmptyCollection(content: string): void {
  mkdirSync(join(content, 'zero/nothing'), { recursive: true });
  writeFileSync(join(content, 'zero/api-root.yaml'), 'title: Zero\n');
  const id = '00000000-0000-4000-8000-ffffffffffff';
  writeFileSync(
    join(content, 'zero/nothing/collection.yaml'),
    `id: ${id}\ntitle: Nothing\nalias: nothing\nsource: { kind: working-tree }\n`,
  );
}

function writeCollection(content: string, apiRoot: string, alias: string, n: number): void {
  const folder = join(content, apiRoot, alias);
  const number = String(n).padStart(12, '0');
  mkdirSync(join(folder, 'snapshots'), { recursive: true });
  writeFileSync(join(content, apiRoot, 'api-root.yaml'), `title: ${apiRoot}\n`);
  const release = '{ version: "1", date: 2025-01-01T00:00:00Z, file: 1.json }';
  const source = `{ kind: snapshots, releases: [${release}] }`;
  const lines = [
    `id: 00000000-0000-4000-8000-${number}`,
    `title: Collection ${n}`,
    `alias: ${alias}`,
    `source: ${source}`,
  ];
  writeFileSync(join(folder, 'collection.yaml'), `${lines.join('\n')}\n`);
  const dates = { created: '2025-01-01T00:00:00.000Z', modified: '2025-01-01T00:00:00.000Z' };
  const id = `identity--00000000-0000-4000-8000-${number}`;
  const object = {
    type: 'identity',
    spec_version: '2.1',
    id,
    ...dates,
    name: `Number ${n}`,
    identity_class: 'group',
  };
  const bundle = { type: 'bundle', id: `bundle--00000000-0000-4000-8000-${number}`, objects: [object] };
  writeFileSync(join(folder, 'snapshots', '1.json'), JSON.stringify(bundle));
}
