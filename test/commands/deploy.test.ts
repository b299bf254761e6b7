import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePlace } from '../../src/commands/deploy/place.ts';
import { workflows, workflowText } from '../../src/commands/deploy/workflow.ts';
import { type DeployOptions, deploy } from '../../src/commands/deploy.ts';
import { contentTime } from '../../src/io/content-time.ts';
import { sha256 } from '../../src/json/digest.ts';
import { compiledCli } from '../support/compiled.ts';
import { temporaryFolder } from '../support/content.ts';
import { makeHistory } from '../support/history.ts';
import type { Files } from '../support/memory-site.ts';
import { sitesOf, writeSite } from '../support/s3-sites.ts';
import { readTree } from '../support/tree.ts';

const stages = sitesOf(makeHistory({ seed: 4, pool: 9, releases: 6, activity: 0.7, kind: 'snapshots' }));

function places(): { home: string; site: string; target: string; current: string } {
  const home = temporaryFolder();
  const target = join(home, 'www');
  return { home, site: join(home, 'dist'), target, current: join(target, 'current') };
}

function run(site: string, to: string, more: Partial<DeployOptions> = {}) {
  return deploy({ site, to, keep: 3, grace: 72, concurrency: 4, ...more });
}

const codes = ({ diagnostics }: { diagnostics: readonly { code: string }[] }) =>
  diagnostics.map(({ code }) => code);
const isSite = (folder: string, files: Files) =>
  [...files].every(([path, bytes]) => Buffer.compare(readFileSync(join(folder, path)), bytes) === 0) &&
  readTree(folder).size === files.size;

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** Names, sizes and times of all that is in a folder; links are not followed. */
function everything(folder: string): string[] {
  // With types, because otherwise Node follows links.
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => ({ path: join(parentPath, name), ...lstatSync(join(parentPath, name)) }))
    .map(({ path, ino, size, mtimeMs }) => `${path} ${ino} ${size} ${mtimeMs}`)
    .sort();
}

