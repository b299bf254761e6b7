import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitCloudFront, limits } from '../../src/hosts/cloudfront/emit.ts';
import { datesOfPage } from '../../src/hosts/cloudfront/page-dates.ts';
import { type S3Object, s3Objects } from '../../src/hosts/s3/objects.ts';
import { uploadStep } from '../../src/hosts/s3/upload-order.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { boundariesOf } from '../../src/query/cursor.ts';
import { SITE_INDEX, type SiteIndex } from '../../src/query/store-format.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { type BatteryBuild, buildBatterySite } from '../battery/battery-site.ts';
import { type Expected, handlerReference } from '../battery/compare.ts';
import { corpus } from '../battery/corpus.ts';
import { fileReference, rulesOf } from '../battery/file-reference.ts';
import { readWhilePublishing, type SiteState, type Step } from '../battery/publishing.ts';
import { randomRequests } from '../battery/random-requests.ts';
import { ruleStates } from '../battery/rule-states.ts';
import { printReport, type Report, runBattery } from '../battery/run.ts';
import { harvestTokens } from '../battery/tokens.ts';
import { faultsOfError, Truth } from '../battery/truth.ts';
import {
  asObjects,
  defaultRootWalks,
  faultsOfWalk,
  mannersFor,
  ofType,
  productWalks,
  walkList,
} from '../battery/walks.ts';
import {
  type FunctionsFront,
  filesIn,
  loadFunction,
  requestEvent,
  startFunctionsFront,
} from '../support/cloudfront-functions.ts';
import { type Files, siteConfig } from '../support/memory-site.ts';
import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-http.ts';
import { scratch } from '../support/scratch.ts';
import { randomFrom, seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { programPath } from '../support/servers/installed.ts';

/** The printed functions in front of a bucket, in a context that has what CloudFront's runtime has. */

const decoder = new TextDecoder();
/** Irregular ones, for the battery's site: what the host's limit says. */
const MOST_RELEASES = 180;

const hasNjs = programPath('njs') !== undefined;
if (!hasNjs && process.env.CI) throw new Error('CI runs njs: Debian package njs');

/** What deploy stores, with the dates of pages as the files tell them. */
function objectsOf(files: Files): S3Object[] {
  const read = (path: string) => (files.has(path) ? decoder.decode(files.get(path)) : undefined);
  const index = JSON.parse(read(SITE_INDEX) ?? '{"apiRoots":[],"levels":[2]}') as SiteIndex;
  return s3Objects({ index, files: [...files.keys()], dates: (path) => datesOfPage(path, read) });
}

describe('cloudfront, level 2, before a simulated bucket', () => {
  let build: BatteryBuild;
  let files: Files;
  let front: FunctionsFront;
  let client: RawClient;

  beforeAll(async () => {
    const port = await freePort();
    build = await buildBatterySite({
      baseUrl: `http://127.0.0.1:${port}/`,
      hosts: ['cloudfront'],
      pageSize: 100,
    });
    files = filesIn(build.site);
    front = await startFunctionsFront(files, port);
    front.bucket.putAll(objectsOf(files), files);
    client = new RawClient({ port });
  });
  afterAll(async () => {
    client?.close();
    await front?.stop();
    build?.remove();
  });

  const send = (request: RawRequest): Promise<RawAnswer> => client.send(request);
  const get = (target: string, headers: RawRequest['headers'] = []) =>
    send({ method: 'GET', target, headers });

  async function battery(kind: 'corpus' | 'random'): Promise<Report> {
    const site = build.description;
    const tokens = await harvestTokens(send, site);
    expect(tokens.length).toBeGreaterThan(20);
    const truth = new Truth(handlerReference(new SiteFolder(build.site)), site, tokens);
    const reference = fileReference(build.site, rulesOf(join(build.site, '../content'), front.url));
    const requests =
      kind === 'corpus' ? corpus(site, tokens) : randomRequests({ seed, count: 4000, site, tokens });
    const report = await runBattery({ requests, send, reference, truth, declines: true, departure });
    console.log(`cloudfront, ${kind}: ${printReport(report)}`);
    return report;
  }

  it('answers the corpus as the table says, exactly or not at all', async () => {
    const report = await battery('corpus');
    expect(report.wrong.length, printReport(report)).toBe(0);
    expect(report.kinds.get('truth: exact')).toBeGreaterThan(500);
  });

  it('answers 4,000 random requests as the table says, exactly or not at all', async () => {
    const report = await battery('random');
    expect(report.wrong.length, printReport(report)).toBe(0);
    expect(report.kinds.get('equal: 200')).toBeGreaterThan(1000);
    const departures = [...report.kinds].filter(([kind]) => kind.startsWith('departure: '));
    expect(departures.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(400);
  });

  it('every product’s client gets every object once', async () => {
    const declined = new Set<string>();
    for (const collection of build.collections) {
      const target = { server: front.url, ...collection };
      const isDefault = collection.apiRoot === build.defaultApiRoot;
      for (const { name, run, ...walk } of isDefault ? [...productWalks, ...defaultRootWalks] : productWalks)
        try {
          const found = await run(target, collection);
          expect(faultsOfWalk(found, ofType(collection, walk.type)), name).toEqual([]);
        } catch (error) {
          if (!/\b400\b/.test((error as Error).message)) throw error;
          declined.add(name);
        }
    }
    expect([...declined].filter((name) => !/XSOAR/.test(name))).toEqual([]);
  });

  it('every manner of walking ends with every object once', async () => {
    let walks = 0;
    for (const collection of build.collections)
      for (const manner of mannersFor(collection)) {
        const { objects, requests } = await walkList({ server: front.url, ...collection }, manner);
        const entries = manner.list === 'manifest' ? asObjects(objects, collection.objects) : objects;
        const faults = faultsOfWalk({ objects: entries, requests }, ofType(collection, manner.type));
        expect(faults, JSON.stringify(manner)).toEqual([]);
        walks += 1;
      }
    expect(walks).toBeGreaterThan(300);
  });

  it('the dates of every page are those that were planned', () => {
    const { folders } = rulesOf(join(build.site, '../content'), front.url);
    const read = (path: string) => decoder.decode(files.get(path));
    for (const { path, dates, files: own } of folders)
      for (const file of own) expect(datesOfPage(file.path, read), path).toEqual(dates);
    expect(folders.length).toBeGreaterThan(1000);
  });

  it('has the headers of each kind, and none of the storage’s', async () => {
    const [collection] = build.collections.filter(({ apiRoot }) => apiRoot === 'synthetic');
    const page = await get(`/synthetic/collections/${collection!.id}/objects/`);
    expect(page.header('Access-Control-Allow-Origin')).toBe('*');
    expect(page.header('Vary')).toBe('Accept, Accept-Encoding');
    expect(page.header('Cache-Control')).toMatch(/^public, max-age=60/);
    expect(page.headers.filter(([name]) => name.startsWith('x-amz-'))).toEqual([]);
    const again = await get(`/synthetic/collections/${collection!.id}/objects/`, [
      ['If-None-Match', page.header('ETag')!],
    ]);
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const people = await get('/');
    expect(people.header('Content-Type')).toMatch(/^text\/html/);
    expect(people.header('Content-Security-Policy')).toMatch(/default-src 'none'/);
    expect(people.header('Referrer-Policy')).toBeDefined();
    const refused = await send({ method: 'POST', target: '/synthetic/' });
    expect([refused.status, refused.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(refused.header('Cache-Control')).toBe('no-store');
    expect((await get('/taxii2/', [['Accept', 'text/html']])).header('Allow')).toBeUndefined();
    const preflight = await send({
      method: 'OPTIONS',
      target: '/taxii2/',
      headers: [['Access-Control-Request-Headers', 'x-own']],
    });
    expect(preflight.header('Access-Control-Allow-Headers')).toBe('x-own');
  });

  it('keeps what stands behind TAXII to itself, and leads nowhere else', async () => {
    for (const target of [
      '/_taxii/site.json',
      '/_taxii/discovery.json',
      '/%5Ftaxii/discovery.json',
      '/x/../_taxii/discovery.json',
      '//_taxii/discovery.json',
      '/_hosts/cloudfront/viewer-request.js',
      '/_taxii-press/state.json',
      '/.htaccess',
    ])
      expect([(await get(target)).status, target]).toEqual([404, target]);
    expect((await get('/browse?a=b')).header('Location')).toBe('/browse/?a=b');
    for (const target of ['//evil.example', '//evil.example/%2e%2e', '/\\evil.example'])
      expect((await get(target)).header('Location'), target).toBeUndefined();
    expect((await send({ method: 'POST', target: '/index.html' })).status).toBe(405);
  });

  it('fits into a function with many releases, and says so where it does not', () => {
    expect(files.get('_hosts/cloudfront/viewer-request.js')!.length).toBeLessThanOrEqual(limits.code.most);
    const rules = rulesOf(join(build.site, '../content'), front.url);
    const id = [...rules.boundaries.keys()][0]!;
    const random = randomFrom(seed);
    const emitWith = (count: number) => {
      let micros = Date.UTC(2016, 0, 1) * 1000;
      const dated = Array.from({ length: count }, (_, index) => {
        micros += Math.ceil(random() * 172_800) * 1_000_000;
        return { micros, first: index * 7, count: 7 };
      });
      const own = new Map([...rules.boundaries, [id, boundariesOf(dated)] as const]);
      return emitCloudFront({
        rules: { ...rules, boundaries: own },
        collections: [],
        apiRoots: [],
        files: [],
        config: siteConfig(100),
      });
    };
    const sizes = [100, MOST_RELEASES].map((count) => {
      const { files: made, diagnostics } = emitWith(count);
      expect(diagnostics).toEqual([]);
      return Buffer.concat([...made[0]!.chunks()]).length;
    });
    console.log(`cloudfront: ${sizes.join(', ')} bytes of code`);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.code.most);
    expect(emitWith(1500).diagnostics.map(({ code }) => code)).toEqual(['host/limit-exceeded']);
  });

  it.skipIf(!hasNjs)('means the same under njs 0.7.9, which knows less', () => {
    const code = decoder.decode(files.get('_hosts/cloudfront/viewer-request.js'));
    const site = build.description;
    const requests = [...randomRequests({ seed, count: 400, site, tokens: [] })].filter(({ target }) =>
      /^[!-~]{1,2000}$/.test(target),
    );
    const events = requests.map(({ method, target, headers }) => requestEvent(method, target, headers ?? []));
    const script = `${code}
var events = ${JSON.stringify(events)};
events.forEach(function (event) {
  var raw = event.rawQuery;
  event.request.rawQueryString = function () { return raw; };
  console.log(JSON.stringify(handler(event)));
});`;
    const folder = scratch('njs');
    writeFileSync(join(folder, 'all.js'), script);
    const { stdout, stderr } = spawnSync('njs', [join(folder, 'all.js')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const call = loadFunction(code);
    const wanted = events.map((event) => JSON.parse(JSON.stringify(call(event))));
    const lines = stdout.trim().split('\n').filter(Boolean);
    expect(lines.length, stderr).toBe(wanted.length);
    const withoutRaw = (made: object) => ({ ...made, rawQueryString: undefined });
    for (const [index, line] of lines.entries())
      expect(withoutRaw(JSON.parse(line.replace(/^'|'$/g, '')))).toEqual(withoutRaw(wanted[index]!));
  });

  it('clients that read while releases are published see nothing of it', async () => {
    const states = ruleStates('cloudfront', seed);
    const running = await startFunctionsFront(states[0]!.files);
    running.bucket.putAll(objectsOf(states[0]!.files), states[0]!.files);
    const report = await readWhilePublishing({
      url: running.url,
      collection: { apiRoot: 'api', id: '6f1b2f5e-8f0e-4b1c-9d59-0d5b5a1f0c11' },
      states,
      seed,
      publish: (n, step) => publish(running, states[n - 1]!, states[n]!, step),
    });
    await running.stop();
    console.log(`cloudfront: ${report.steps} steps, ${report.requests} requests, ${report.walks} walks`);
    expect(report.faults.slice(0, 10)).toEqual([]);
    expect(report.walks).toBeGreaterThan(10);
    expect(report.expired).toBe(0);
  });
});

/** New files, then the function, then what changes: templates/hosts/cloudfront.md. */
async function publish(front: FunctionsFront, before: SiteState, now: SiteState, step: Step): Promise<void> {
  const known = new Map(objectsOf(before.files).map((object) => [object.key, object]));
  const uploads = objectsOf(now.files)
    .map((object) => ({ object, isNew: !known.has(object.key) }))
    .map((one) => ({ ...one, order: uploadStep(one.object.file, one.isNew) }))
    .filter(({ object, isNew }) => isNew || isChanged(object))
    .sort((a, b) => a.order - b.order || (a.object.key < b.object.key ? -1 : 1));
  const stride = Math.ceil(uploads.length / 60);
  for (const [index, { object, isNew }] of uploads.entries()) {
    if (!isNew && (index === 0 || uploads[index - 1]!.isNew)) {
      await step('before the function');
      front.associate(now.files);
      await step('after the function');
    }
    front.bucket.put(object, now.files.get(object.file)!);
    if (index % stride === 0) await step(object.key);
  }

  /** A page may stay the same while its objects are other versions, with other dates. */
  function isChanged(object: S3Object): boolean {
    const former = before.files.get(object.file);
    const isSaid = isDeepStrictEqual(known.get(object.key)?.metadata, object.metadata);
    return !isSaid || !former || !Buffer.from(former).equals(now.files.get(object.file)!);
  }
}

/** What `departures` of the host says; by name. */
function departure(request: RawRequest, answer: RawAnswer, expected?: Expected): string | undefined {
  if (/^(?!GET$|HEAD$|OPTIONS$|PUT$|PATCH$|POST$|DELETE$)/.test(request.method) && answer.status === 403)
    return 'a method that CloudFront does not forward';
  if (!expected || expected === 'elsewhere') return undefined;
  const isMissing = answer.status === 404 && faultsOfError(request, answer).length === 0;
  if (isMissing && expected.status === 404) return 'a 404 of the storage without CORS';
  if (isMissing && expected.status === 400) return 'a token that was never given out is 404';
  if (isMissing && /^\{"more":false(?:,"objects":\[\])?\}$/.test(expected.body || '{"more":false}'))
    return 'an unknown match[id] is 404';
  const isThinner =
    answer.status === 200 && expected.status === 200 && answer.header('Content-Type') === TAXII;
  if (isThinner && (request.method === 'HEAD' || answer.body.length < Buffer.byteLength(expected.body)))
    return 'a page of fewer objects';
  return undefined;
}
