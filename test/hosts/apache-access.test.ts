import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import { type RawAnswer, RawClient } from '../support/raw-http.ts';
import { buildContent, type Expected } from '../support/sample-build.ts';
import { scratch } from '../support/scratch.ts';
import { freePort } from '../support/serve-process.ts';
import { startApache } from '../support/servers/apache.ts';
import { type Certificates, makeCertificates, readIdentity } from '../support/servers/certificates.ts';
import { isInstalled, programPath } from '../support/servers/installed.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** Readers lists and certificates on the real Apache: the API root `members`, and one collection of `public`. */

const PATIENCE = 300_000;
/** Of files that are asked for in every spelling, and with every password: one in so many. */
const SOME = 29;
const ANNA = { name: 'anna', password: 'pässword: ✓' };
const BERT = { name: 'bert', password: 'other' };
const sample = join(import.meta.dirname, '../../content');

/** From `.htaccess` alone, and with the same text in the main configuration. */
describe.skipIf(!isInstalled('apache') || !isInstalled('openssl'))(
  'apache with protected collections',
  () => {
    describe.each([
      { by: 'htaccess', htaccess: true },
      { by: 'directory', htaccess: false },
    ])('by $by', ({ htaccess }) => {
      const home = scratch('apache-access');
      const content = join(home, 'content');
      const site = join(home, 'site');
      let certificates: Certificates;
      let server: RunningServer;
      let nobody: RawClient;
      let certified: RawClient;
      let collections: readonly Expected[];

      beforeAll(async () => {
        certificates = makeCertificates(join(home, 'tls'));
        cpSync(sample, content, { recursive: true });
        edit('site.yaml', /^hosts:.*$/m, 'hosts: [apache]');
        append('site.yaml', `access:\n  folder: ${home}/lists\n`);
        append('members/api-root.yaml', 'access: { readers: members }\n');
        append('public/hull-malware/collection.yaml', 'access: { readers: hull-lab, mutualTls: true }\n');
        writeLists();
        const port = await freePort();
        ({ collections } = await buildContent(content, site, `https://127.0.0.1:${port}/`));
        openPath(site);
        openPath(join(home, 'lists'));
        server = await startApache({
          root: site,
          port,
          htaccess,
          tls: { certificates, clients: 'optional' },
          ...(htaccess ? {} : { configuration: mainConfiguration(site) }),
        });
        const ca = readFileSync(certificates.authority);
        nobody = new RawClient({ port, tls: { ca } });
        certified = new RawClient({ port, tls: { ca, ...readIdentity(certificates.client) } });
      }, PATIENCE);
      afterAll(async () => {
        nobody?.close();
        certified?.close();
        await server?.stop();
        rmSync(home, { recursive: true });
      });

      function edit(file: string, from: RegExp, to: string): void {
        writeFileSync(join(content, file), readFileSync(join(content, file), 'utf8').replace(from, to));
      }

      function append(file: string, text: string): void {
        appendFileSync(join(content, file), text);
      }

      function writeLists(): void {
        mkdirSync(join(home, 'lists'));
        writeFileSync(join(home, 'lists/members.htpasswd'), `${ANNA.name}:${hash(ANNA.password)}\n`);
        writeFileSync(join(home, 'lists/hull-lab.htpasswd'), `${BERT.name}:${hash(BERT.password)}\n`);
      }

      function ask(
        target: string,
        {
          client = nobody,
          as,
          method = 'GET',
        }: { client?: RawClient; as?: typeof ANNA; method?: string } = {},
      ): Promise<RawAnswer> {
        const credentials = as && Buffer.from(`${as.name}:${as.password}`).toString('base64');
        const headers: [string, string][] = credentials ? [['Authorization', `Basic ${credentials}`]] : [];
        return client.send({ method, target, headers });
      }

      const of = (alias: string) => collections.find((one) => one.alias === alias)!;
      const reports = () => of('incident-reports');
      const hull = () => of('hull-malware');

      it('asks everybody for a password', async () => {
        for (const path of [...pathsOf(reports()), '/members/', '/members/collections/', '/members/nothing/'])
          for (const as of [undefined, BERT, { ...ANNA, password: '' }, { name: '', password: '' }])
            expectRefusal(await ask(path, as ? { as } : {}), path);
        for (const method of ['HEAD', 'POST', 'DELETE', 'PUT'])
          expectRefusal(await ask(pathsOf(reports())[1]!, { method }), method, method);
      });

      it('answers who is on the list, for no cache but the client’s own', async () => {
        const [path] = pathsOf(reports()).filter((one) => one.endsWith('/objects/'));
        const { status, header, body } = await ask(path!, { as: ANNA });
        expect([status, header('Content-Type')]).toEqual([200, TAXII]);
        expect(JSON.parse(body.toString()).objects).toEqual(reports().objects);
        expect(header('Cache-Control')).toBe('private, no-cache');
        expect(header('Vary')?.replaceAll(', ', ',')).toBe('Accept,Accept-Encoding,Authorization');
        expect(header('X-TAXII-Date-Added-Last')).toBeTruthy();
        const wrong = await ask(`${path}?limit=0`, { as: ANNA });
        expect([wrong.status, wrong.header('Cache-Control')]).toEqual([400, 'no-store']);
        expect(JSON.parse(wrong.body.toString()).title).toBe('Malformed limit');
        expect((await ask('/members/nothing/', { as: ANNA })).status).toBe(404);
        expect((await ask('/members/', { as: ANNA, method: 'POST' })).header('Allow')).toMatch(/^GET/);
        expect((await ask('/members/collections/', { as: ANNA })).body.toString()).toContain(reports().id);
      });

      it('says what a collection holds nothing of to those on the list alone', async () => {
        const path = `/members/collections/${reports().id}/objects/`;
        for (const query of [
          'match[type]=x-none',
          'match[id]=indicator--00000000-0000-4000-8000-000000000000',
        ]) {
          expectRefusal(await ask(`${path}?${query}`), query);
          const { status, header, body } = await ask(`${path}?${query}`, { as: ANNA });
          expect([status, header('Content-Type'), body.toString()]).toEqual([200, TAXII, '{"more":false}']);
          expect(header('Cache-Control')).toBe('private, no-cache');
          expect(header('Vary')).toMatch(/Authorization/);
        }
      });

      it('asks for a certificate and a password where both are wanted', async () => {
        for (const path of pathsOf(hull())) {
          expectRefusal(await ask(path), path);
          expectRefusal(await ask(path, { as: BERT }), path);
          expectRefusal(await ask(path, { client: certified }), path);
          expectRefusal(await ask(path, { client: certified, as: ANNA }), path);
        }
        const [path] = pathsOf(hull()).filter((one) => one.endsWith('/objects/'));
        const { status, body } = await ask(path!, { client: certified, as: BERT });
        expect(status).toBe(200);
        expect(JSON.parse(body.toString()).objects).toEqual(hull().objects);
      });

      it('does not tell which collections there are', async () => {
        const unknown = '/public/collections/00000000-0000-4000-8000-000000000000/';
        for (const path of [unknown, `${unknown}objects/`])
          for (const as of [undefined, ANNA, BERT]) expectRefusal(await ask(path, as ? { as } : {}), path);
        expect((await ask('/public/nothing/')).status).toBe(404);
        const { api_roots } = JSON.parse((await ask('/taxii2/')).body.toString());
        expect(api_roots.map((url: string) => new URL(url).pathname)).toEqual(['/public/']);
        const list = (await ask('/public/collections/', { client: certified, as: BERT })).body.toString();
        expect(list).toContain(of('port-threats').id);
        expect(list).not.toContain(hull().id);
      });

      it('leaves what is open as it was', async () => {
        const open = of('port-threats');
        const answer = await ask(`/public/collections/${open.alias}/objects/`);
        expect(JSON.parse(answer.body.toString()).objects).toEqual(open.objects);
        expect(answer.header('Cache-Control')).toMatch(/^public/);
        expect(answer.header('Vary')).not.toMatch(/Authorization/);
        expect(
          (await ask(`/public/collections/${open.alias}/objects/?limit=0`)).header('WWW-Authenticate'),
        ).toBeUndefined();
      });

      it('a browser may ask beforehand', async () => {
        expect((await ask(pathsOf(reports())[1]!, { method: 'OPTIONS' })).status).toBe(204);
      });

      it('a token leads into no other collection', async () => {
        const path = `/members/collections/${reports().id}/objects/`;
        const first = await ask(`${path}?limit=1`, { as: ANNA });
        const { next } = JSON.parse(first.body.toString());
        expect((await ask(`${path}?next=${next}`, { as: ANNA })).status).toBe(200);
        expect((await ask(`/public/collections/port-threats/objects/?next=${next}`)).status).toBe(400);
      });

      it('no file of the site tells anything of what is protected', { timeout: PATIENCE }, async () => {
        const own = new Set(marksOf(of('port-threats')));
        const secret = [reports(), hull()].flatMap(marksOf).filter((mark) => !own.has(mark));
        expect(secret.length).toBeGreaterThan(20);
        const files = readdirSync(site, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(site.length).split(sep).join('/'));
        expect(files.length).toBeGreaterThan(500);
        let pages = 0;
        for (const [index, file] of files.entries())
          for (const target of index % SOME === 0 ? spellingsOf(file) : [file]) {
            const { status, body } = await ask(target);
            // Apache asks for credentials before it looks whether there is anything to be asked for.
            if (/^\/_|\/\.ht/.test(file)) expect([401, 404], target).toContain(status);
            if (status === 200) pages += 1;
            const text = body.toString();
            expect(
              secret.filter((mark) => text.includes(mark)),
              target,
            ).toEqual([]);
          }
        expect(pages).toBeGreaterThan(5);
        for (const file of files.filter((one, index) => one.startsWith('/_taxii/') && index % SOME === 0))
          for (const as of [ANNA, BERT])
            expect((await ask(file, { client: certified, as })).status, file).toBeGreaterThan(400);
      });
    });
  },
);

