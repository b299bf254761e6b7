import { readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { SiteState } from '../battery/publishing.ts';
import { describeRuleHost, detours, publishTo } from '../battery/rule-host.ts';
import type { RuleSetting } from '../battery/rule-setting.ts';
import { describeRuleShapes } from '../battery/rule-shapes.ts';
import { writeState } from '../battery/rule-states.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { importFile, startCaddy } from '../support/servers/caddy.ts';
import { openPath } from '../support/servers/server-process.ts';

/** Debian's Caddy, with the one file that a site block imports. */

function start(site: string, port: number) {
  return startCaddy({ root: site, port, configuration: { site: rulesOf(site) } });
}

function rulesOf(site: string): string {
  return importFile(join(site, '_hosts/caddy/site.caddy'));
}

/** What host.ts says of requests that Caddy cannot read. */
function departure({ target }: RawRequest, { status }: RawAnswer): string | undefined {
  const [path = ''] = target.split('?');
  if (status === 400 && /%(?![0-9A-Fa-f]{2})/.test(path)) return 'a malformed escape in the path';
  return undefined;
}

type Step = (name: string) => Promise<void>;

/** A folder for each release; what the site imports names it, so that rules and files change in one step. */
async function publisher(home: string, first: SiteState) {
  const tree = join(home, 'tree.caddy');
  const write = folders(home);
  const point = (site: string) => writeFileSync(tree, `root * ${site}\n${rulesOf(site)}\n`);
  point(write(first));
  const server = await startCaddy({ root: '/nonexistent', configuration: { site: importFile(tree) } });
  return {
    server,
    publish: async (state: SiteState, step: Step) => {
      const site = write(state);
      await step('the new tree is there');
      point(site);
      await step('the import is written');
      await server.reload();
      await step('reloaded');
    },
  };
}

/** What templates/hosts/caddy.md warns of: a link is the root, and the rules of the first release stay. */
async function carelessPublisher(home: string, first: SiteState) {
  const current = join(home, 'current');
  const write = folders(home);
  const follow = (site: string) => {
    symlinkSync(site, `${current}.new`);
    renameSync(`${current}.new`, current);
  };
  const site = write(first);
  follow(site);
  const server = await startCaddy({ root: current, configuration: { site: rulesOf(site) } });
  return {
    server,
    publish: async (state: SiteState, step: Step) => {
      follow(write(state));
      await step('the link is switched');
    },
  };
}

function folders(home: string): (state: SiteState) => string {
  let count = 0;
  return ({ files }) => {
    const site = join(home, String(count++));
    writeState(site, files);
    openPath(site);
    return site;
  };
}

function describeOwn(setting: RuleSetting): void {
  const { get } = setting;
  const objects = '/synthetic/collections/feed/objects/';

  it('new files under old rules would be noticed', async () => {
    expect((await publishTo('caddy', carelessPublisher)).faults.length).toBeGreaterThan(0);
  });

  it('tells no time of files, since nothing follows from it', async () => {
    for (const target of [objects, '/', '/style.css', '/browse/public/port-threats/'])
      expect((await get(target)).header('Last-Modified'), target).toBeUndefined();
    expect((await get(`${objects}?limit=0`)).header('ETag')).toBeUndefined();
  });

  it('a range is given as one of the plain bytes', async () => {
    const { body } = await get(objects, { 'Accept-Encoding': 'identity' });
    const part = await get(objects, { Range: 'bytes=10-29', 'Accept-Encoding': 'gzip' });
    expect([part.status, part.encodedBody.toString()]).toEqual([206, body.subarray(10, 30).toString()]);
  });

  it('compressed files are taken where they are', async () => {
    const path = join(setting.build.site, '_taxii/discovery.json');
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    for (const coding of ['br', 'gzip']) {
      const answer = await get('/taxii2/', { 'Accept-Encoding': coding });
      expect(answer.header('Content-Encoding')).toBe(coding);
      expect(answer.header('Content-Type')).toBe(TAXII);
      expect(answer.body.toString()).toBe(readFileSync(path, 'utf8'));
    }
  });

  describe('what is not there', () => {
    it('is said by the page for that, which nobody keeps', async () => {
      for (const target of ['/nothing', `/${'a'.repeat(300)}`, `/${'a/'.repeat(3000)}`]) {
        const answer = await get(target);
        expect([answer.status, answer.header('Cache-Control')]).toEqual([404, 'no-store']);
        expect(answer.body.toString()).toBe(readFileSync(join(setting.build.site, '404.html'), 'utf8'));
      }
    });

    // The table takes every path with an escape or a dot segment for one of TAXII's that nobody knows.
    it.each(detours)('%s is a TAXII error', async (target) => {
      const answer = await get(target);
      expect([answer.status, answer.header('Content-Type')]).toEqual([404, TAXII]);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ title: 'Not found', http_status: '404' });
    });
  });

  it('pages are read-only, and say so', async () => {
    const answer = await setting.send({ method: 'POST', target: '/' });
    expect([answer.status, answer.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('a path leads to a folder without the name of a host', async () => {
    const answer = await get('/browse/public/port-threats');
    expect([answer.status, answer.header('Location')]).toEqual([308, '/browse/public/port-threats/']);
  });

  it('knows its own departures', async () => {
    expect((await get('/synthetic/%zz')).status).toBe(400);
  });
}

const caddy = { host: 'caddy', software: 'caddy', start, departure } as const;
describeRuleHost({ ...caddy, publisher, describeOwn });
describeRuleShapes({ ...caddy, answersAtRoot: true });