describe('deploy to a folder', () => {
  test('puts the site behind current, readable for the web server', async () => {
    const { site, target, current } = places();
    writeSite(site, stages[0]!);
    const former = process.umask(0o077);
    const result = await run(site, target).finally(() => process.umask(former));
    expect([result.exitCode, result.diagnostics]).toEqual([0, []]);
    expect(lstatSync(current).isSymbolicLink()).toBe(true);
    expect(readlinkSync(current)).toMatch(/^releases\/[0-9a-f]{20}$/);
    expect(isSite(current, stages[0]!)).toBe(true);
    expect(statSync(join(current, 'index.html')).mode & 0o777).toBe(0o644);
    expect(statSync(join(current, '_taxii')).mode & 0o777).toBe(0o755);
    expect(readdirSync(target).sort()).toEqual(['current', 'current-root', 'releases', 'roots']);
    const line = join(target, 'current-root/nginx.conf');
    expect(readFileSync(line, 'utf8')).toBe(`root "${realpathSync(current)}";\n`);
    expect(statSync(line).mode & 0o777).toBe(0o644);
  });

  test.runIf(process.platform !== 'win32')('others get at what it has made, whatever its mask', async () => {
    const { home, site } = places();
    writeSite(site, stages[0]!);
    const target = join(home, 'srv/www');
    const former = process.umask(0o077);
    const result = await run(site, target).finally(() => process.umask(former));
    expect([result.exitCode, result.diagnostics]).toEqual([0, []]);
    const modes = ['..', '.', 'releases', 'roots', 'current', 'current-root', 'current/_taxii'];
    for (const path of modes) expect([path, modeOf(join(target, path))]).toEqual([path, 0o755]);
    // What such a mask made before this was so.
    await chmod(join(target, 'releases'), 0o700);
    await run(site, target);
    expect(modeOf(join(target, 'releases'))).toBe(0o755);
  });

  test.runIf(process.platform !== 'win32')(
    'a folder that was there stays as it is; closed ones are told',
    async () => {
      const { site, target } = places();
      writeSite(site, stages[0]!);
      mkdirSync(target);
      for (const [mode, found] of [
        [0o700, ['deploy/closed-folder']],
        [0o750, []],
        [0o711, []],
        [0o755, []],
      ] as const) {
        await chmod(target, mode);
        const result = await run(site, target);
        expect([mode, result.exitCode, codes(result)]).toEqual([mode, 0, found]);
        expect(modeOf(target)).toBe(mode);
      }
    },
  );

  test('the time of a file is that of its content; what has not changed is the same file', async () => {
    const { site, target, current } = places();
    writeSite(site, stages[0]!);
    await run(site, target);
    const former = new Map([...stages[0]!.keys()].map((path) => [path, statSync(join(current, path))]));
    writeSite(site, stages[1]!);
    await run(site, target);
    let [same, other] = [0, 0];
    for (const [path, bytes] of stages[1]!) {
      const state = statSync(join(current, path));
      expect(state.mtimeMs).toBe(contentTime(sha256(bytes)) * 1000);
      const before = former.get(path);
      if (!before) continue;
      const isSame = Buffer.compare(stages[0]!.get(path)!, bytes) === 0;
      expect([path, state.ino === before.ino]).toEqual([path, isSame]);
      if (!isSame) expect(`${state.mtimeMs} ${state.size}`).not.toBe(`${before.mtimeMs} ${before.size}`);
      if (isSame) same += 1;
      else other += 1;
    }
    expect(same > 0 && other > 0).toBe(true);
  });

  test('the same site again changes nothing, whatever the time is', async () => {
    const { site, target, current } = places();
    writeSite(site, stages[0]!);
    await run(site, target);
    const [tree, link] = [readlinkSync(current), lstatSync(current).ino];
    writeSite(site, stages[0]!);
    const { text } = await run(site, target);
    expect(text).toContain('current is as it should be');
    expect([readlinkSync(current), lstatSync(current).ino]).toEqual([tree, link]);
  });

  test('former sites stay, so many and for so long', async () => {
    const { site, target } = places();
    const names: string[] = [];
    for (const stage of stages) {
      writeSite(site, stage);
      await run(site, target, { keep: 1 });
      names.push(readlinkSync(join(target, 'current')).slice('releases/'.length));
    }
    // Within the grace period nothing goes.
    expect(readdirSync(join(target, 'releases')).sort()).toEqual([...names].sort());
    const old = Date.now() / 1000 - 73 * 3600;
    for (const name of names.slice(0, 4)) utimesSync(join(target, 'releases', name), old, old);
    await run(site, target, { keep: 3 });
    const kept = readdirSync(join(target, 'releases'));
    expect(kept).toHaveLength(4);
    expect(kept).toEqual(expect.arrayContaining(names.slice(4)));
    await run(site, target, { keep: 0 });
    expect(readdirSync(join(target, 'releases')).sort()).toEqual(names.slice(4).sort());
    await run(site, target, { keep: 0, grace: 0 });
    expect(readdirSync(join(target, 'releases'))).toEqual(names.slice(5));
    expect(isSite(join(target, 'current'), stages[5]!)).toBe(true);
  });

  test('a kept site is switched back to without being written', async () => {
    const { site, target, current } = places();
    for (const stage of [stages[0]!, stages[1]!]) {
      writeSite(site, stage);
      await run(site, target);
    }
    const node = statSync(join(target, 'releases')).mtimeMs;
    writeSite(site, stages[0]!);
    await run(site, target);
    expect(isSite(current, stages[0]!)).toBe(true);
    expect(statSync(join(target, 'releases')).mtimeMs).toBe(node);
  });

  test('a tree that was tampered with is not believed, however its names, sizes and times are', async () => {
    const { site, target, current } = places();
    writeSite(site, stages[0]!);
    await run(site, target);
    const path = join(current, 'index.html');
    const { size, mtime } = statSync(path);
    writeFileSync(path, 'x'.repeat(size));
    utimesSync(path, mtime, mtime);
    await run(site, target);
    expect(isSite(current, stages[0]!)).toBe(true);
    writeFileSync(join(current, 'extra.html'), '');
    await run(site, target);
    expect(isSite(current, stages[0]!)).toBe(true);
  });

  test('a dry run tells what is new, changed, the same and gone, and does nothing', async () => {
    const { site, target } = places();
    writeSite(site, stages[0]!);
    const first = await run(site, target, { dryRun: true });
    expect([first.exitCode, existsSync(target)]).toEqual([0, false]);
    await run(site, target);
    const before = everything(target);
    writeSite(site, stages[1]!);
    const { data } = await run(site, target, { dryRun: true });
    const plan = data as {
      new: { path: string }[];
      changed: { path: string }[];
      unchanged: number;
      removed: string[];
    };
    const paths = [...stages[1]!.keys()];
    const same = paths.filter(
      (path) => Buffer.compare(stages[0]!.get(path) ?? Buffer.alloc(0), stages[1]!.get(path)!) === 0,
    );
    expect(plan.new.map(({ path }) => path).sort()).toEqual(
      paths.filter((path) => !stages[0]!.has(path)).sort(),
    );
    expect(plan.unchanged).toBe(same.length);
    expect(plan.new.length + plan.changed.length + plan.unchanged).toBe(paths.length);
    expect(plan.removed.sort()).toEqual(
      [...stages[0]!.keys()].filter((path) => !stages[1]!.has(path)).sort(),
    );
    expect(everything(target)).toEqual(before);
  });
});

