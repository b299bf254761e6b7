import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOf } from '../../src/hosts/file-kinds.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { type BatteryBuild, buildBatterySite } from '../battery/battery-site.ts';
import { handlerReference } from '../battery/compare.ts';
import { corpus } from '../battery/corpus.ts';
import { randomRequests } from '../battery/random-requests.ts';
import { printReport, type Report, runBattery } from '../battery/run.ts';
import { harvestTokens } from '../battery/tokens.ts';
import { faultsOfError, Truth } from '../battery/truth.ts';
import type { Json, Target, Walk } from '../support/client-http.ts';
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
import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-http.ts';
import type { Expected } from '../support/sample-build.ts';
import { seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { complaints, startNginxNjs } from '../support/servers/nginx-njs.ts';
import type { RunningServer } from '../support/servers/server-process.ts';

/** Level 3 on the real nginx: the handler itself, lowered to the JavaScript of Debian's njs 0.7.9. */

const hasNginx = isInstalled('nginx-njs');
const PATIENCE = 300_000;

describe.skipIf(!hasNginx).each([10, 1000])('nginx with njs, pages of %i', (pageSize) => {
  let build: BatteryBuild;
  let server: RunningServer;
  let client: RawClient;

  beforeAll(async () => {
    const port = await freePort();
    build = await buildBatterySite({
      baseUrl: `http://127.0.0.1:${port}/`,
      pageSize,
      // The rules of others stand among the files of the site.
      hosts: ['nginx-njs', 'nginx', 'caddy', 'apache', 'files', 'serve', 'firebase', 'netlify'],
    });
    server = await startNginxNjs(build.site, port);
    client = new RawClient({ port });
  }, PATIENCE);
  afterAll(async () => {
    client.close();
    await server.stop();
    build.remove();
  });

  const send = (request: RawRequest) => client.send(request);

  async function battery(kind: 'corpus' | 'random'): Promise<Report> {
    const site = build.description;
    const storage = new SiteFolder(build.site);
    const tokens = await harvestTokens(send, site);
    expect(tokens.length).toBeGreaterThan(20);
    const requests =
      kind === 'corpus' ? corpus(site, tokens) : randomRequests({ seed, count: 3000, site, tokens });
    const reference = handlerReference(storage);
    const truth = new Truth(reference, site, tokens);
    const report = await runBattery({ requests, send, reference, truth, departure });
    console.log(printReport(report));
    return report;
  }

  // Each once: it takes nginx a while to run through them, and they differ little by the size of pages.
  it.skipIf(pageSize === 10)(
    'answers 3,000 random requests as the handler and the standard say',
    async () => {
      const report = await battery('random');
      expect(report.wrong.length, printReport(report)).toBe(0);
      // Chance must not make a battery of refusals.
      expect(report.kinds.get('equal: 200')).toBeGreaterThan(1200);
      for (const status of [204, 400, 403, 404, 405, 406])
        expect(report.kinds.get(`equal: ${status}`)).toBeGreaterThan(10);
      expect(report.kinds.get(`departure: ${UNREADABLE}`) ?? 0).toBeLessThan(100);
      expect(complaints(server)).toEqual([]);
    },
    PATIENCE,
  );

  it.skipIf(pageSize !== 10)(
    'answers the corpus as the handler and the standard say',
    async () => {
      const report = await battery('corpus');
      expect(report.wrong.length, printReport(report)).toBe(0);
      expect(report.total).toBeGreaterThan(400);
    },
    PATIENCE,
  );

  describe('clients', () => {
    const walks: Record<string, (target: Target, collection: Expected) => Promise<Walk>> = {
      'OASIS client': (target) => oasisWalk(target),
      'OASIS client, limit=25': (target) => oasisWalk(target, { perRequest: 25 }),
      'OASIS client, added_after': (target) =>
        oasisWalk(target, { filters: [['added_after', '2000-01-01T00:00:00.123Z']] }),
      'OpenCTI ingester': (target) => new OpenCtiIngester(target).walk(),
      'OpenCTI ingester, limit=40': (target) => new OpenCtiIngester(target, 40).walk(),
      'OpenCTI and ctm360 connectors': (target) => nextOnlyWalk(target),
      Elastic: (target) => new Elastic(target).walk(),
      'Elastic, limit=9': (target) => new Elastic(target, 9).walk(),
      'Cortex XSOAR': (target, { objects }) => xsoarWalk(target, typesOf(objects)),
      'misp-modules': (target) => mispModulesWalk(target),
      'stix2, query': (target) => new Stix2Source(target).query(),
    };

    it.each(Object.entries(walks))(
      '%s gets every object once',
      async (_, walk) => {
        for (const collection of build.collections) {
          const { objects } = await walk({ server: server.url, ...collection }, collection);
          expect(objects).toEqual(collection.objects);
        }
      },
      PATIENCE,
    );

    it('FortiSOAR, without trailing slashes', async () => {
      const { body } = JSON.parse(`{"body":${(await get('/taxii2/')).body}}`);
      const first = new URL(body.api_roots[0]).pathname.slice(1, -1);
      const own = build.collections.filter(({ apiRoot }) => apiRoot === first);
      expect(own.length).toBeGreaterThan(0);
      for (const collection of own)
        expect((await fortiSoarWalk({ server: server.url, ...collection }, 7)).objects).toEqual(
          collection.objects,
        );
    });

    it('Navigator in a browser, after its preflight request', async () => {
      for (const collection of build.collections) {
        const { objects } = await navigatorWalk({ server: server.url, ...collection });
        expect(objects).toEqual(collection.objects.slice(0, pageSize));
      }
    });
  });

  describe('HTTP', () => {
    const objects = () =>
      `/${build.collections[0]!.apiRoot}/collections/${build.collections[0]!.id}/objects/`;

    it('an entity tag spares an unchanged answer, also a compressed one', async () => {
      const plain = await get(objects());
      const zipped = await get(objects(), [['Accept-Encoding', 'gzip']]);
      expect(plain.header('Content-Encoding')).toBeUndefined();
      expect(zipped.header('Content-Encoding')).toBe('gzip');
      expect(zipped.body.equals(plain.body)).toBe(true);
      for (const { header } of [plain, zipped]) {
        const again = await get(objects(), [['If-None-Match', header('ETag')!]]);
        expect([again.status, again.body.length, again.header('ETag')]).toEqual([304, 0, header('ETag')]);
      }
      expect((await get(objects(), [['If-None-Match', 'W/"0"']])).status).toBe(200);
    });

    it('HEAD tells the length of what it leaves out', async () => {
      for (const path of [objects(), '/taxii2/', `${objects()}?limit=0`, '/nothing']) {
        const whole = await get(path);
        const head = await client.send({ method: 'HEAD', target: path });
        expect([head.status, head.body.length]).toEqual([whole.status, 0]);
        for (const name of ['Content-Type', 'Content-Length', 'X-TAXII-Date-Added-Last'])
          expect(head.header(name), `${path} ${name}`).toBe(whole.header(name));
      }
    });

    it('a body is refused as such, however long it is', async () => {
      const body = new Uint8Array(3 * 1024 * 1024);
      const answer = await fetch(new URL(objects().slice(1), server.url), { method: 'POST', body });
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([403, TAXII]);
    });

    it('methods that nginx refuses itself are refused in TAXII’s words', async () => {
      for (const method of ['TRACE', 'CONNECT']) {
        const answer = await client.send({ method, target: objects() });
        expect([answer.status, answer.header('Allow')], method).toEqual([405, 'GET, HEAD, OPTIONS']);
        expect(faultsOfError({ method, target: objects() }, answer)).toEqual([]);
      }
    });

    it('what nginx cannot read is refused in TAXII’s words', async () => {
      const unreadable: readonly (readonly [RawRequest, number])[] = [
        [{ method: 'GET', target: '/%zz' }, 400],
        [{ method: 'GET', target: '/../' }, 400],
        [{ method: 'get', target: '/taxii2/' }, 400],
        [{ method: 'GET', target: '/taxii2/', headers: [['X', 'x'.repeat(70_000)]] }, 400],
        [{ method: 'GET', target: `/taxii2/?${'x'.repeat(70_000)}` }, 414],
      ];
      for (const [request, status] of unreadable) {
        const answer = await client.send(request);
        expect(answer.status, request.target.slice(0, 50)).toBe(status);
        expect(faultsOfError(request, answer)).toEqual([]);
      }
    });

    it('a walk through a thousand ids goes on with a token as long', async () => {
      const collection = build.collections.find(({ objects: { length } }) => length > 500)!;
      const ids = collection.objects.map(({ id }) => id).slice(0, 600);
      const path = `/${collection.apiRoot}/collections/${collection.id}/objects/`;
      const first = JSON.parse((await get(`${path}?limit=9&match[id]=${ids.join(',')}`)).body.toString());
      const second = JSON.parse((await get(`${path}?limit=9&next=${first.next}`)).body.toString());
      expect([...first.objects, ...second.objects].map(({ id }: Json) => id)).toEqual(ids.slice(0, 18));
    });

    it('thousands of parameters are no more work than they are long', async () => {
      const answer = await get(`${objects()}?${'a&'.repeat(15_000)}limit=1`);
      expect(JSON.parse(answer.body.toString()).objects).toHaveLength(1);
    });
  });

  describe('pages for people', () => {
    it.each([
      ['/', 'index.html'],
      ['/index.html', 'index.html'],
      ['/style.css', 'style.css'],
      ['/browse/public/port-threats/', 'browse/public/port-threats/index.html'],
    ])('%s', async (path, file) => {
      const answer = await get(path, [['Accept-Encoding', 'gzip']]);
      expect([answer.status, answer.header('Content-Encoding')]).toEqual([200, 'gzip']);
      expect(answer.body.toString()).toBe(readFileSync(join(build.site, file), 'utf8'));
      for (const [name, value] of Object.entries(kindOf(file)!.headers))
        expect(answer.values(name), name).toEqual([value]);
      expect((await get(path, [['If-None-Match', answer.header('ETag')!]])).status).toBe(304);
    });

    it('a folder without its slash leads to the one with it', async () => {
      const answer = await get('/browse/public/port-threats?a=b');
      expect([answer.status, answer.header('Location')]).toEqual([308, '/browse/public/port-threats/?a=b']);
      expect((await get('//browse//public')).header('Location') ?? '').not.toMatch(/^\/\//);
    });

    it.each([
      '/nothing',
      '/browse/',
      '/browse/nothing.html',
      '/taxii2.html',
      '/nothing/at/all/',
    ])('%s is not there', async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.body.toString()]).toEqual([
        404,
        readFileSync(join(build.site, '404.html'), 'utf8'),
      ]);
      for (const [name, value] of Object.entries(kindOf('404.html')!.headers))
        expect(answer.values(name), name).toEqual([value]);
    });

    it('cannot be posted to', async () => {
      for (const path of ['/', '/index.html', '/style.css', '/nothing']) {
        const answer = await client.send({
          method: 'POST',
          target: path,
          headers: [['Content-Length', '0']],
        });
        expect([answer.status, answer.header('Allow')], path).toEqual([405, 'GET, HEAD']);
      }
    });

    const hidden = [
      '_taxii/site.json',
      '_taxii/discovery.json',
      '_taxii',
      '_taxii/',
      '_hosts/nginx-njs/taxii.js',
      '_hosts/nginx-njs/server.conf',
      '_hosts/nginx-njs/400',
      '_hosts/',
      '.git/config',
      ...['.htaccess', '_taxii/.htaccess', '_hosts/nginx/http.conf', '_hosts/caddy/site.caddy'],
      ...['_headers', '_redirects', '.nojekyll', 'firebase.json', 'serve.json'],
    ];

    it('are not found by paths with escaped slashes, and TAXII paths with them are TAXII’s', async () => {
      const page = readFileSync(join(build.site, '404.html'), 'utf8');
      for (const target of ['/browse%2f', '/%2f', '/browse/..%2Fstyle.css', '/x%2f..%2findex.html?a=b']) {
        const { status, body } = await get(target);
        expect([target, status, body.toString()]).toEqual([target, 404, page]);
      }
      for (const target of ['/public//..%2f?limit=5', '/public/collections%2f']) {
        const answer = await get(target);
        expect([target, answer.status]).toEqual([target, 404]);
        expect(faultsOfError({ method: 'GET', target }, answer)).toEqual([]);
      }
    });

    it('has files among those that are hidden', () => {
      expect(hidden.filter((path) => existsSync(join(build.site, path))).length).toBeGreaterThan(12);
    });

    it.each(hidden)('/%s is hidden, however it is spelled', async (path) => {
      const encoded = path.replace(/[_.]/, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
      for (const target of [`/${path}`, `//${path}`, `/browse/../${path}`, `/./${path}`, `/${encoded}`]) {
        const answer = await get(target);
        expect([target, answer.status]).toEqual([target, 404]);
        expect(answer.body.toString()).toBe(readFileSync(join(build.site, '404.html'), 'utf8'));
      }
    });
  });

  it('a site that cannot be read is an error of TAXII, and comes back without a reload', async () => {
    const index = join(build.site, '_taxii/site.json');
    renameSync(index, `${index}.away`);
    try {
      for (const method of ['GET', 'HEAD']) {
        const answer = await client.send({ method, target: '/taxii2/' });
        expect(answer.status).toBe(500);
        expect(faultsOfError({ method, target: '/taxii2/' }, answer)).toEqual([]);
      }
      expect(complaints(server).join('\n')).toContain('taxii-press');
    } finally {
      renameSync(`${index}.away`, index);
    }
    expect((await get('/taxii2/')).status).toBe(200);
  });

  function get(target: string, headers: RawRequest['headers'] = []): Promise<RawAnswer> {
    return client.send({ method: 'GET', target, headers });
  }
});

