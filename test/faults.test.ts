import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { replaceTree, type TreeFile } from '../src/io/write-tree.ts';
import { compiledCli, project, runCli, startCli } from './support/compiled.ts';
import { type Aim, type Kill, killBuild } from './support/kills.ts';
import { scratch } from './support/scratch.ts';
import { randomFrom, seed } from './support/seed.ts';
import { addSyntheticCollection } from './support/synthetic.ts';
import { differences, readTree, type Tree } from './support/tree.ts';

/** DESIGN §10: killed at any moment, or fed with anything, a build leaves the previous site whole. */

const folder = scratch('faults');
afterAll(() => rmSync(folder, { recursive: true }));

function place(name: string): string {
  return mkdtempSync(join(folder, `${name}-`));
}

const args = (content: string, out: string) => ['--content', content, 'build', '--out', out];

async function buildWell(content: string, out: string, env = process.env): Promise<Tree> {
  const { code, stdout, stderr } = await runCli(args(content, out), { env });
  if (code !== 0) throw new Error(`build ended with ${code}\n${stdout}${stderr}`);
  return readTree(out);
}

/** An environment in which neither perl nor mv is found, so that two renames are all that is left. */
const withoutCommands = { ...process.env, PATH: place('no-commands') };

type Name = 'a' | 'b';
const other = (name: Name): Name => (name === 'a' ? 'b' : 'a');

/** Two content folders, and the sites that they make. */
const content = {} as Record<Name, string>;
const site = {} as Record<Name, Tree>;
let milliseconds = 0;

beforeAll(async () => {
  compiledCli();
  content.a = sampleContent(1);
  content.b = sampleContent(2);
  appendFileSync(join(content.b, 'site.yaml'), 'baseUrl: https://changed.example/\n');
  site.a = await buildWell(content.a, join(place('a'), 'dist'));
  const start = performance.now();
  site.b = await buildWell(content.b, join(place('b'), 'dist'));
  milliseconds = performance.now() - start;
  expect(differences(site.a, site.b).length).toBeGreaterThan(50);
});

/** The sample, and enough small files beside it that writing them takes a while. */
function sampleContent(releases: number): string {
  const path = join(place('content'), 'content');
  cpSync(join(project, 'content'), path, { recursive: true });
  addSyntheticCollection(path, { objects: 1500, releases });
  return path;
}

/** Which site a folder holds, byte for byte; some of the differences where it is neither. */
function whatHolds(out: string): string {
  const tree = readTree(out);
  const [fromA, fromB] = [differences(site.a, tree), differences(site.b, tree)];
  if (fromA.length === 0) return 'a';
  if (fromB.length === 0) return 'b';
  const some = (found: string[]) => `${found.length} (${found.slice(0, 3).join(', ')} …)`;
  return `neither: from a it differs in ${some(fromA)}, from b in ${some(fromB)}`;
}