describe.runIf(process.platform === 'linux')('a disk that takes no more', () => {
  /** In a process that may write no file longer than so many blocks of 512 bytes, as if the disk were full then. */
  const deployWithin = (blocks: number, args: readonly string[]) =>
    spawnSync(
      'sh',
      ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', process.execPath, compiledCli(), ...args],
      {
        encoding: 'utf8',
      },
    );

  test('keeps the old site, and nothing of the new one', { timeout: 300_000 }, async () => {
    const { site, target, current } = places();
    writeSite(site, stages[0]!);
    await run(site, target);
    const before = everything(target);
    const large = new Map([...stages[1]!, ['_taxii/zz-large', new Uint8Array(64 * 1024)]]);
    writeSite(site, large);
    const args = ['deploy', '--site', site, '--to', target];
    const { status, stdout } = deployWithin(64, args);
    expect([status, stdout]).toEqual([1, expect.stringContaining('io/cannot-write')]);
    expect(stdout).toContain('EFBIG');
    expect(isSite(current, stages[0]!)).toBe(true);
    expect(everything(target).map(withoutTime)).toEqual(before.map(withoutTime));
    expect(deployWithin(1024, args).status).toBe(0);
    expect(isSite(current, large)).toBe(true);
  });
});

test('where the line for the server cannot be written, nothing is switched', async () => {
  const { site, target, current } = places();
  writeSite(site, stages[0]!);
  await run(site, target);
  rmSync(join(target, 'roots'), { recursive: true });
  writeFileSync(join(target, 'roots'), '');
  writeSite(site, stages[1]!);
  expect(codes(await run(site, target))).toEqual(['io/cannot-write']);
  expect(isSite(current, stages[0]!)).toBe(true);
  rmSync(join(target, 'roots'));
  expect(codes(await run(site, target))).toEqual([]);
  expect(isSite(current, stages[1]!)).toBe(true);
  const line = readFileSync(join(target, 'current-root/nginx.conf'), 'utf8');
  expect(line).toBe(`root "${realpathSync(current)}";\n`);
});

/** Folders in which something was for a while have another time than before. */
function withoutTime(line: string): string {
  return line.replace(/ \d+ [\d.]+$/, '');
}

describe('the reload', () => {
  test('runs after the switch, and only where something was switched', async () => {
    const { home, site, target } = places();
    const log = join(home, 'log');
    const reload = `readlink ${target}/current >> ${log}`;
    for (const stage of [stages[0]!, stages[0]!, stages[1]!]) {
      writeSite(site, stage);
      await run(site, target, { reload });
    }
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe(readlinkSync(join(target, 'current')));
  });

  test('that fails is a finding; the site stays, and the next deployment tries again', async () => {
    const { home, site, target, current } = places();
    writeSite(site, stages[0]!);
    const result = await run(site, target, { reload: 'echo "no such server" >&2; exit 3' });
    expect([result.exitCode, codes(result)]).toEqual([1, ['deploy/reload-failed']]);
    expect(result.diagnostics[0]!.message).toContain('ended with 3: no such server');
    expect(isSite(current, stages[0]!)).toBe(true);
    expect((await run(site, target, { reload: `touch ${home}/done` })).exitCode).toBe(0);
    expect(existsSync(join(home, 'done'))).toBe(true);
  });
});

