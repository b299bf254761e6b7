import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type DeployOptions, deploy } from '../../src/commands/deploy.ts';
import { ruleStates, writeState } from '../battery/rule-states.ts';
import { startCli } from '../support/compiled.ts';
import { temporaryFolder } from '../support/content.ts';
import { makeHistory } from '../support/history.ts';
import { collectionId } from '../support/memory-site.ts';
import { sitesOf, writeSite } from '../support/s3-sites.ts';
import { scratch } from '../support/scratch.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { openPath } from '../support/servers/server-process.ts';

/** What the servers were told last decides which trees may go: the ones that they go by may not. */

const stages = sitesOf(makeHistory({ seed: 4, pool: 9, releases: 6, activity: 0.7, kind: 'snapshots' }));

/** A target whose servers refuse to reload while `refusal` is there. */
class Place {
  readonly home = temporaryFolder();
  readonly target = join(this.home, 'www');
  readonly refusal = join(this.home, 'refusal');
  private readonly log = join(this.home, 'log');
  readonly reload = `readlink ${this.target}/current >> ${this.log}; test ! -e ${this.refusal}`;

  /** The hardest way to deploy: nothing is kept but for a reason. */
  async deploy(stage: number, more: Partial<DeployOptions> = {}) {
    const site = join(this.home, 'dist');
    writeSite(site, stages[stage]!);
    const result = await deploy({ site, to: this.target, keep: 0, grace: 0, concurrency: 1, ...more });
    return { ...result, codes: result.diagnostics.map(({ code }) => code), tree: this.current() };
  }

  refuse(isRefused: boolean): void {
    if (isRefused) writeFileSync(this.refusal, '');
    else rmSync(this.refusal, { force: true });
  }

  current(): string {
    return readlinkSync(join(this.target, 'current')).slice('releases/'.length);
  }

  trees(): string[] {
    return readdirSync(join(this.target, 'releases')).sort();
  }

  /** How often the servers were told, whatever came of it. */
  told(): number {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').trim().split('\n').length : 0;
  }
}

describe('a reload that fails', () => {
  test('again and again: neither the tree of the last one that succeeded goes, nor any after it', async () => {
    const place = new Place();
    const { reload } = place;
    await place.deploy(0, { reload });
    const served = await place.deploy(1, { reload });
    expect(place.trees()).toEqual([served.tree]);
    place.refuse(true);
    const kept = [served.tree];
    for (const stage of [2, 3, 4]) {
      const failed = await place.deploy(stage, { reload });
      kept.push(failed.tree);
      expect([stage, failed.exitCode, failed.codes]).toEqual([stage, 1, ['deploy/reload-failed']]);
      expect(failed.text).not.toContain('Removed');
      expect([stage, place.trees()]).toEqual([stage, [...kept].sort()]);
    }
    place.refuse(false);
    const mended = await place.deploy(5, { reload });
    expect([mended.exitCode, mended.codes]).toEqual([0, []]);
    expect(place.trees()).toEqual([mended.tree]);
  });

  test('although the site has not changed since: nothing goes, however old it is', async () => {
    const place = new Place();
    const served = await place.deploy(0);
    place.refuse(true);
    const next = await place.deploy(1, { reload: place.reload });
    const again = await place.deploy(1, { reload: place.reload });
    expect([next.codes, again.codes]).toEqual([['deploy/reload-failed'], ['deploy/reload-failed']]);
    expect(place.trees()).toEqual([served.tree, next.tree].sort());
  });

  test('the first time: the servers may go by any tree that is there, and all of them stay', async () => {
    const place = new Place();
    const before = [];
    for (const stage of [0, 1]) before.push((await place.deploy(stage, { keep: 9 })).tree);
    place.refuse(true);
    for (const stage of [2, 3]) before.push((await place.deploy(stage, { reload: place.reload })).tree);
    expect(place.trees()).toEqual([...before].sort());
    // Somebody deploys by hand meanwhile, and nobody tells the servers.
    const byHand = await place.deploy(4);
    expect([byHand.exitCode, byHand.codes]).toEqual([0, ['deploy/not-reloaded']]);
    expect(place.trees()).toEqual([...before, byHand.tree].sort());
  });

  test('readers of the tree that the servers let go of at last have the grace period from then on', async () => {
    const place = new Place();
    const { reload } = place;
    const served = await place.deploy(0, { reload });
    place.refuse(true);
    await place.deploy(1, { reload });
    const long = Date.now() / 1000 - 100 * 3600;
    for (const tree of place.trees()) utimesSync(join(place.target, 'releases', tree), long, long);
    place.refuse(false);
    await place.deploy(2, { reload, grace: 72 });
    expect(place.trees()).toContain(served.tree);
    await place.deploy(2, { reload });
    expect(place.trees()).not.toContain(served.tree);
  });
});

