import { describe, expect, test } from 'vitest';
import { createHandler } from '../../src/query/handler.ts';
import { makeHistory } from '../support/history.ts';
import {
  collectionId,
  createClient,
  MemoryStorage,
  manifestUrl,
  objectsUrl,
  publishHistory,
} from '../support/memory-site.ts';

/** Requests as clients send them, and what each must get. "§" is TAXII 2.1. */

const history = makeHistory({ seed: 11, pool: 30, releases: 4, activity: 0.8, kind: 'snapshots' });
const { stages, ledger } = publishHistory(history, 1000);
const storage = new MemoryStorage(stages.at(-1)!);
const ask = createClient(storage);
const root = 'http://taxii.example';
const base = `${root}/api/collections/${collectionId}`;
const live = [...ledger.views.last.entries()];
const some = live[3]!;
const TAXII = 'application/taxii+json;version=2.1';

describe('endpoints (§3.1)', () => {
  const known: [string, string][] = [
    ['discovery', `${root}/taxii2/`],
    ['API root', `${root}/api/`],
    ['collections', `${root}/api/collections/`],
    ['collection', `${base}/`],
    ['collection by alias', `${root}/api/collections/things/`],
    ['objects', `${base}/objects/`],
    ['objects by alias', `${root}/api/collections/things/objects/`],
    ['object', `${base}/objects/${some.id}/`],
    ['versions', `${base}/objects/${some.id}/versions/`],
    ['manifest', `${base}/manifest/`],
  ];

  test.each(
    known,
  )('%s: with and without the last slash, with double slashes, percent-encoded', async (_, url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe(TAXII);
    const path = url.slice(root.length);
    const spellings = [
      path.slice(0, -1),
      path.replaceAll('/', '//').slice(1),
      path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    ];
    for (const spelling of spellings)
      expect((await ask(`${root}${spelling}`)).text, spelling).toBe(answer.text);
  });

  test.each([
    '/api/nothing/',
    '/taxii2/more/',
    '/api/collections/00000000-0000-4000-8000-000000000000/',
    '/api/collections/THINGS/',
    `/api/collections/${collectionId}/object/`,
    `/api/collections/${collectionId}/objects/tool--00000000-dead-4000-8000-000000000000/`,
    `/api/collections/${collectionId}/objects/tool--00000000-dead-4000-8000-000000000000/versions/`,
    `/api/collections/${collectionId}/objects/__proto__/`,
    `/api/collections/${collectionId}/objects/${some.id}/more/`,
    `/api/collections/${collectionId}/manifest/${some.id}/`,
    '/api/status/2d086da7-4bdc-4f91-900e-d77486753710/',
  ])('404 with an error message: %s', async (path) => {
    const answer = await ask(root + path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('Content-Type')).toBe(TAXII);
    expect(answer.body).toMatchObject({ title: expect.any(String), http_status: '404' });
  });

  test.each(['/', '/index.html', '/API/', '/apis/', '/style.css', '/%zz/'])('not TAXII: %s', async (path) => {
    expect(await createHandler(storage)(new Request(root + path))).toBeUndefined();
  });

  test('documents have the required properties', async () => {
    expect((await ask(`${root}/taxii2/`)).body).toMatchObject({
      title: 'Test',
      default: '/api/',
      api_roots: ['/api/'],
    });
    expect((await ask(`${root}/api/`)).body).toMatchObject({
      title: 'API',
      versions: [TAXII],
      max_content_length: 1,
    });
    expect((await ask(`${base}/`)).body).toEqual({
      id: collectionId,
      title: 'Things',
      alias: 'things',
      can_read: true,
      can_write: false,
      media_types: ['application/stix+json;version=2.1'],
    });
  });

  test('manifest records and versions', async () => {
    const { body, headers } = await ask(`${base}/manifest/?match[id]=${some.id}`);
    expect(body.objects).toEqual([
      {
        id: some.id,
        date_added: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        version: some.objectVersion,
        media_type: 'application/stix+json;version=2.1',
      },
    ]);
    expect(headers.get('X-TAXII-Date-Added-First')).toBe(body.objects[0].date_added);
    expect(headers.get('X-TAXII-Date-Added-Last')).toBe(body.objects[0].date_added);
    const versions = (await ask(`${base}/objects/${some.id}/versions/`)).body.versions;
    const all = (await ask(`${base}/manifest/?match[id]=${some.id}&match[version]=all`)).body.objects;
    expect(versions).toEqual(all.map(({ version }: { version: string }) => version));
  });
});