function typesOf(objects: readonly Json[]): string[] {
  return [...new Set(objects.map(({ type }) => type))];
}

const UNREADABLE = 'nginx cannot read the path: 400';

/** nginx reads a path before anybody else does, and refuses what it cannot decode or what leads above the root. */
function departure({ method, target }: RawRequest, answer: RawAnswer): string | undefined {
  if (answer.status !== 400 || !isUnreadable(target.split('?', 1)[0]!)) return undefined;
  return faultsOfError({ method, target }, answer).length === 0 ? UNREADABLE : undefined;
}

function isUnreadable(path: string): boolean {
  if (/%(?![0-9a-f]{2})|%00/i.test(path)) return true;
  const segments = decodeURIComponent(path.replace(/%[89a-f]./gi, 'x'))
    .split(/\/+/)
    .slice(1);
  let depth = 0;
  return segments.some((segment) => {
    if (segment === '..') depth -= 1;
    else if (segment !== '.' && segment !== '') depth += 1;
    return depth < 0;
  });
}

describe.skipIf(!hasNginx)('nginx with njs under a path of its own', () => {
  let build: BatteryBuild;
  let server: RunningServer;

  beforeAll(async () => {
    const port = await freePort();
    build = await buildBatterySite({
      baseUrl: `http://127.0.0.1:${port}/feeds/of.ours/`,
      hosts: ['nginx-njs'],
      objects: 20,
    });
    server = await startNginxNjs(build.site, port);
  }, PATIENCE);
  afterAll(async () => {
    await server.stop();
    build.remove();
  });

  it('has its TAXII and its pages there', async () => {
    for (const collection of build.collections) {
      const { objects } = await oasisWalk({ server: `${server.url}feeds/of.ours/`, ...collection });
      expect(objects).toEqual(collection.objects);
    }
    const page = await fetch(`${server.url}feeds/of.ours/`);
    expect(await page.text()).toBe(readFileSync(join(build.site, 'index.html'), 'utf8'));
    const folder = await fetch(`${server.url}feeds/of.ours/browse/public/port-threats`, {
      redirect: 'manual',
    });
    expect(folder.headers.get('Location')).toBe('/feeds/of.ours/browse/public/port-threats/');
    for (const path of ['_taxii/site.json', '_hosts/nginx-njs/taxii.js'])
      expect((await fetch(`${server.url}feeds/of.ours/${path}`)).status).toBe(404);
  });
});