describe('a reload', () => {
  test('comes after a deployment without one, once', async () => {
    const place = new Place();
    const { reload } = place;
    await place.deploy(0);
    expect(place.told()).toBe(0);
    const first = await place.deploy(0, { reload });
    expect([first.exitCode, place.told()]).toEqual([0, 1]);
    expect(first.text).toContain('Reloaded');
    expect(first.data).toMatchObject({ reload: 'done' });
    const second = await place.deploy(0, { reload });
    expect([second.exitCode, place.told()]).toEqual([0, 1]);
    expect(second.text).toContain('Not reloaded');
    expect(second.data).toMatchObject({ reload: 'not needed' });
  });

  test('is due when the site is back at what was reloaded last, since nobody knows what came between', async () => {
    const place = new Place();
    const { reload } = place;
    await place.deploy(0, { reload, keep: 9 });
    const byHand = await place.deploy(1, { keep: 9 });
    expect([byHand.codes, byHand.data]).toEqual([
      ['deploy/not-reloaded'],
      expect.objectContaining({ reload: 'due' }),
    ]);
    expect((await place.deploy(1, { keep: 9 })).codes).toEqual(['deploy/not-reloaded']);
    await place.deploy(0, { reload, keep: 9 });
    expect(place.told()).toBe(2);
  });

  test('is nobody’s business where none was ever asked for: grace and keep are as they say', async () => {
    const place = new Place();
    for (const stage of [0, 1, 2]) {
      const result = await place.deploy(stage);
      expect([result.exitCode, result.codes]).toEqual([0, []]);
      expect(result.text).not.toContain('eloaded');
      expect(place.trees()).toEqual([result.tree]);
    }
  });

  test('whose record is lost or spoilt is due, and until it has succeeded everything stays', async () => {
    const place = new Place();
    const { reload } = place;
    const record = join(place.target, '.reload');
    for (const [round, text] of [undefined, '', '[1', '{"trees":"x"}', '{"trees":[7]}'].entries()) {
      place.refuse(false);
      await place.deploy(0, { reload });
      const served = await place.deploy(1, { reload });
      expect(existsSync(record)).toBe(true);
      if (text === undefined) rmSync(record);
      else writeFileSync(record, text);
      place.refuse(true);
      const told = place.told();
      const failed = await place.deploy(2, { reload });
      expect([round, place.told(), place.trees()]).toEqual([
        round,
        told + 1,
        [served.tree, failed.tree].sort(),
      ]);
    }
  });

  test('in whose middle the deployment is killed is run again', async () => {
    const place = new Place();
    const { reload, home, target } = place;
    const former = await place.deploy(0, { reload });
    const site = join(home, 'dist');
    writeSite(site, stages[1]!);
    const args = ['deploy', '--site', site, '--to', target, '--keep', '0', '--grace', '0', '--reload'];
    const { finished } = startCli([...args, 'kill -9 $PPID; sleep 1']);
    expect((await finished).signal).toBe('SIGKILL');
    expect(place.trees()).toEqual([former.tree, place.current()].sort());
    place.refuse(true);
    const refused = await place.deploy(1, { reload });
    expect([refused.codes, place.told()]).toEqual([['deploy/reload-failed'], 2]);
    expect(place.trees()).toEqual([former.tree, refused.tree].sort());
    place.refuse(false);
    expect((await place.deploy(1, { reload })).codes).toEqual([]);
    expect([place.told(), place.trees()]).toEqual([3, [refused.tree]]);
  });

  test('is foreseen by a dry run, which changes nothing', async () => {
    const place = new Place();
    await place.deploy(0, { reload: place.reload });
    const [tree, time] = [place.trees(), statSync(join(place.target, '.reload')).mtimeMs];
    const plan = await place.deploy(1, { reload: place.reload, dryRun: true });
    expect([plan.exitCode, plan.codes, place.told()]).toEqual([0, [], 1]);
    expect([place.trees(), statSync(join(place.target, '.reload')).mtimeMs]).toEqual([tree, time]);
    expect(plan.text).toContain('Would reload the servers\n');
    const without = await place.deploy(1, { dryRun: true });
    expect([without.exitCode, without.codes]).toEqual([0, []]);
    expect(without.text).toContain('Would not reload the servers');
  });
});

