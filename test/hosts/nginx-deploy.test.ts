import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployToFolder } from '../../src/commands/deploy/to-folder.ts';
import { readWhilePublishing } from '../battery/publishing.ts';
import { ruleStates, writeState } from '../battery/rule-states.ts';
import { collectionId } from '../support/memory-site.ts';
import { scratch } from '../support/scratch.ts';
import { seed } from '../support/seed.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { include, startNginx } from '../support/servers/nginx.ts';
import { openPath } from '../support/servers/server-process.ts';

/** `deploy` to a folder that nginx serves: rules and files change at one moment, when nginx reloads. */

describe.skipIf(!isInstalled('nginx'))('deploy to nginx', () => {
  it('while clients read', { timeout: 300_000 }, async () => {
    const home = scratch('nginx-deploy');
    const target = join(home, 'target');
    openPath(home);
    const states = ruleStates('nginx', seed);
    const deploy = (n: number) => {
      const site = join(home, 'site');
      rmSync(site, { recursive: true, force: true });
      writeState(site, states[n]!.files);
      // No former tree is kept: what the old rules lead to must be there until nginx lets go of it.
      return deployToFolder({ site, target, keep: 1, grace: 0, dryRun: false });
    };
    deploy(0);
    const server = await startNginx({
      root: '',
      configuration: {
        http: include(join(target, 'current/_hosts/nginx/http.conf')),
        server: [
          include(join(target, 'current-root/nginx.conf')),
          include(join(target, 'current/_hosts/nginx/server.conf')),
        ].join('\n'),
      },
    });
    try {
      const report = await readWhilePublishing({
        url: server.url,
        collection: { apiRoot: 'api', id: collectionId },
        states,
        seed,
        publish: async (n, step) => {
          await step('before the deployment');
          const { tree } = deploy(n);
          expect(existsSync(join(target, 'releases', tree))).toBe(true);
          await step('before the reload');
          await server.reload();
          await step('after the reload');
        },
      });
      expect(report.faults.slice(0, 10)).toEqual([]);
      expect(report.walks).toBeGreaterThan(10);
    } finally {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