describe('a build that is killed', () => {
  const aims: Record<Aim, number> = { anywhere: 12, writing: 10, swapping: 6, swapped: 4, clearing: 4 };
  const KILLS = Object.values(aims).reduce((a, b) => a + b);

  /** Where a kill fell, by what it left behind. */
  const states = ['before writing', 'half written', 'swapped', 'half cleared', 'done'] as const;
  type State = (typeof states)[number];

  it(`leaves the old site or the new one, whole, ${KILLS} times over`, { timeout: 600_000 }, async () => {
    const random = randomFrom(seed);
    const plan = Object.entries(aims)
      .flatMap(([aim, count]) => Array.from({ length: count }, () => ({ aim: aim as Aim, order: random() })))
      .sort((x, y) => x.order - y.order)
      .map(({ aim }): Kill => ({ aim, chance: random(), alone: random() < 0.5 }));
    // Two at a time, since most of a build is loading the program.
    const lanes = [plan.slice(0, KILLS / 2), plan.slice(KILLS / 2)];
    const found = (await Promise.all(lanes.map(killAll))).flat();
    const count = (...wanted: State[]) => found.filter((state) => wanted.includes(state)).length;
    const distribution = Object.fromEntries(states.map((state) => [state, count(state)]));
    console.log(`${found.length} kills with SEED=${seed} fell: ${JSON.stringify(distribution)}`);
    expect(found).toHaveLength(KILLS);
    // Kills that all miss what they aim at would prove nothing.
    expect(count('before writing')).toBeGreaterThan(0);
    expect(count('half written')).toBeGreaterThan(4);
    expect(count('swapped', 'half cleared')).toBeGreaterThan(2);
  });

  async function killAll(plan: readonly Kill[]): Promise<State[]> {
    const home = place('home');
    const out = join(home, 'dist');
    const lastFile = [...site.a.keys()].sort().at(-1)!;
    let holds: Name = 'a';
    await buildWell(content[holds], out);
    const found: State[] = [];
    for (const kill of plan) {
      // The aims go by what appears beside the site; a kill without an aim also meets what others have left.
      if (kill.aim !== 'anywhere') clear(home);
      let before = stampOf(home);
      const target = { home, lastFile, milliseconds };
      const attempt = (chance: number) =>
        killBuild(startCli(args(content[other(holds)], out)), { ...kill, chance }, target);
      // A build that was quicker than the kill leaves its site; the next try is sooner.
      for (let { chance } = kill; !(await attempt(chance)); chance /= 2) {
        holds = other(holds);
        expect(whatHolds(out)).toBe(holds);
        before = stampOf(home);
      }
      const now = whatHolds(out);
      expect(now, JSON.stringify(kill)).toMatch(/^[ab]$/);
      found.push(stateOf(home, now !== holds, before));
      holds = now as Name;
      if (found.length % 6 === 0) holds = await buildOver(home, out, other(holds));
    }
    return found;
  }

  function clear(home: string): void {
    for (const name of ['.dist.new', '.dist.old']) rmSync(join(home, name), { recursive: true, force: true });
  }

  function stateOf(home: string, isNew: boolean, before: string): State {
    // What an earlier kill has left there says nothing about this one.
    if (!isNew) return stampOf(home) === before ? 'before writing' : 'half written';
    const beside = readdirSync(home);
    if (beside.includes('.dist.old')) return 'half cleared';
    return beside.includes('.dist.new') ? 'swapped' : 'done';
  }

  /** Changes as soon as a build touches what lies beside the site. */
  function stampOf(home: string): string {
    const changed = (name: string) => statSync(join(home, name), { throwIfNoEntry: false })?.ctimeMs;
    return ['.dist.new', '.dist.old'].map(changed).join();
  }

  /** What kills have left in the way must not trouble a build, nor outlive it. */
  async function buildOver(home: string, out: string, next: Name): Promise<Name> {
    await buildWell(content[next], out);
    expect(whatHolds(out)).toBe(next);
    expect(readdirSync(home)).toEqual(['dist']);
    return next;
  }
});

describe('a build that fails', () => {
  let home: string;
  let out: string;
  beforeAll(async () => {
    home = place('home');
    out = join(home, 'dist');
    await buildWell(content.a, out);
  });
  afterEach(() => {
    expect(whatHolds(out)).toBe('a');
    rmSync(join(home, '.dist.new'), { recursive: true, force: true });
    expect(readdirSync(home)).toEqual(['dist']);
  });

  it('over wrong content leaves the site as it was', async () => {
    const broken = sampleContent(1);
    const snapshots = join(broken, 'synthetic/feed/snapshots/1.json');
    writeFileSync(snapshots, '{ "type": "bundle", "objects": [ { "type": "indicator" }');
    const { code, stdout, stderr } = await runCli(args(broken, out));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('json/syntax');
  });

  it('over missing content leaves the site as it was', async () => {
    const { code, stdout, stderr } = await runCli(args(join(folder, 'nowhere'), out));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('io/not-found');
  });

  it.runIf(process.platform === 'linux')('in the middle of writing leaves the site as it was', async () => {
    // No file may be larger than this; the kernel ends who tries, or refuses.
    const { code } = await runCli(args(content.b, out), { first: 'ulimit -f 8' });
    expect(code).not.toBe(0);
  });

  it('leaves the site as it was when it only says what it would write', async () => {
    const { code } = await runCli([...args(content.b, out), '--dry-run']);
    expect(code).toBe(0);
  });
});

describe('a build', () => {
  it('refuses a folder that holds something else, and changes nothing there', async () => {
    const home = place('home');
    const out = join(home, 'dist');
    mkdirSync(join(out, 'thesis'), { recursive: true });
    writeFileSync(join(out, 'thesis/chapter-1.txt'), 'years of work');
    const before = readTree(home);
    const { code, stdout, stderr } = await runCli(args(content.a, out));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('io/not-a-site');
    expect(differences(before, readTree(home))).toEqual([]);
  });

  it('takes away what the site no longer has, and what others have put there', async () => {
    const out = join(place('home'), 'dist');
    await buildWell(content.b, out);
    writeFileSync(join(out, '_taxii/stray.json'), '{}');
    await buildWell(content.a, out);
    expect(whatHolds(out)).toBe('a');
  });

  it('works by two renames where neither perl nor mv can exchange', async () => {
    expect(spawnSync('perl', ['-v'], { env: withoutCommands }).error).toMatchObject({ code: 'ENOENT' });
    const home = place('home');
    const out = join(home, 'dist');
    for (const name of ['a', 'b'] as const) {
      await buildWell(content[name], out, withoutCommands);
      expect(whatHolds(out)).toBe(name);
      expect(readdirSync(home)).toEqual(['dist']);
    }
  });
});

