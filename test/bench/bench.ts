import { existsSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { scratch } from '../support/scratch.ts';
import { hasIcs, icsContent, icsFolder, icsVersions } from '../support/shared.ts';
import { writeSyntheticContent } from '../support/synthetic.ts';
import { benchBuilding, growthOf, type Subject, type Tools } from './building.ts';
import { measure, transpile } from './measure.ts';
import { benchServing } from './serving.ts';
import { benchValidating } from './validating.ts';

// npm run bench: figures as JSON on standard output. Times are worth something as ratios within one run.
//   BENCH_SIZES=10000,100000   objects of the synthetic collections to build
//   BENCH_SERVING=1000,100000  objects of the small and of the large site to serve from
//   BENCH_ICS=22               releases of ICS ATT&CK to build, where the data is at hand; 0 for none
//   BENCH_HISTORY=10000,20     objects and releases of a history that is larger than what a build keeps in memory
//   BENCH_VALIDATING=100000    objects of the synthetic bundle to validate, beside ICS ATT&CK 17.1
//   BENCH_RUNS=3  BENCH_REPEATS=100  BENCH_CLI=lib/src/cli.js

const numbers = (name: string, otherwise: string) => (process.env[name] ?? otherwise).split(',').map(Number);
const [runs = 3] = numbers('BENCH_RUNS', '3');
const [repeats = 100] = numbers('BENCH_REPEATS', '100');
const [icsReleases = 0] = numbers('BENCH_ICS', String(icsVersions.length));
const [small = 0, large = 0] = numbers('BENCH_SERVING', '1000,100000');
const cli = resolve(process.env.BENCH_CLI ?? 'lib/src/cli.js');
if (!existsSync(cli)) throw new Error(`${cli} is missing; "npm run package" makes it`);

const SNAPSHOTS = 'synthetic/feed/snapshots';
const folder = scratch('bench');
const tools: Tools = {
  cli,
  folder,
  scripts: transpile(['probe', 'floor', 'stages'], folder),
  say: (text) => void process.stderr.write(`${text}\n`),
};

try {
  tools.say('validating');
  const validating = await benchValidating(bundles(), cli, Math.ceil(repeats / 10));
  const builds = [];
  for (const subject of subjects()) builds.push(await benchBuilding(subject, tools));
  tools.say(`serving from ${small} and ${large} objects`);
  const growth = growthOf(builds.filter(({ name }) => name.endsWith(' objects')));
  const serving = await benchServing(await site(small), await site(large), repeats);
  const machine = { node: process.version, platform: process.platform, processors: availableParallelism() };
  process.stdout.write(
    `${JSON.stringify({ machine, runs, validating, builds, growth, serving }, null, 2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

function* subjects(): Generator<Subject> {
  if (hasIcs && icsReleases > 0) {
    for (const hosts of [['node'], ['serve', 'node']]) {
      const content = icsContent(hosts, icsReleases);
      const inputs = icsVersions
        .slice(0, icsReleases)
        .map((version) => join(icsFolder, `ics-attack-${version}.json`));
      yield { name: `ICS ATT&CK, ${icsReleases} releases`, hosts, content, inputs, runs };
      rmSync(dirname(content), { recursive: true });
    }
  }
  for (const objects of numbers('BENCH_SIZES', '10000,100000')) {
    const content = synthetic(objects);
    const inputs = [join(content, `${SNAPSHOTS}/1.json`)];
    yield { name: `${objects} objects`, hosts: ['node'], content, inputs, runs };
  }
  yield history();
}

function* bundles(): Generator<{ name: string; path: string }> {
  if (hasIcs) yield { name: 'ICS ATT&CK 17.1', path: join(icsFolder, 'ics-attack-17.1.json') };
  const [objects = 0] = numbers('BENCH_VALIDATING', '100000');
  yield { name: `${objects} objects`, path: join(synthetic(objects), `${SNAPSHOTS}/1.json`) };
}

function history(): Subject {
  const [objects = 0, releases = 0] = numbers('BENCH_HISTORY', '10000,20');
  const hosts = ['serve', 'node'];
  const content = join(folder, 'history');
  writeSyntheticContent(content, { objects, releases }, hosts);
  const inputs = Array.from({ length: releases }, (_, n) => join(content, `${SNAPSHOTS}/${n + 1}.json`));
  return { name: `${objects} objects, ${releases} releases`, hosts, content, inputs, runs: 1 };
}

function synthetic(objects: number): string {
  const content = join(folder, `content-${objects}`);
  if (!existsSync(content)) writeSyntheticContent(content, { objects }, ['node']);
  return content;
}

async function site(objects: number) {
  const out = join(folder, `site-${objects}`);
  await measure(tools.scripts.probe!, [cli, '--content', synthetic(objects), 'build', '--out', out]);
  return { folder: out, objects };
}