describe('refusals', () => {
  test('no place, or one that is none', async () => {
    const { site } = places();
    writeSite(site, stages[0]!);
    for (const to of [
      undefined,
      '',
      'http://a.example/',
      's3://',
      's3://UPPER/',
      's3://bucket//a',
      's3://b',
    ]) {
      const result = await deploy({
        site,
        keep: 3,
        grace: 72,
        concurrency: 1,
        ...(to === undefined ? {} : { to }),
      });
      expect([to, result.exitCode, codes(result)]).toEqual([to, 2, ['deploy/no-place']]);
    }
    expect(parsePlace('s3://bucket/a/b/')).toEqual({ s3: { bucket: 'bucket', prefix: 'a/b/' } });
    expect(parsePlace('s3://bucket')).toEqual({ s3: { bucket: 'bucket', prefix: '' } });
    expect(parsePlace('/srv/www')).toEqual({ folder: '/srv/www' });
  });

  test('a site that is none', async () => {
    const { home, target } = places();
    const result = await run(join(home, 'nothing'), target);
    expect([result.exitCode, codes(result), existsSync(target)]).toEqual([2, ['io/not-found'], false]);
  });

  test('a folder with something else in it keeps it', async () => {
    const { home, site } = places();
    writeSite(site, stages[0]!);
    const make = (name: string, fill: (folder: string) => void) => {
      mkdirSync(join(home, name));
      fill(join(home, name));
      return join(home, name);
    };
    const targets = [
      make('thesis', (folder) => writeFileSync(join(folder, 'thesis.txt'), 'x')),
      make('real', (folder) => mkdirSync(join(folder, 'current'))),
      make('elsewhere', (folder) => symlinkSync('/', join(folder, 'current'))),
      make('releases', (folder) => mkdirSync(join(folder, 'releases/1.0.0'), { recursive: true })),
      site,
      join(site, 'deeper'),
      home,
    ];
    for (const target of targets) {
      const before = everything(home);
      const result = await run(site, target);
      expect([target, result.exitCode, codes(result)]).toEqual([target, 1, ['deploy/not-a-target']]);
      expect(everything(home)).toEqual(before);
    }
  });

  test('a folder at which another process is at work; one that is gone holds nothing', async () => {
    const { site, target, current } = places();
    writeSite(site, stages[0]!);
    mkdirSync(target);
    const { hostname } = await import('node:os');
    const lock = (host: string, process: number) =>
      writeFileSync(join(target, '.lock'), JSON.stringify({ host, process }));
    lock(hostname(), 1);
    const busy = await run(site, target);
    expect([busy.exitCode, codes(busy)]).toEqual([1, ['deploy/busy']]);
    lock('another.machine', 999_999);
    expect(codes(await run(site, target))).toEqual(['deploy/busy']);
    const long = Date.now() / 1000 - 3600;
    utimesSync(join(target, '.lock'), long, long);
    expect(codes(await run(site, target))).toEqual([]);
    lock(hostname(), 999_999_999);
    expect(codes(await run(site, target))).toEqual([]);
    expect(isSite(current, stages[0]!)).toBe(true);
    expect(existsSync(join(target, '.lock'))).toBe(false);
  });

  test('a site that is rebuilt meanwhile', async () => {
    const { site, target, current } = places();
    writeSite(site, stages[0]!);
    await run(site, target);
    writeSite(site, stages[1]!);
    const meanwhile = (act: () => void) =>
      run(site, target, { progress: (what, done, total) => what === 'reading' && done === total && act() });
    const result = await meanwhile(() => writeFileSync(join(site, 'index.html'), 'newer'));
    expect([result.exitCode, codes(result)]).toEqual([1, ['deploy/site-changed']]);
    expect(isSite(current, stages[0]!)).toBe(true);
    writeSite(site, stages[1]!);
    expect(codes(await meanwhile(() => writeSite(site, new Map())))).toEqual(['deploy/site-changed']);
    expect(isSite(current, stages[0]!)).toBe(true);
    writeSite(site, stages[1]!);
    expect(codes(await run(site, target))).toEqual([]);
    expect(isSite(current, stages[1]!)).toBe(true);
  });

  test.runIf(process.platform === 'linux')('a place that takes no files', async () => {
    const { site } = places();
    writeSite(site, stages[0]!);
    expect(codes(await run(site, '/dev/null/www'))).toEqual(['io/cannot-write']);
  });
});

