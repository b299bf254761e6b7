import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostName } from '../../src/config/site-config.ts';
import { seed } from '../support/seed.ts';
import { isInstalled, type ServerName } from '../support/servers/installed.ts';
import { randomRequests } from './random-requests.ts';
import { type RuleServer, RuleSetting } from './rule-setting.ts';
import type { NamedWalk } from './walks.ts';

/** What else than `describeRuleHost` holds of sites with a base URL that has a path, and with other pages. */

export interface ShapedHost extends RuleServer {
  readonly software: ServerName;
  /** False where the rules stand in the folder of the site, and the root of the host is somebody else's. */
  readonly answersAtRoot: boolean;
}

const BASE = '/intel.feed/';

/** Limits of their own make many small pages, which the small site is for. */
const ownLimit = ({ name }: NamedWalk) => /(?:limit|per_request)=|Azure/.test(name);

const others: readonly HostName[] = ['nginx', 'caddy', 'apache', 'files', 'serve', 'firebase', 'netlify'];

const shapes = [
  { pageSize: 1000, objects: 1100, releases: 2, count: 1000, isWanted: (walk: NamedWalk) => !ownLimit(walk) },
  // No power of ten; the sample's objects have more versions than a page of one could hold.
  { pageSize: 12, objects: 60, releases: 3, others, count: 500, isWanted: () => true },
];

/** The battery in short, for hosts that pass it as a whole. */
export function describeRuleShapes(own: ShapedHost): void {
  describe.skipIf(!isInstalled(own.software)).each(shapes)(
    `${own.host} below ${BASE}, with pages of $pageSize`,
    ({ count, isWanted, ...shape }) => {
      const setting = new RuleSetting(own, { ...shape, base: BASE });
      beforeAll(() => setting.open());
      afterAll(() => setting.close());

      it(`answers ${count} random requests as the table says, exactly or not at all`, async () => {
        const report = await setting.judge(`pages of ${shape.pageSize}`, (site, tokens) =>
          randomRequests({ seed, count, site, tokens }),
        );
        expect(report.kinds.get('equal: 200')).toBeGreaterThan(count / 5);
      });

      it('every product’s client gets every object once', async () => {
        const declined = await setting.walk(isWanted);
        expect([...declined].filter((name) => !/XSOAR/.test(name))).toEqual([]);
      });

      it('pages for people stand there too, and files of rules do not', async () => {
        const page = await setting.get('/');
        expect([page.status, page.header('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
        expect(page.header('Content-Security-Policy')).toMatch(/default-src 'none'/);
        for (const folder of ['', 'browse/public/port-threats/']) {
          const { status, header } = await setting.getFromRoot((BASE + folder).slice(0, -1));
          expect([301, 308]).toContain(status);
          const location = new URL(header('Location')!, setting.address);
          expect(location.href).toBe(setting.address + folder);
        }
        expect((await setting.get('/browse/public/port-threats/')).status).toBe(200);
        const missing = await setting.get('/nothing');
        expect([missing.status, missing.header('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
        for (const file of [
          '_taxii/synthetic',
          '_taxii/site.json',
          '_taxii/discovery.json',
          `_hosts/${own.host}/http.conf`,
          `_hosts/${own.host}/site.caddy`,
          '.htaccess',
        ])
          for (const target of [`${BASE}${file}`, `/${file}`, `/${BASE}/${file}`, `${BASE}x/../${file}`])
            expect([(await setting.getFromRoot(target)).status, target]).toEqual([404, target]);
      });

      it.runIf(shape.others)('no rule of any host is given to anybody, nor is a hidden file', async () => {
        const files = readdirSync(setting.build.site, { recursive: true, encoding: 'utf8' })
          .map((file) => file.split(sep).join('/'))
          .filter((file) => /^_(?!taxii)|^[^/]+\.json|(?:^|\/)\./.test(file));
        for (const known of [
          '.htaccess',
          '.nojekyll',
          '_headers',
          '_redirects',
          'serve.json',
          'firebase.json',
        ])
          expect(files).toContain(known);
        for (const file of files)
          for (const target of [BASE + file, `/${file}`, `/${BASE}/${file}`, `${BASE}x/../${file}`])
            expect([(await setting.getFromRoot(target)).status, target]).toEqual([404, target]);
      });

      it(`discovery is ${own.answersAtRoot ? '' : 'not '}at the root of the host as well`, async () => {
        const below = await setting.get('/taxii2/');
        const atRoot = await setting.getFromRoot('/taxii2/');
        expect(below.status).toBe(200);
        expect(atRoot.status).toBe(own.answersAtRoot ? 200 : 404);
        if (own.answersAtRoot) expect(atRoot.body.equals(below.body)).toBe(true);
        const { api_roots: roots } = JSON.parse(below.body.toString());
        expect(roots.every((url: string) => url.startsWith(setting.address))).toBe(true);
      });
    },
  );
}
