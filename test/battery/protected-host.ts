import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { RawAnswer } from '../support/raw-http.ts';
import type { Expected } from '../support/sample-build.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { describeSecrecy } from './protected-secrecy.ts';
import {
  ANNA,
  type Asking,
  BERT,
  NONE,
  ProtectedSetting,
  type ProtectingServer,
  REALM,
  type User,
} from './protected-setting.ts';

export interface ProtectedHost extends ProtectingServer {
  /** For a server that is set up in more than one way. */
  readonly setup?: string;
  /** False where the server prints the challenge by itself, without the charset of the password (RFC 7617 §2.1). */
  readonly saysCharset?: boolean;
  /** Tests of what no other host has. */
  readonly describeOwn?: (setting: ProtectedSetting) => void;
}

/** Of files that are asked for in every spelling, and with every password: one in so many. */
const SOME = 29;

/** Readers lists and certificates on a real server: the API root `members`, and one collection of `public`. */
export function describeProtectedHost(own: ProtectedHost): void {
  const isAvailable = isInstalled(own.software) && isInstalled('openssl');
  const name = own.setup ? `${own.host} (${own.setup})` : own.host;
  describe.skipIf(!isAvailable)(`${name} protects`, () => {
    describe.each([
      { what: 'an API root by passwords, a collection by certificates too', certified: BERT },
      { what: 'an API root by certificates too, a collection by passwords', certified: ANNA },
    ])('$what', ({ certified }) => {
      const setting = new ProtectedSetting(own, certified);
      beforeAll(() => setting.open());
      afterAll(() => setting.close());

      describeRefusals(setting, own);
      describeSecrecy(setting);
      describeAnswers(setting, own);
      describeOpenParts(setting, own);
      describeFiles(setting, certified === BERT);
      own.describeOwn?.(setting);
    });
  });
}

/** What each of the two lists opens. */
function guarded(
  setting: ProtectedSetting,
): { user: User; other: User; collection: Expected; paths: string[] }[] {
  const [reports, hull] = [setting.of('incident-reports'), setting.of('hull-malware')];
  const root = ['/members/', '/members/collections/', '/members/nothing/'];
  return [
    { user: ANNA, other: BERT, collection: reports, paths: [...pathsOf(reports), ...root] },
    { user: BERT, other: ANNA, collection: hull, paths: pathsOf(hull) },
  ];
}

function describeRefusals(setting: ProtectedSetting, own: ProtectedHost): void {
  const { ask } = setting;

  it('asks everybody for a password', async () => {
    for (const { user, other, paths } of guarded(setting)) {
      const { client } = setting.reader(user);
      for (const path of paths)
        for (const as of wrong(user, other))
          expectRefusal(await ask(path, { client: client!, as }), path, own);
      for (const method of ['HEAD', 'POST', 'DELETE', 'PUT'])
        expectRefusal(await ask(paths[1]!, { client: client!, method }), method, own);
    }
  });

  it('asks for a certificate and a password where both are wanted', async () => {
    const { user, other, paths } = guarded(setting).find((one) => one.user === setting.certified)!;
    for (const path of paths.filter((one) => !one.endsWith('/nothing/'))) {
      for (const as of wrong(user, other)) expectRefusal(await ask(path, { as }), path, own);
      const bare = await ask(path, { as: user });
      expect([bare.status, bare.header('Content-Type'), path]).toEqual([401, TAXII, path]);
    }
    const stranger = ask(paths[1]!, { client: setting.stranger, as: user });
    const status = await stranger.then(
      (answer) => answer.status,
      () => 'no handshake',
    );
    expect([400, 401, 403, 'no handshake']).toContain(status);
  });

  it('does not tell which collections there are', async () => {
    const unknown = '/public/collections/00000000-0000-4000-8000-000000000000/';
    for (const path of [unknown, `${unknown}objects/`, `${unknown}objects/?limit=0`, '/public/collections/x'])
      for (const as of [undefined, ANNA, BERT]) expectRefusal(await ask(path, { as }), path, own);
    expect((await ask('/public/nothing/')).status).toBe(404);
    const { api_roots } = JSON.parse((await ask('/taxii2/')).body.toString());
    expect(api_roots.map((url: string) => new URL(url).pathname)).toEqual(['/public/']);
    for (const asking of [{}, setting.reader(BERT)]) {
      const list = JSON.parse((await ask('/public/collections/', asking)).body.toString());
      expect(list.collections.map(({ id }: { id: string }) => id)).toEqual([setting.of('port-threats').id]);
    }
  });
}