describe.skipIf(!isInstalled('nginx'))('nginx that refuses to reload', () => {
  test('goes on with the release that it has, whatever is deployed', async () => {
    const home = scratch('nginx-refusal');
    const [site, target] = [join(home, 'site'), join(home, 'www')];
    openPath(home);
    const states = ruleStates('nginx', 1);
    const put = (stage: number, reload?: string) => {
      rmSync(site, { recursive: true, force: true });
      writeState(site, states[stage]!.files);
      const options = { site, to: target, keep: 1, grace: 0, concurrency: 1 };
      return deploy({ ...options, ...(reload === undefined ? {} : { reload }) });
    };
    await put(0);
    const nginx = await startBareNginx(home, target);
    try {
      const before = await nginx.read();
      expect(before.statuses).toEqual([200, 200]);
      writeFileSync(join(home, 'conf.d/bogus.conf'), 'bogus on;\n');
      for (const stage of [1, 2, 3, 4]) {
        const result = await put(stage, nginx.reload);
        expect(result.diagnostics.map(({ code }) => code)).toEqual(['deploy/reload-failed']);
        expect(await nginx.read()).toEqual(before);
      }
      rmSync(join(home, 'conf.d/bogus.conf'));
      expect((await put(4, nginx.reload)).diagnostics).toEqual([]);
      // It says that it will, and has done so a moment later.
      await nginx.until(
        ({ statuses, texts }) => String(statuses) === '200,200' && texts[1] !== before.texts[1],
      );
    } finally {
      await nginx.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

/** As on a machine of its own: the command of --reload is nginx's, and tells the running one by its process id. */
async function startBareNginx(home: string, target: string) {
  const port = await freePort();
  mkdirSync(join(home, 'conf.d'));
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const configuration = `
${process.getuid?.() === 0 ? 'user root root;' : ''}
worker_processes 1;
pid ${home}/nginx.pid;
events {}
http {
  access_log off;
  ${folders.map((name) => `${name}_temp_path ${home}/${name};`).join('\n  ')}
  include ${home}/conf.d/*.conf;
  include ${target}/current/_hosts/nginx/http.conf;
  server {
    listen 127.0.0.1:${port};
    include ${target}/current-root/nginx.conf;
    include ${target}/current/_hosts/nginx/server.conf;
  }
}
`;
  writeFileSync(join(home, 'nginx.conf'), configuration);
  const common = ['-p', home, '-c', join(home, 'nginx.conf'), '-e', 'stderr'];
  const child = spawn('nginx', [...common, '-g', 'daemon off;'], { stdio: 'ignore' });
  const read = async () => {
    const paths = ['taxii2/', `api/collections/${collectionId}/objects/`];
    const answers = await Promise.all(paths.map((path) => fetch(`http://127.0.0.1:${port}/${path}`)));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    return { statuses: answers.map(({ status }) => status), texts };
  };
  const until = async (isSo: (found: Awaited<ReturnType<typeof read>>) => boolean) => {
    for (let waited = 0; waited < 300; waited += 1) {
      const found = await read().catch(() => undefined);
      if (found && isSo(found)) return;
      await sleep(100);
    }
    throw new Error('nginx does not answer as it should');
  };
  await until(() => true);
  return {
    reload: `nginx ${common.map((part) => `'${part}'`).join(' ')} -s reload`,
    read,
    until,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}
