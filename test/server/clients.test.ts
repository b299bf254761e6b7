import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { createSiteServer } from '../../src/server/node-server.ts';
import type { Json, Target, Walk } from '../support/client-http.ts';
import {
  Elastic,
  fortiSoarWalk,
  mispModulesWalk,
  navigatorWalk,
  nextOnlyWalk,
  OpenCtiIngester,
  oasisWalk,
  Stix2Source,
  xsoarWalk,
} from '../support/clients.ts';
import { buildSample, type Expected, type SampleBuild } from '../support/sample-build.ts';
import { freePort } from '../support/serve-process.ts';

/** Clients as people run them against the level 3 server: each walk ends, with every object exactly once. */

const walks: Record<string, (target: Target, collection: Expected) => Promise<Walk>> = {
  'OASIS client': (target) => oasisWalk(target),
  'OASIS client, limit=5': (target) => oasisWalk(target, { perRequest: 5 }),
  'OASIS client, added_after': (target) =>
    oasisWalk(target, { filters: [['added_after', '2000-01-01T00:00:00.123Z']] }),
  'OpenCTI ingester': (target) => new OpenCtiIngester(target).walk(),
  'OpenCTI ingester, limit=4': (target) => new OpenCtiIngester(target, 4).walk(),
  'OpenCTI and ctm360 connectors': (target) => nextOnlyWalk(target),
  Elastic: (target) => new Elastic(target).walk(),
  'Elastic, limit=9': (target) => new Elastic(target, 9).walk(),
  'Cortex XSOAR': (target, { objects }) => xsoarWalk(target, typesOf(objects)),
  'Cortex XSOAR, limit=3': (target, { objects }) => xsoarWalk(target, typesOf(objects), 3),
  'misp-modules': (target) => mispModulesWalk(target),
  'stix2, query': (target) => new Stix2Source(target).query(),
};

function typesOf(objects: readonly Json[]): string[] {
  return [...new Set(objects.map(({ type }) => type))];
}

describe.each([7, 1000])('clients of a server with pages of %i', (pageSize) => {
  let server: Server;
  let sample: SampleBuild;
  let address: string;
  const errors: unknown[] = [];

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}/`;
    sample = await buildSample({ baseUrl: address, pageSize });
    server = createSiteServer(new SiteFolder(sample.site), (error) => errors.push(error));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    sample.remove();
    expect(errors).toEqual([]);
  });

  it.each(Object.entries(walks))('%s', async (_, walk) => {
    for (const collection of sample.collections) {
      const { objects, requests } = await walk({ server: address, ...collection }, collection);
      expect(objects).toEqual(collection.objects);
      // Five requests may go before the first page, and three objects are the least that a page is asked for.
      expect(requests).toBeLessThanOrEqual(5 + Math.ceil(collection.objects.length / Math.min(3, pageSize)));
    }
  });

  it('OASIS client fills its pages: page one sets the size of all others', async () => {
    for (const collection of sample.collections) {
      const { requests } = await oasisWalk({ server: address, ...collection });
      expect(requests).toBe(1 + Math.ceil(collection.objects.length / pageSize));
    }
  });

  it('OASIS client walks the manifest', async () => {
    for (const collection of sample.collections) {
      const { objects } = await oasisWalk({ server: address, ...collection }, { list: 'manifest/' });
      expect(objects.map(({ id }) => id)).toEqual(collection.objects.map(({ id }) => id));
    }
  });

  it('FortiSOAR reads the first API root of the discovery document', async () => {
    const { body } = await discovery();
    const first = new URL(body.api_roots[0]).pathname.slice(1, -1);
    for (const collection of sample.collections.filter(({ apiRoot }) => apiRoot === first)) {
      expect((await fortiSoarWalk({ server: address, ...collection })).objects).toEqual(collection.objects);
      expect((await fortiSoarWalk({ server: address, ...collection }, 2)).objects).toEqual(
        collection.objects,
      );
    }
  });

  // It takes api_roots[0] and asks for nothing else: the default has to stand first.
  it('FortiSOAR finds the default API root', async () => {
    const { body } = await discovery();
    expect(body.api_roots[0]).toBe(body.default);
  });

  async function discovery(): Promise<{ body: Json }> {
    return { body: await (await fetch(`${address}taxii2/`)).json() };
  }

  it('OpenCTI and Elastic get nothing again at the next run', async () => {
    for (const collection of sample.collections) {
      const target = { server: address, ...collection };
      const clients = [
        new OpenCtiIngester(target),
        new OpenCtiIngester(target, 5),
        new Elastic(target),
        new Elastic(target, 5),
      ];
      for (const client of clients) {
        await client.walk();
        expect(await client.walk()).toEqual({ objects: [], requests: 1 });
      }
    }
  });

  it('XSOAR gets the types that it asks for, and no others', async () => {
    for (const collection of sample.collections) {
      const wanted = collection.objects.filter(({ type }) => type === 'indicator' || type === 'malware');
      const { objects } = await xsoarWalk({ server: address, ...collection }, [
        'indicator',
        'malware',
        'nothing',
      ]);
      expect(objects).toEqual(wanted);
    }
  });

  it('stix2 gets one object, all of its versions, and nothing for an unknown id', async () => {
    for (const collection of sample.collections) {
      const source = new Stix2Source({ server: address, ...collection });
      for (const object of collection.objects) {
        expect(await source.get(object.id)).toEqual(object);
        const all = await source.allVersions(object.id);
        expect(all.objects.length).toBe(collection.versions.get(object.id)!.length);
        expect(all.objects.every(({ id }) => id === object.id)).toBe(true);
      }
      expect(await source.get('tool--00000000-0000-4000-8000-000000000000')).toBeUndefined();
    }
  });

  it('Navigator gets one page, since it knows no second one', async () => {
    for (const collection of sample.collections) {
      const { objects } = await navigatorWalk({ server: address, ...collection });
      expect(objects).toEqual(collection.objects.slice(0, pageSize));
    }
  });
});

describe('clients of a server that always has more', () => {
  let server: Server;
  let target: Target;

  beforeAll(async () => {
    const id = '6f1b2f5e-8f0e-4b1c-9d59-0d5b5a1f0c11';
    const collection = { id, title: 'Things', can_read: true, can_write: false };
    const page = { more: true, next: '1', objects: [{ type: 'tool', id: 'tool--1' }] };
    server = createServer((request, response) => {
      response.setHeader('Content-Type', 'application/taxii+json;version=2.1');
      response.end(JSON.stringify(request.url?.includes('/objects') ? page : collection));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    target = { server: address, apiRoot: 'api', id, title: 'Things' };
  });
  afterAll(() => server.close());

  it.each([
    ['OASIS client', () => oasisWalk(target)],
    ['OpenCTI ingester', () => new OpenCtiIngester(target).walk()],
    ['Elastic', () => new Elastic(target).walk()],
    ['OpenCTI connector', () => nextOnlyWalk(target)],
  ])('%s goes round in a circle', async (_, walk) => {
    await expect(walk()).rejects.toThrow('endless');
  });
});
