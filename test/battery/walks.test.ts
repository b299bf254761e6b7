import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { createSiteServer } from '../../src/server/node-server.ts';
import { freePort } from '../support/serve-process.ts';
import { type BatteryBuild, buildBatterySite } from './battery-site.ts';
import { intelliBirdProbe, OneUptime, rustDiscovery } from './product-clients.ts';
import {
  asObjects,
  defaultRootWalks,
  faultsOfWalk,
  mannersFor,
  ofType,
  productWalks,
  walkList,
} from './walks.ts';

/** The walks of all clients on the level 3 server, and that they notice what is broken. */

let build: BatteryBuild;
let server: Server;
let address: string;

beforeAll(async () => {
  const port = await freePort();
  address = `http://127.0.0.1:${port}/`;
  build = await buildBatterySite({ baseUrl: address, pageSize: 100, objects: 250 });
  server = createSiteServer(new SiteFolder(build.site), (error) => {
    throw error;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  build.remove();
});

it.each(productWalks.map((one) => [one.name, one] as const))('%s', async (_, { run, type }) => {
  for (const collection of build.collections) {
    const walk = await run({ server: address, ...collection }, collection);
    expect(faultsOfWalk(walk, ofType(collection, type))).toEqual([]);
  }
});

it.each(defaultRootWalks.map((one) => [one.name, one] as const))('%s', async (_, { run }) => {
  for (const collection of build.collections.filter(({ apiRoot }) => apiRoot === build.defaultApiRoot)) {
    const walk = await run({ server: address, ...collection }, collection);
    expect(faultsOfWalk(walk, collection.objects)).toEqual([]);
  }
});

it('every manner of walking', async () => {
  let walks = 0;
  for (const collection of build.collections)
    for (const manner of mannersFor(collection)) {
      const { objects, requests } = await walkList({ server: address, ...collection }, manner);
      const entries = manner.list === 'manifest' ? asObjects(objects, collection.objects) : objects;
      const faults = faultsOfWalk({ objects: entries, requests }, ofType(collection, manner.type));
      expect(faults, JSON.stringify(manner)).toEqual([]);
      walks += 1;
    }
  expect(walks).toBeGreaterThan(300);
});

it('OneUptime gets nothing again at its next run', async () => {
  for (const collection of build.collections) {
    const client = new OneUptime({ server: address, ...collection }, 10);
    const first = await client.walk();
    if (first.objects.length > 0) expect(await client.walk()).toEqual({ objects: [], requests: 1 });
  }
});

it('probes find nothing wrong', async () => {
  for (const collection of build.collections) {
    const target = { server: address, ...collection };
    expect(await intelliBirdProbe(target)).toEqual([]);
    expect(await rustDiscovery(target)).toBeTruthy();
  }
});

describe('faults of a walk', () => {
  const wanted = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  it.each([
    ['lost', [{ id: 'a' }, { id: 'c' }], 2, /1 of 3 objects lost, such as b/],
    ['doubled', [{ id: 'a' }, { id: 'b' }, { id: 'b' }, { id: 'c' }], 2, /1 objects twice/],
    ['out of order', [{ id: 'b' }, { id: 'a' }, { id: 'c' }], 2, /another order/],
    ['other contents', [{ id: 'a', x: 1 }, { id: 'b' }, { id: 'c' }], 2, /other contents/],
    ['too many requests', wanted, 20, /20 requests/],
  ])('%s', (_, objects, requests, fault) => {
    expect(faultsOfWalk({ objects, requests }, wanted).join()).toMatch(fault);
  });
  it('none', () => {
    expect(faultsOfWalk({ objects: wanted, requests: 3 }, wanted)).toEqual([]);
  });
});
