import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { replaceTree } from '../../src/io/write-tree.ts';
import { createSiteServer } from '../../src/server/node-server.ts';
import { type History, makeHistory } from '../support/history.ts';
import { collectionId, type Files, publishHistory } from '../support/memory-site.ts';
import { scratch } from '../support/scratch.ts';
import { seed } from '../support/seed.ts';
import { type PublishingReport, readWhilePublishing, type SiteState, type Step } from './publishing.ts';

/** Publishing to the level 3 server while clients read; and ways of publishing that must be caught. */

const history = makeHistory({ seed, pool: 120, releases: 8, activity: 0.6, kind: 'snapshots' });
const { stages } = publishHistory(history, 10);

function statesOf(files: readonly Files[], { states }: History): SiteState[] {
  return files.map((one, n) => ({ files: one, content: states[n]! }));
}

type Publish = (folder: string, state: SiteState, before: SiteState, step: Step) => Promise<void>;

async function run(states: readonly SiteState[], publish: Publish): Promise<PublishingReport> {
  const home = scratch('publishing');
  const folder = join(home, 'site');
  await replace(folder, states[0]!);
  const server = createSiteServer(new SiteFolder(folder), () => undefined);
  const url = await listen(server);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(home, { recursive: true });
  });
  return readWhilePublishing({
    url,
    collection: { apiRoot: 'api', id: collectionId },
    states,
    seed,
    publish: (n, step) => publish(folder, states[n]!, states[n - 1]!, step),
  });
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function replace(folder: string, { files }: SiteState): Promise<void> {
  const list = [...files].map(([path, bytes]) => ({ path, chunks: () => [bytes] }));
  return replaceTree(folder, list, () => undefined);
}

const wholeFolder: Publish = async (folder, state, _, step) => {
  await step('before the folder is replaced');
  await replace(folder, state);
  await step('after the folder was replaced');
};

/** File by file, in an order of three parts: what has a new name, what is written over, what goes. */
function fileByFile(order: readonly ('new' | 'changed' | 'gone')[]): Publish {
  return async (folder, { files }, { files: before }, step) => {
    const parts = {
      new: [...files.keys()].filter((path) => !before.has(path)),
      changed: [...files.keys()].filter(
        (path) => before.has(path) && !same(files.get(path)!, before.get(path)!),
      ),
      gone: [...before.keys()].filter((path) => !files.has(path)),
    };
    for (const part of order)
      for (const path of parts[part]) {
        await step(`before ${part} ${path}`);
        if (part === 'gone') rmSync(join(folder, path));
        else write(join(folder, path), files.get(path)!);
      }
  };
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** In one step: a reader finds the old file or the new one. */
function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

function expectSound(report: PublishingReport): void {
  expect(report.faults.slice(0, 10)).toEqual([]);
  expect(report.walks).toBeGreaterThan(10);
  expect(report.expired).toBe(0);
}

describe('clients that read while releases are published see nothing of it', () => {
  it('when the folder is replaced', async () => {
    expectSound(await run(statesOf(stages, history), wholeFolder));
  });

  it('at every point of an upload, file by file, that ends with the pointers', async () => {
    const report = await run(statesOf(stages, history), fileByFile(['new', 'changed', 'gone']));
    console.log(`${report.steps} steps, ${report.requests} requests, ${report.walks} walks`);
    expectSound(report);
    expect(report.steps).toBeGreaterThan(50);
  });
});

describe('ways of publishing that must be caught', () => {
  it('pointers before what they point to', async () => {
    const report = await run(statesOf(stages, history), fileByFile(['changed', 'new', 'gone']));
    expect(report.faults.join('\n')).toMatch(/state \d, before new .*: 500 /);
  });

  it('old files away before the pointers', async () => {
    const report = await run(statesOf(stages, history), fileByFile(['new', 'gone', 'changed']));
    expect(report.faults.join('\n')).toMatch(/state \d, before (gone|changed) .*: 500 /);
  });

  it('the folder emptied before it is filled again', async () => {
    const emptied: Publish = async (folder, state, _, step) => {
      rmSync(folder, { recursive: true });
      await step('emptied');
      await replace(folder, state);
    };
    const report = await run(statesOf(stages, history), emptied);
    expect(report.faults.join('\n')).toMatch(/state \d, emptied: 50\d|state \d, emptied: 404/);
  });

  it('files that are written over in place', async () => {
    const inPlace: Publish = async (folder, state, before, step) => {
      for (const [path, bytes] of state.files) {
        if (before.files.has(path) && same(bytes, before.files.get(path)!)) continue;
        const full = join(folder, path);
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, bytes.subarray(0, bytes.length / 2));
        await step(`half of ${path}`);
        writeFileSync(full, bytes);
      }
    };
    const report = await run(statesOf(stages, history), inPlace);
    expect(report.faults.join('\n')).toMatch(/half of .*head\.json: 500/);
  });

  // What a generator does that knows only the present: all dates and all places begin anew.
  it('a site built from the present alone', async () => {
    const alone = history.releases.map(
      (release) => publishHistory({ ...history, releases: [release] }, 10).stages[0]!,
    );
    const report = await run(statesOf(alone, history), wholeFolder);
    expect(report.faults.join('\n')).toMatch(/lost \d+ of/);
    expect(report.faults.join('\n')).toMatch(/times|not as they are now/);
  });

  it('a release that is left out', async () => {
    const skipping: Publish = async (folder, state, before, step) => {
      await wholeFolder(folder, state.files === stages[3] ? before : state, before, step);
    };
    const report = await run(statesOf(stages, history), skipping);
    expect(report.faults.join('\n')).toMatch(/lost|not as it is|before the walk/);
  });
});
