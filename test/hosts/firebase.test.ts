import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitFirebaseJson, limits } from '../../src/hosts/firebase/emit.ts';
import {
  ask,
  askTaxii,
  awkwardTests,
  buildAwkward,
  buildSampleFor,
  levelOneTests,
  type Subject,
  UNKNOWN,
} from '../support/level-one.ts';
import type { SampleBuild } from '../support/sample-build.ts';
import { freePort } from '../support/serve-process.ts';
import type { Emulation } from '../support/servers/emulation.ts';
import { startFirebase } from '../support/servers/firebase.ts';

/** Level 1 on an emulation of Firebase Hosting (`superstatic`, its own server, needs a native build). */

let sample: SampleBuild;
let running: Emulation;
const subject = (): Subject => ({ server: running.server, sample });

beforeAll(async () => {
  const port = await freePort();
  sample = await buildSampleFor(['firebase'], `http://127.0.0.1:${port}/`);
  running = await startFirebase(sample.site, port);
});
afterAll(async () => {
  await running.stop();
  sample.remove();
});

levelOneTests(subject, { hasSingleObjects: false, takesDoubledSlashes: true, hasPreflight: true });

const list = 'public/collections/port-threats/objects/';

describe('the rules', () => {
  it('are not published', async () => {
    expect((await ask(subject(), 'firebase.json')).status).toBe(404);
  });

  it('take a point in a name for a point', () => {
    const collection = { id: 'id', alias: 'v1.0', releases: [] };
    const { files } = emitFirebaseJson({ apiRoots: [{ name: 'a.b', collections: [collection] }], files: [] });
    const { hosting } = JSON.parse(Buffer.concat([...files[0]!.chunks()]).toString());
    const matches = (path: string) =>
      hosting.rewrites
        .filter(({ regex }: { regex: string }) => new RegExp(regex).test(path))
        .map(({ destination }: { destination: string }) => destination);
    expect(matches('/a.b/collections/v1.0/objects')).toEqual(['/_taxii/a.b/id/whole/objects.json']);
    expect(matches('/aXb/collections/v1.0/objects')).toEqual([]);
    expect(matches('/a.b/collections/v1x0/objects')).toEqual([]);
  });

  it('a file that is too large stops the build', () => {
    const half = { length: limits.fileBytes.most / 2 } as Uint8Array;
    const file = (chunks: Uint8Array[]) => [{ path: 'big.json', chunks: () => chunks }];
    const found = (chunks: Uint8Array[]) =>
      emitFirebaseJson({ apiRoots: [], files: file(chunks) }).diagnostics;
    expect(found([half, half])).toEqual([]);
    const [diagnostic, ...others] = found([half, half, new Uint8Array(1)]);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({ code: 'host/limit-exceeded', severity: 'error' });
    expect(diagnostic!.message).toContain('big.json');
  });
});

describe('awkward names', () => {
  let awkward: Subject & { stop: () => Promise<void> };
  beforeAll(async () => {
    const port = await freePort();
    const built = await buildAwkward(['firebase'], `http://127.0.0.1:${port}/`);
    const server = await startFirebase(built.site, port);
    const stop = () => server.stop().then(built.remove);
    awkward = { server: server.server, sample: built, stop };
  });
  afterAll(() => awkward.stop());
  awkwardTests(() => awkward, { hasSingleObjects: false });
});

/** What host.ts says that a reader of this host cannot have. */
describe('departures', () => {
  it('a single object and its versions are 404, and so is what is unknown, as pages', async () => {
    const { objects } = (await askTaxii(subject(), list)).body;
    for (const path of [
      `${list}${objects[0].id}/`,
      `${list}${objects[0].id}/versions/`,
      `${list}${UNKNOWN}/`,
    ]) {
      const { status, headers } = await ask(subject(), path);
      expect([status, headers.get('Content-Type')], path).toEqual([404, 'text/html; charset=utf-8']);
    }
  });

  it('no Accept is declined', async () => {
    for (const Accept of ['text/html', 'application/taxii+json;version=2.0'])
      await askTaxii(subject(), list, { headers: { Accept } });
  });
});
