import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { deploy } from '../../src/commands/deploy.ts';
import { createHandler } from '../../src/query/handler.ts';
import { SITE_INDEX, type SiteIndex } from '../../src/query/store-format.ts';
import { temporaryFolder } from '../support/content.ts';
import { makeHistory } from '../support/history.ts';
import { collectionId, createClient, type Files } from '../support/memory-site.ts';
import { S3Proxy } from '../support/s3-proxy.ts';
import { faultsOf, onDisk, S3Storage } from '../support/s3-readers.ts';
import { type S3Server, startS3, useS3Credentials } from '../support/s3-server.ts';
import { sitesOf, writeSite } from '../support/s3-sites.ts';

const order = vi.hoisted(() => ({ isTurned: false }));
vi.mock('../../src/hosts/s3/upload-order.ts', async (original) => {
  const real = await original<typeof import('../../src/hosts/s3/upload-order.ts')>();
  const uploadStep = (path: string, isNew: boolean) =>
    (order.isTurned ? 100 : 0) + (order.isTurned ? -1 : 1) * real.uploadStep(path, isNew);
  return { ...real, uploadStep };
});

let server: S3Server;
let proxy: S3Proxy;
let bucket: string;
let site: string;

beforeAll(async () => {
  useS3Credentials();
  server = await startS3();
  proxy = await new S3Proxy(server.port).start();
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});
beforeEach(() => {
  bucket = server.newBucket();
  site = join(temporaryFolder(), 'dist');
  proxy.reset();
});

const look = () => onDisk(server.folderOf(bucket));

async function put(files: Files): Promise<void> {
  writeSite(site, files);
  const place = { to: `s3://${bucket}`, endpoint: proxy.endpoint, pathStyle: true };
  const result = await deploy({ site, ...place, keep: 3, grace: 72, concurrency: 1 });
  expect([result.exitCode, result.diagnostics]).toEqual([0, []]);
}

const history = makeHistory({ seed: 4, pool: 9, releases: 2, activity: 0.7, kind: 'snapshots' });

/** What readers find amiss over the course of a deployment of the second release. */
async function faultsDuring(): Promise<string[]> {
  const [first, second] = sitesOf(history);
  await put(first!);
  const faults: string[] = [];
  proxy.afterWrite = async () => {
    faults.push(...(await faultsOf(look(), history, 1)));
  };
  await put(second!);
  return faults;
}

test('in the right order readers find nothing amiss; the other way round they would', async () => {
  expect(await faultsDuring()).toEqual([]);
  bucket = server.newBucket();
  proxy.reset();
  order.isTurned = true;
  const faults = await faultsDuring().finally(() => {
    order.isTurned = false;
  });
  expect(faults.some((fault) => fault.startsWith('level 1'))).toBe(true);
  expect(faults.some((fault) => fault.startsWith('level 3'))).toBe(true);
});

/** The site with a second collection, a copy of the first one under another id. */
function withAnother(files: Files): Files {
  const id = '00000000-0000-4000-8000-00000000000b';
  const other = [...files]
    .filter(([path]) => path.includes(collectionId) && !path.includes('/whole/'))
    .map(([path, bytes]) => [path.replace(collectionId, id), replace(bytes, collectionId, id)] as const);
  const index = JSON.parse(new TextDecoder().decode(files.get(SITE_INDEX)!)) as SiteIndex;
  const [root] = index.apiRoots;
  const apiRoots = [{ ...root!, collections: [...root!.collections, { id }] }];
  const listPath = '_taxii/api/collections.json';
  const list = JSON.parse(new TextDecoder().decode(files.get(listPath)!));
  const collections = [...list.collections, { ...list.collections[0], id, alias: undefined, title: 'Other' }];
  return new Map([
    ...files,
    ...other,
    json(SITE_INDEX, { ...index, apiRoots }),
    json(listPath, { collections }),
  ]);
}

function json(path: string, value: unknown): readonly [string, Uint8Array] {
  return [path, new TextEncoder().encode(JSON.stringify(value))];
}

function replace(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(from, to));
}

test('a collection that comes or goes is there for as long as a list shows it', async () => {
  const [files] = sitesOf(history, [3]);
  const both = withAnother(files!);
  const shown = new Set<number>();
  const bridges = new Set<string>();
  await put(files!);
  proxy.afterWrite = async ({ key }) => {
    const storage = new S3Storage(look());
    const ask = createClient(storage, createHandler(storage));
    const { body } = await ask('http://taxii.example/api/collections/');
    shown.add(body.collections.length);
    if (key === SITE_INDEX) bridges.add(new TextDecoder().decode((await look()(key))!.bytes));
    for (const { id } of body.collections)
      for (const end of ['', 'objects/', 'manifest/']) {
        const answer = await ask(`http://taxii.example/api/collections/${id}/${end}`);
        expect([id, end, answer.status]).toEqual([id, end, 200]);
      }
  };
  await put(both);
  await put(files!);
  expect([...shown].sort()).toEqual([1, 2]);
  expect(bridges.size).toBe(2);
});
