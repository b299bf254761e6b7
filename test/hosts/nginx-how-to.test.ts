import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployToFolder } from '../../src/commands/deploy/to-folder.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { type BatteryBuild, buildBatterySite } from '../battery/battery-site.ts';
import { oasisWalk } from '../support/clients.ts';
import { crawlPages } from '../support/page-links.ts';
import { RawClient } from '../support/raw-http.ts';
import { scratch } from '../support/scratch.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { startNginx } from '../support/servers/nginx.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** A site is deployed, and nginx reads the lines of the how-to page as they stand there but for the folder. */

const page = readFileSync(join(import.meta.dirname, '../../templates/hosts/nginx.md'), 'utf8');
const FOLDER = '/srv/taxii';

describe.skipIf(!isInstalled('nginx')).each(['/', '/sub/', '/feeds/of.ours/'])(
  'nginx as its page says, with the base URL’s path %s',
  (base) => {
    let build: BatteryBuild;
    let server: RunningServer;
    let client: RawClient;
    let home: string;
    let baseUrl: string;

    beforeAll(async () => {
      const port = await freePort();
      baseUrl = `http://127.0.0.1:${port}${base}`;
      build = await buildBatterySite({ baseUrl, hosts: ['nginx'], objects: 20 });
      home = scratch('nginx-how-to');
      openPath(home);
      const target = join(home, 'target');
      deployToFolder({ site: build.site, target, keep: 1, grace: 0, dryRun: false });
      const lines = page
        .split('\n')
        .filter((line) => line.trim().startsWith(`include ${FOLDER}/`))
        .map((line) => line.replace(FOLDER, target));
      expect(lines).toHaveLength(3);
      const [http, ...own] = lines as [string, ...string[]];
      server = await startNginx({ root: '', port, configuration: { http, server: own.join('\n') } });
      client = new RawClient({ port });
    });
    afterAll(async () => {
      client?.close();
      await server?.stop();
      build?.remove();
      rmSync(home, { recursive: true, force: true });
    });

    const get = (target: string) => client.send({ method: 'GET', target });

    it('answers TAXII below the path, and discovery at the root of the host', async () => {
      for (const { apiRoot } of build.collections)
        for (const target of ['/taxii2/', `${base}taxii2/`, `${base}${apiRoot}/`]) {
          const { status, header } = await get(target);
          expect([target, status, header('Content-Type')]).toEqual([target, 200, TAXII]);
        }
      for (const collection of build.collections) {
        const { objects } = await oasisWalk({ server: baseUrl, ...collection });
        expect(objects).toEqual(collection.objects);
      }
    });

    it('answers every link of every page', async () => {
      const { seen, broken } = await crawlPages((request) => client.send(request), build.site, baseUrl);
      expect(broken).toEqual([]);
      expect(seen).toContain(base);
      expect(seen).toContain(`${base}style.css`);
    });

    it('gives nobody the files of its rules', async () => {
      for (const file of ['_hosts/nginx/http.conf', '_hosts/nginx/server.conf', '_taxii/discovery.json'])
        for (const target of [base + file, `/${file}`])
          expect([target, (await get(target)).status]).toEqual([target, 404]);
    });
  },
);