function wrong(user: User, other: User): (Asking['as'] | undefined)[] {
  return [
    undefined,
    other,
    { ...user, password: '' },
    { ...user, password: `${user.password}x` },
    { name: '', password: '' },
  ];
}

function describeAnswers(setting: ProtectedSetting, own: ProtectedHost): void {
  const { ask } = setting;

  it('answers who is on the list, for no cache but the client’s own', async () => {
    for (const { user, collection, paths } of guarded(setting)) {
      const reader = setting.reader(user);
      const objects = `/${collection.apiRoot}/collections/${collection.id}/objects/`;
      const answer = await ask(objects, reader);
      expectPrivate(answer);
      expect(JSON.parse(answer.body.toString()).objects).toEqual(collection.objects);
      expect(answer.header('X-TAXII-Date-Added-Last')).toBeTruthy();
      for (const path of paths.filter((one) => !/limit=0|nothing|added_after/.test(one)))
        expect([(await ask(path, reader)).status, path]).toEqual([200, path]);
      const bad = await ask(`${objects}?limit=0`, reader);
      expect([bad.status, bad.header('Cache-Control')]).toEqual([400, 'no-store']);
      expect(JSON.parse(bad.body.toString()).title).toBe('Malformed limit');
    }
    const anna = setting.reader(ANNA);
    const reports = `/members/collections/${setting.of('incident-reports').id}`;
    for (const path of ['/members/nothing/', `${reports}/nothing/`, `/members/collections/${NONE}/`])
      expect([(await ask(path, anna)).status, path]).toEqual([404, path]);
    const post = await ask('/members/', { ...anna, method: 'POST' });
    expect([post.status, post.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const list = (await ask('/members/collections/', anna)).body.toString();
    expect(list).toContain(setting.of('incident-reports').id);
  });

  it('says what a collection holds nothing of to those on the list alone', async () => {
    for (const { user, collection } of guarded(setting))
      for (const query of ['match[type]=x-none', `match[id]=indicator--${NONE}`]) {
        const path = `/${collection.apiRoot}/collections/${collection.id}/objects/?${query}`;
        const answer = await ask(path, setting.reader(user));
        expectPrivate(answer);
        expect(answer.body.toString()).toBe('{"more":false}');
      }
  });

  it('a token leads into no other collection', async () => {
    for (const { user, collection } of guarded(setting)) {
      const path = `/${collection.apiRoot}/collections/${collection.id}/objects/`;
      const first = await ask(`${path}?limit=1`, setting.reader(user));
      const { next } = JSON.parse(first.body.toString());
      expect((await ask(`${path}?next=${next}`, setting.reader(user))).status).toBe(200);
      expectRefusal(await ask(`${path}?next=${next}`), path, own);
      expect((await ask(`/public/collections/port-threats/objects/?next=${next}`)).status).toBe(400);
    }
  });

  it('a browser may ask beforehand', async () => {
    for (const { paths } of guarded(setting))
      expect((await ask(paths[1]!, { method: 'OPTIONS' })).status).toBe(204);
  });
}

function describeOpenParts(setting: ProtectedSetting, own: ProtectedHost): void {
  const { ask } = setting;

  it('leaves what is open as it was, whatever credentials come', async () => {
    const open = setting.of('port-threats');
    const paths = pathsOf(open).filter((path) => !/limit=0|nothing|added_after/.test(path));
    for (const as of [undefined, { name: '', password: '' }, { ...ANNA, password: 'x' }, ANNA])
      for (const path of ['/taxii2/', '/public/', '/public/collections/', ...paths]) {
        const answer = await ask(path, { as });
        expect([answer.status, answer.header('Content-Type'), path]).toEqual([200, TAXII, path]);
      }
    const answer = await ask(`/public/collections/${open.alias}/objects/`);
    expect(JSON.parse(answer.body.toString()).objects).toEqual(open.objects);
    expect(answer.header('Cache-Control')).toMatch(/^public/);
    expect(answer.header('Vary')?.replaceAll(', ', ',')).toBe('Accept,Accept-Encoding');
    const bad = await ask(`/public/collections/${open.alias}/objects/?limit=0`);
    expect([bad.status, bad.header('WWW-Authenticate'), own.host]).toEqual([400, undefined, own.host]);
  });
}

function describeFiles(setting: ProtectedSetting, isWhole: boolean): void {
  const { ask } = setting;

  it('no file of the site tells anything of what is protected', { timeout: 300_000 }, async () => {
    const open = new Set(marksOf(setting.of('port-threats')));
    const secret = guarded(setting)
      .flatMap(({ collection }) => marksOf(collection))
      .filter((mark) => !open.has(mark));
    expect(secret.length).toBeGreaterThan(20);
    const all = filesOf(setting.site);
    expect(all.length).toBeGreaterThan(500);
    const some = new Set(all.filter((_, index) => index % SOME === 0));
    // What one site shows of thousands of pages, the other need not show again.
    const files = all.filter((file) => isWhole || !file.startsWith('/_taxii/') || some.has(file));
    let pages = 0;
    for (const file of files)
      for (const target of some.has(file) ? spellingsOf(file) : [file]) {
        const { status, body } = await ask(target);
        // Some servers ask for credentials before they look whether there is anything to be asked for.
        if (/^\/_taxii\//.test(file)) expect([401, 404], target).toContain(status);
        else if (/^\/_|\/\./.test(file)) expect(status, target).toBe(404);
        if (status === 200) pages += 1;
        const text = body.toString();
        const told = secret.filter((mark) => text.includes(mark));
        expect(told, target).toEqual([]);
      }
    expect(pages).toBeGreaterThan(5);
    for (const file of [...some].filter((one) => one.startsWith('/_taxii/')))
      for (const as of [ANNA, BERT])
        expect((await ask(file, { client: setting.member, as })).status, file).toBeGreaterThan(400);
  });
}

function filesOf(site: string): string[] {
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(site.length).split(sep).join('/'));
}

/** Every endpoint of a collection, in many spellings. */
function pathsOf({ apiRoot, id, alias, objects }: Expected): string[] {
  return [id, alias].flatMap((name) => {
    const path = `/${apiRoot}/collections/${name}/`;
    const one = `objects/${objects[0].id}/`;
    const plain = ['', 'objects/', 'manifest/', one, `${one}versions/`].map((list) => path + list);
    return [
      ...plain,
      ...plain.map((each) => each.slice(0, -1)),
      ...plain.map((each) => each.replaceAll('/', '//')),
      ...plain.slice(0, 3).map((each) => `${each}?limit=1`),
      `${path}objects/?match[type]=${objects[0].type}`,
      `${path}objects/?match%5Bid%5D=${objects[0].id}`,
      `${path}objects/?match%5Bid%5D=indicator--${NONE}`,
      `${path}objects/?added_after=2000-01-01T00:00:00Z`,
      `${path}objects/?limit=0`,
      `${path}${one}?limit=1`,
      `${path}nothing/`,
    ];
  });
}

/** What gives a protected collection away, wherever it turns up. */
function marksOf({ id, alias, title, objects }: Expected): string[] {
  return [id, alias, title, ...objects.map((object) => object.id)];
}

function spellingsOf(file: string): string[] {
  return [
    file,
    `/${file}`,
    file.replace('/_', '//_'),
    `/x/..${file}`,
    `/public/..${file}`,
    file.replace('/_', '/%5f'),
    `${file}/`,
    `${file}/x`,
  ];
}

function expectRefusal({ status, header, body }: RawAnswer, what: string, own: ProtectedHost): void {
  expect(status, what).toBe(401);
  expect(header('Content-Type')).toBe(TAXII);
  const charset = own.saysCharset === false ? '' : ', charset="UTF-8"';
  expect(header('WWW-Authenticate')).toBe(`Basic realm="${REALM}"${charset}`);
  expect(header('Cache-Control')).toBe('no-store');
  expect(header('Access-Control-Allow-Origin')).toBe('*');
  expect(header('X-TAXII-Date-Added-Last')).toBeUndefined();
  const text = what === 'HEAD' ? '{"http_status":"401","title":""}' : body.toString();
  expect(JSON.parse(text)).toMatchObject({ http_status: '401', title: expect.any(String) });
}

function expectPrivate({ status, header }: RawAnswer): void {
  expect([status, header('Content-Type')]).toEqual([200, TAXII]);
  expect(header('Cache-Control')).toBe('private, no-cache');
  expect(header('Vary')?.replaceAll(', ', ',')).toBe('Accept,Accept-Encoding,Authorization');
}