/** As the page of the host says it. */
function mainConfiguration(site: string): { directory: string; server: string } {
  return {
    directory: `Include "${site}/.htaccess"`,
    server: `<Directory "${site}/_taxii">\n  AllowOverride All\n</Directory>`,
  };
}

/** As `htpasswd` would, in one of the kinds that Apache reads. */
function hash(password: string): string {
  const { stdout } = spawnSync(programPath('openssl')!, ['passwd', '-apr1', password], { encoding: 'utf8' });
  return stdout.trim();
}

/** Every endpoint of a collection, in many spellings. */
function pathsOf({ apiRoot, id, alias, objects }: Expected): string[] {
  return [id, alias].flatMap((name) => {
    const path = `/${apiRoot}/collections/${name}/`;
    const lists = [
      '',
      'objects/',
      'manifest/',
      `objects/${objects[0].id}/`,
      `objects/${objects[0].id}/versions/`,
    ];
    const plain = lists.map((list) => path + list);
    return [
      ...plain,
      ...plain.map((one) => one.slice(0, -1)),
      ...plain.map((one) => one.replaceAll('/', '//')),
      ...plain.map((one) => `${one}?limit=1`),
      `${path}objects/?match[type]=${objects[0].type}`,
      `${path}objects/?match%5Bid%5D=${objects[0].id}`,
      `${path}objects/?match%5Bid%5D=indicator--00000000-0000-4000-8000-000000000000`,
      `${path}objects/?added_after=2000-01-01T00:00:00Z`,
      `${path}objects/?limit=0`,
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
    file.replace('/_', '//_'),
    `/x/..${file}`,
    file.replace('/_', '/%5f'),
    `${file}/`,
    `${file}/x`,
  ];
}

function expectRefusal({ status, header, body }: RawAnswer, what: string, method = 'GET'): void {
  expect(status, what).toBe(401);
  expect(header('Content-Type')).toBe(TAXII);
  expect(header('WWW-Authenticate')).toBe('Basic realm="TAXII", charset="UTF-8"');
  expect(header('Cache-Control')).toBe('no-store');
  expect(header('Access-Control-Allow-Origin')).toBe('*');
  expect(header('X-TAXII-Date-Added-Last')).toBeUndefined();
  if (method !== 'HEAD') expect(JSON.parse(body.toString())).toMatchObject({ http_status: '401' });
}