test('a former file that was tampered with is not linked', async () => {
  const { site, target, current } = places();
  writeSite(site, stages[0]!);
  await run(site, target);
  // Of the same name, size and time: only its bytes give it away.
  const path = join(current, 'style.css');
  const { mtime, size } = statSync(path);
  writeFileSync(path, '#'.repeat(size));
  utimesSync(path, mtime, mtime);
  writeSite(site, stages[1]!);
  await run(site, target);
  expect(isSite(current, stages[1]!)).toBe(true);
});

describe('contentTime', () => {
  test('is a whole second of 2001 to 2017, and differs for other content', () => {
    const times = Array.from({ length: 20_000 }, (_, n) => contentTime(sha256(`content ${n}`)));
    for (const time of times) {
      expect(Number.isInteger(time)).toBe(true);
      if (time < Date.UTC(2001, 0) / 1000 || time >= Date.UTC(2018, 0) / 1000) expect.fail(String(time));
    }
    // Of 20,000 one expects 0.4 pairs that meet.
    expect(new Set(times).size).toBeGreaterThan(times.length - 5);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(16.9 * 365 * 86_400);
    expect(contentTime(sha256('content 1'))).toBe(times[1]);
  });
});

describe.each(workflows)('the workflow for %s', (name) => {
  // biome-ignore lint/suspicious/noExplicitAny: a workflow is what GitHub says it is
  const workflow: any = parse(workflowText(name));
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const jobs = Object.values<any>(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test('has the shape of a workflow', () => {
    expect(Object.keys(workflow).sort()).toEqual(['concurrency', 'jobs', 'name', 'on', 'permissions']);
    expect(workflow.on).toEqual({ push: { branches: ['main'] }, workflow_dispatch: null });
    expect(Object.keys(workflow.jobs)).toEqual(['build', 'deploy']);
    for (const job of jobs) {
      expect(job['runs-on']).toMatch(/^ubuntu-\d\d\.\d\d$/);
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      for (const step of job.steps)
        expect([typeof step.run, typeof step.uses].sort()).toEqual(['string', 'undefined']);
    }
    expect(workflow.jobs.deploy.needs).toBe('build');
    expect(workflow.concurrency['cancel-in-progress']).toBe(false);
  });

  test('pins every action by its commit, and every tool by its version', () => {
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const pins = workflowText(name).match(/uses: .*/g)!;
    for (const pin of pins) expect(pin).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const { run: command } of steps)
      if (command?.includes('npx --yes')) expect(command).toMatch(/npx --yes [a-z-]+@\d+\.\d+\.\d+ /);
  });

  test('gives each job the least: no secret beside what packages run, tokens of OpenID Connect to deploy only', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(workflow.jobs.build)).not.toMatch(/secrets\.|id-token|write/);
    const granted = {
      'github-pages': { pages: 'write', 'id-token': 'write' },
      s3: { contents: 'read', 'id-token': 'write' },
      cloudflare: {},
      netlify: {},
    };
    expect(workflow.jobs.deploy.permissions).toEqual(granted[name]);
    // Values from outside go through the environment, never into the text of a script.
    for (const { run: command } of steps) if (command) expect(command).not.toContain('${{');
    for (const { uses, with: given } of steps)
      if (uses?.startsWith('actions/checkout@')) expect(given['persist-credentials']).toBe(false);
  });

  test('builds what it deploys, and runs only commands that there are', async () => {
    const commands = steps.flatMap(({ run: command }) => command ?? []);
    const own = commands.filter((command: string) => command.includes('taxii-press'));
    expect(own[0]).toContain('--format github validate');
    expect(own[1]).toContain(' build ');
    for (const command of own)
      expect(command).toMatch(/^npx --no-install taxii-press (--format github )?(validate|build|deploy)\b/);
  });

  test('is printed, or written where it is wanted', async () => {
    const base = { site: 'dist', keep: 3, grace: 72, concurrency: 8, workflow: name };
    expect((await deploy(base)).text).toBe(workflowText(name));
    const out = join(temporaryFolder(), '.github/workflows/publish.yml');
    expect((await deploy({ ...base, out })).text).toBe(`Wrote ${out}\n`);
    expect((await deploy({ ...base, out })).text).toBe(`Replaced ${out}\n`);
    expect(readFileSync(out, 'utf8')).toBe(workflowText(name));
  });
});