describe('methods', () => {
  test.each([
    ['POST', '/objects/', 403],
    ['DELETE', `/objects/${some.id}/`, 403],
    ['POST', '/manifest/', 405],
    ['DELETE', '/objects/', 405],
    ['PUT', '/objects/', 405],
    ['PATCH', '/', 405],
    ['PROPFIND', '/', 405],
  ])('%s %s: %i', async (method, path, status) => {
    const answer = await ask(base + path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toBe(TAXII);
    expect(answer.headers.get('Allow')).toBe(status === 405 ? 'GET, HEAD, OPTIONS' : null);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const [get, head] = [await ask(objectsUrl), await ask(objectsUrl, { method: 'HEAD' })];
    expect(head.text).toBe('');
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
    expect(head.headers.get('Content-Length')).toBe(String(Buffer.byteLength(get.text)));
  });

  test('a preflight from a browser', async () => {
    const headers = {
      'Access-Control-Request-Headers': 'authorization, version, accept',
      Origin: 'http://a.example',
    };
    const answer = await ask(objectsUrl, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(answer.headers.get('Access-Control-Allow-Headers')).toBe('authorization, version, accept');
    const exposed = (await ask(objectsUrl)).headers.get('Access-Control-Expose-Headers');
    expect(exposed).toContain('X-TAXII-Date-Added-Last');
  });
});

describe('Accept (§1.6.8, §3.1)', () => {
  test.each([
    undefined,
    '',
    '*/*',
    'application/*',
    TAXII,
    'application/taxii+json',
    'application/taxii+json; version=2.1',
    'application/taxii+json ; version="2.1"',
    'APPLICATION/TAXII+JSON;VERSION=2.1',
    'text/html, */*;q=0.1',
    'application/taxii+json;version=2.1,application/stix+json;version=2.1',
    'application/taxii+json;version=2.0, */*;q=0.5',
    'application/taxii+json;version=2.1;charset=utf-8',
    'application/json,application/taxii+json;q=0.9',
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  ])('acceptable: %s', async (accept) => {
    const headers = accept === undefined ? {} : { Accept: accept };
    expect((await ask(objectsUrl, { headers })).status).toBe(200);
  });

  test.each([
    'text/html',
    'application/taxii+json;version=2.0',
    'application/json',
    'application/vnd.oasis.taxii+json; version=2.0',
    'application/taxii+json;q=0',
    '*/*;q=0.0',
    'application/taxii+json;version=2.10',
    'xapplication/taxii+json',
    'text/*',
  ])('406: %s', async (accept) => {
    const answer = await ask(objectsUrl, { headers: { Accept: accept } });
    expect(answer.status).toBe(406);
    expect(answer.headers.get('Content-Type')).toBe(TAXII);
  });
});

describe('parameters (§3.4)', () => {
  test.each([
    'limit=0',
    'limit=-1',
    'limit=+5',
    'limit=1.0',
    'limit=abc',
    'limit=',
    'limit',
    'limit=1e3',
    'limit=1&limit=1',
    'limit=%31%zz',
    'added_after=',
    'added_after=yesterday',
    'added_after=2024-01-01',
    'added_after=2024-02-30T00:00:00Z',
    'added_after=2024-01-01T00:00:00',
    'added_after=2024-01-01T00:00:00%2B00:00',
    'added_after=2024-01-01T24:00:00Z',
    'added_after=2024-01-01T00:00:00Z&added_after=2024-01-01T00:00:00Z',
    'added_after=2024-01-01t00:00:00z',
    'match[version]=all,first',
    'match[version]=first,first',
    'match[version]=latest',
    'match[version]=',
    'match[version]=last,',
    'match[version]=2024-13-01T00:00:00Z',
    'match[type]=',
    'match[type]=a,,b',
    'match[id]=,',
    'match[spec_version]=two',
    'match[type]=tool&match[type]=tool',
    'match[type]=tool&match%5Btype%5D=malware',
    'next=',
    'next=a&next=a',
    'next=%20',
    'next=1',
  ])('400: %s', async (query) => {
    for (const url of [objectsUrl, manifestUrl]) {
      const answer = await ask(`${url}?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ title: expect.any(String), http_status: '400' });
    }
  });

  test.each([
    'foo=bar',
    'modified_after=2024',
    'match[foo]=1',
    '',
    '&&',
    '=',
    'LIMIT=0',
    'limits=0',
    '%zz=1',
    'match[type=tool',
  ])('ignored: %s', async (query) => {
    expect((await ask(`${objectsUrl}?${query}`)).text).toBe((await ask(objectsUrl)).text);
  });

  test('what an endpoint does not define is ignored there, even malformed', async () => {
    const object = `${base}/objects/${some.id}/`;
    expect((await ask(`${object}?match[type]=&match[id]=,`)).text).toBe((await ask(object)).text);
    expect((await ask(`${object}versions/?match[version]=nonsense`)).status).toBe(200);
    expect((await ask(`${base}/?limit=0`)).status).toBe(200);
    expect((await ask(`${object}?limit=0`)).status).toBe(400);
  });

  test('a limit beyond all numbers is a limit', async () => {
    expect((await ask(`${objectsUrl}?limit=99999999999999999999999999`)).body.objects.length).toBe(
      live.length,
    );
  });

  test('colons raw and encoded, fractions of any length', async () => {
    const { body } = await ask(manifestUrl);
    const date: string = body.objects[4].date_added;
    const rest = JSON.stringify((await ask(`${manifestUrl}?added_after=${date}`)).body);
    const spellings = [
      encodeURIComponent(date),
      date.replace('Z', '000Z'),
      date.replace('Z', '999999Z'),
      date.replaceAll(':', '%3a'),
    ];
    for (const spelling of spellings) {
      const answer = await ask(`${manifestUrl}?added_after=${spelling}`);
      expect(JSON.stringify(answer.body)).toBe(rest);
    }
    expect(JSON.parse(rest).objects.length).toBe(body.objects.length - 5);
  });

  test('an empty answer has no list, no next and no dates', async () => {
    for (const query of [
      'match[type]=nothing',
      'added_after=2099-01-01T00:00:00Z',
      'match[spec_version]=2.0',
    ]) {
      const answer = await ask(`${objectsUrl}?${query}`);
      expect(answer.status).toBe(200);
      expect(answer.text).toBe('{"more":false}');
      expect(answer.headers.has('X-TAXII-Date-Added-Last')).toBe(false);
    }
  });

  test('a version is matched as a moment, not as text', async () => {
    const dated = live.find(
      ({ objectVersion }) => objectVersion.endsWith('.000Z') && objectVersion > '2000',
    )!;
    const query = (version: string) => `${objectsUrl}?match[id]=${dated.id}&match[version]=${version}`;
    const exact = (await ask(query(dated.objectVersion))).text;
    expect(JSON.parse(exact).objects.length).toBe(1);
    for (const version of [
      dated.objectVersion.replace('.000Z', 'Z'),
      dated.objectVersion.replace('.000Z', '.000000Z'),
    ])
      expect((await ask(query(version))).text).toBe(exact);
  });

  test("one object's token does not continue another's list", async () => {
    const many = live.filter(({ id }) => ledger.present.get(id)!.length > 1);
    const [one, other] = [many[0]!.id, many[1]!.id];
    const { body } = await ask(`${base}/objects/${one}/?match[version]=all&limit=1`);
    expect(body.more).toBe(true);
    expect((await ask(`${base}/objects/${one}/?next=${body.next}`)).status).toBe(200);
    expect((await ask(`${base}/objects/${other}/?next=${body.next}`)).status).toBe(400);
  });
});

describe('conditional requests', () => {
  test.each([
    objectsUrl,
    manifestUrl,
    `${root}/taxii2/`,
    `${base}/objects/${some.id}/versions/`,
  ])('%s', async (url) => {
    const { headers } = await ask(url);
    const tag = headers.get('ETag')!;
    for (const wanted of [tag, `"x", ${tag}`, '*', tag.replace('W/', '')]) {
      const answer = await ask(url, { headers: { 'If-None-Match': wanted } });
      expect(answer.status).toBe(304);
      expect(answer.text).toBe('');
      expect(answer.headers.get('ETag')).toBe(tag);
    }
    expect((await ask(url, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
  });

  test('a tag changes with the answer and with nothing else', async () => {
    const early = createClient(new MemoryStorage(stages[2]!));
    const one = `${objectsUrl}?match[id]=${live.find(({ release }) => release <= 2)!.id}`;
    expect((await early(objectsUrl)).headers.get('ETag')).not.toBe(
      (await ask(objectsUrl)).headers.get('ETag'),
    );
    expect((await early(one)).headers.get('ETag')).toBe((await ask(one)).headers.get('ETag'));
  });
});

describe('a publish between two reads', () => {
  test('files that went away are looked for anew, and the answer is whole', async () => {
    const moving = new MemoryStorage(stages[1]!);
    const read = moving.read.bind(moving);
    moving.read = async (path, range) => {
      const bytes = await read(path, range);
      // The head has been read; from here on only the next release's files are there.
      if (path.endsWith('head.json')) moving.files = stages[3]!;
      return bytes;
    };
    expect((await createClient(moving)(objectsUrl)).text).toBe((await ask(objectsUrl)).text);
  });
});

test('an empty collection answers like any other', async () => {
  const empty = publishHistory(
    { ...history, releases: [{ version: '1', date: '2024-01-01T00:00:00Z', objects: [], removed: [] }] },
    10,
  );
  const client = createClient(new MemoryStorage(empty.stages[0]!));
  expect((await client(objectsUrl)).text).toBe('{"more":false}');
  expect((await client(manifestUrl)).text).toBe('{"more":false}');
  expect((await client(`${objectsUrl}?match[type]=tool&match[version]=all`)).text).toBe('{"more":false}');
  expect((await client(`${objectsUrl}${some.id}/`)).status).toBe(404);
});