describe('replaceTree', () => {
  const tree = (text: string, size: number): TreeFile[] =>
    Array.from({ length: size }, (_, n) => ({
      path: `folder-${n % 7}/${n}.txt`,
      chunks: () => [Buffer.from(text)],
    }));
  const [old, fresh] = [tree('old', 30), tree('new', 25)];
  const nothing = () => undefined;
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  /** The states in which a kill can leave the three folders: at the place, being written, and put aside. */
  const leftovers: { name: string; at?: TreeFile[]; new?: TreeFile[]; old?: TreeFile[] }[] = [
    { name: 'half written', at: old, new: fresh.slice(0, 9) },
    { name: 'half written, for the first time', new: fresh.slice(0, 9) },
    { name: 'written, but not swapped', at: old, new: fresh },
    { name: 'exchanged, but not put aside', at: fresh, new: old },
    { name: 'half cleared', at: fresh, old: old.slice(0, 9) },
    { name: 'between two renames', new: fresh, old },
    {
      name: 'half written, over a half cleared one',
      at: fresh,
      new: fresh.slice(0, 9),
      old: old.slice(0, 9),
    },
  ];

  describe.each([
    { way: 'an exchange', PATH: path },
    { way: 'two renames', PATH: withoutCommands.PATH },
  ])('by $way', ({ PATH }) => {
    it.each(leftovers)('goes on from a kill that left it $name', async ({ at, new: written, old: aside }) => {
      process.env.PATH = PATH;
      const home = place('home');
      if (at) await replaceTree(join(home, 'dist'), at, nothing);
      if (written) await replaceTree(join(home, '.dist.new'), written, nothing);
      if (aside) await replaceTree(join(home, '.dist.old'), aside, nothing);
      await replaceTree(join(home, 'dist'), fresh, nothing);
      expect(readdirSync(home)).toEqual(['dist']);
      await replaceTree(join(home, 'expected'), fresh, nothing);
      expect(differences(readTree(join(home, 'expected')), readTree(join(home, 'dist')))).toEqual([]);
    });
  });

  // In a process of its own, because what it watches happens without a pause in this one.
  const reader = `
    const { existsSync, readFileSync } = require('node:fs');
    const [place, stop, ...paths] = process.argv.slice(1);
    const found = { reads: 0, missing: 0, texts: {} };
    console.log('ready');
    while (!existsSync(stop)) {
      for (const path of paths) {
        try {
          const text = readFileSync(place + '/' + path, 'utf8');
          found.texts[text] = (found.texts[text] ?? 0) + 1;
          found.reads += 1;
        } catch {
          found.missing += 1;
        }
      }
    }
    console.log(JSON.stringify(found));`;

  async function readDuring(swaps: number) {
    const home = place('home');
    const [dist, stop] = [join(home, 'dist'), join(home, 'stop')];
    await replaceTree(dist, old, nothing);
    const child = spawn(process.execPath, ['-e', reader, dist, stop, ...fresh.map(({ path }) => path)]);
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    await once(child.stdout, 'data');
    for (let swap = 0; swap < swaps; swap += 1) await replaceTree(dist, swap % 2 ? old : fresh, nothing);
    writeFileSync(stop, '');
    await once(child, 'close');
    type Found = { reads: number; missing: number; texts: Record<string, number> };
    return JSON.parse(printed.trim().split('\n').at(-1)!) as Found;
  }

  it('never lets a reader find the place empty, where the system can exchange two folders', async ({
    skip,
  }) => {
    const { status } = spawnSync('perl', ['-e', 'exit 0']);
    if (process.platform !== 'linux' || status !== 0)
      skip('there is no perl, or no Linux, to exchange folders');
    const { reads, missing, texts } = await readDuring(60);
    expect(missing).toBe(0);
    expect(reads).toBeGreaterThan(1000);
    expect(Object.keys(texts).sort()).toEqual(['new', 'old']);
  });

  it('would be seen by that reader, if it left the place empty for a moment', async () => {
    process.env.PATH = withoutCommands.PATH;
    // Chance decides when; that it never does in so many swaps is out of the question.
    let missing = 0;
    for (let round = 0; round < 20 && missing === 0; round += 1) missing += (await readDuring(100)).missing;
    expect(missing).toBeGreaterThan(0);
  });
});
