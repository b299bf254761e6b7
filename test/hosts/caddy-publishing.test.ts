import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitCaddy } from '../../src/hosts/caddy/emit.ts';
import { replaceTree } from '../../src/io/write-tree.ts';
import { Ledger } from '../../src/release/ledger.ts';
import { planSite } from '../../src/site/plan-site.ts';
import { type PublishingReport, readWhilePublishing, type SiteState } from '../battery/publishing.ts';
import { makeHistory } from '../support/history.ts';
import { collection, collectionId, siteConfig, writeToMemory } from '../support/memory-site.ts';
import { scratch } from '../support/scratch.ts';
import { seed } from '../support/seed.ts';
import { importFile, startCaddy } from '../support/servers/caddy.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** P3 on the real Caddy, with a reload for each release: files and rules change in one step. */

const PATIENCE = 300_000;
const history = makeHistory({ seed, pool: 120, releases: 7, activity: 0.5, kind: 'snapshots' });

function states(): SiteState[] {
  const ledger = new Ledger(history.texts.read);
  return history.releases.map((release, n) => {
    ledger.apply(release);
    const config = siteConfig(100);
    const collections = [{ config: collection, ledger }];
    const site = planSite(config, collections, new Set([2]), history.texts.read);
    const apiRoots = [
      { name: 'api', collections: [{ id: collectionId, alias: 'things', releases: ledger.dated }] },
    ];
    const host = emitCaddy({ config, collections, apiRoots, files: site.files, rules: site.rules! });
    expect(host.diagnostics).toEqual([]);
    return { files: writeToMemory([...site.files, ...host.files]), content: history.states[n]! };
  });
}

describe.skipIf(!isInstalled('caddy'))('caddy while releases are published', () => {
  const home = scratch('caddy-publishing');
  const tree = join(home, 'tree.caddy');
  const all = states();
  let server: RunningServer;

  const folderOf = (state: number) => join(home, 'releases', String(state));

  async function put(state: number): Promise<void> {
    const files = [...all[state]!.files].map(([path, bytes]) => ({ path, chunks: () => [bytes] }));
    await replaceTree(folderOf(state), files, () => undefined);
  }

  /** What templates/hosts/caddy.md has the deploy step do. */
  function point(state: number): void {
    const folder = folderOf(state);
    writeFileSync(tree, `root * ${folder}\n${importFile(join(folder, '_hosts/caddy/site.caddy'))}\n`);
  }

  beforeAll(async () => {
    mkdirSync(join(home, 'releases'));
    openPath(home);
    await put(0);
    point(0);
    server = await startCaddy({ root: '/nonexistent', configuration: { site: importFile(tree) } });
  }, PATIENCE);
  afterAll(async () => {
    await server?.stop();
    rmSync(home, { recursive: true });
  });

  it('every reader gets every object once, and meets no error', { timeout: PATIENCE }, async () => {
    const report: PublishingReport = await readWhilePublishing({
      url: server.url,
      collection: { apiRoot: 'api', id: collectionId },
      states: all,
      seed,
      publish: async (state, step) => {
        await put(state);
        await step('the new tree is there');
        point(state);
        await step('the import is written');
        await server.reload();
        await step('reloaded');
      },
    });
    console.log(`${report.steps} steps, ${report.requests} requests, ${report.walks} walks`);
    expect(report.faults.slice(0, 10)).toEqual([]);
    expect(report.walks).toBeGreaterThan(10);
    expect(report.expired).toBe(0);
  });

  it('new files under old rules would be noticed', { timeout: PATIENCE }, async () => {
    const current = join(home, 'current');
    const follow = (state: number) => {
      symlinkSync(folderOf(state), `${current}.new`);
      renameSync(`${current}.new`, current);
    };
    await put(0);
    follow(0);
    const rules = importFile(join(folderOf(0), '_hosts/caddy/site.caddy'));
    const other = await startCaddy({ root: current, configuration: { site: rules } });
    const report = await readWhilePublishing({
      url: other.url,
      collection: { apiRoot: 'api', id: collectionId },
      states: all,
      seed,
      publish: async (state, step) => {
        await put(state);
        follow(state);
        await step('the link is switched');
      },
    });
    await other.stop();
    expect(report.faults.length).toBeGreaterThan(0);
  });
});
