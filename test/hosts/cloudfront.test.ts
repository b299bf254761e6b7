import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherContent } from '../../src/commands/gather/content.ts';
import { verify } from '../../src/commands/verify.ts';
import { emitCloudFront, limits, MOST_RELEASES } from '../../src/hosts/cloudfront/emit.ts';
import { packReleases } from '../../src/hosts/cloudfront/pack-releases.ts';
import { datesOfPage } from '../../src/hosts/cloudfront/page-dates.ts';
import { unpackReleases } from '../../src/hosts/cloudfront/releases.ts';
import { type S3Object, s3Objects } from '../../src/hosts/s3/objects.ts';
import { uploadStep } from '../../src/hosts/s3/upload-order.ts';
import { fromMicroseconds } from '../../src/json/instant.ts';
import { type Boundary, boundariesOf, cursorAfter, cursorBefore } from '../../src/query/cursor.ts';
import { resolveFile } from '../../src/query/file-resolver.ts';
import { SITE_INDEX, type SiteIndex } from '../../src/query/store-format.ts';
import type { PublishedCollection } from '../../src/site/site.ts';
import { type DatedRelease, firstAddedAfter, lastDateAdded } from '../../src/taxii/date-added.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { Expected } from '../battery/compare.ts';
import { corpus } from '../battery/corpus.ts';
import { rulesOf } from '../battery/file-reference.ts';
import type { SiteState, Step } from '../battery/publishing.ts';
import { randomRequests } from '../battery/random-requests.ts';
import { type Publisher, publishTo } from '../battery/rule-host.ts';
import { type RuleServer, RuleSetting } from '../battery/rule-setting.ts';
import { faultsOfError } from '../battery/truth.ts';
import {
  type FunctionsFront,
  filesIn,
  loadFunction,
  requestEvent,
  startFunctionsFront,
} from '../support/cloudfront-functions.ts';
import { type Files, siteConfig } from '../support/memory-site.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { scratch } from '../support/scratch.ts';
import { randomFrom, seed } from '../support/seed.ts';
import { programPath } from '../support/servers/installed.ts';
import type { RunningServer } from '../support/servers/server-process.ts';

/**
 * The printed functions in front of a bucket, in a context that has what CloudFront's runtime has: the battery of
 * level 2 (`RuleSetting`), and what is CloudFront's own. The rest of `describeRuleHost` is not for it, since it
 * neither compresses TAXII answers nor has a page for people where something is missing.
 */

const decoder = new TextDecoder();

const hasNjs = programPath('njs') !== undefined;
if (!hasNjs && process.env.CI) throw new Error('CI runs njs: Debian package njs');

/** What deploy stores, with the dates of pages as the files tell them. */
function objectsOf(files: Files): S3Object[] {
  const read = (path: string) => (files.has(path) ? decoder.decode(files.get(path)) : undefined);
  const index = JSON.parse(read(SITE_INDEX) ?? '{"apiRoots":[],"levels":[2]}') as SiteIndex;
  return s3Objects({ index, files: [...files.keys()], dates: (path) => datesOfPage(path, read) });
}

async function startFront(files: Files, port?: number): Promise<FunctionsFront> {
  const front = await startFunctionsFront(files, port);
  front.bucket.putAll(objectsOf(files), files);
  return front;
}

/** No program of its own, so nothing that could be reloaded or that writes a log. */
function asServer({ url, stop }: FunctionsFront): RunningServer {
  const reload = () => Promise.reject(new Error('functions are associated, not reloaded'));
  return { url, port: Number(new URL(url).port), version: 'functions', reload, stop, logs: () => '' };
}

const own: RuleServer = {
  host: 'cloudfront',
  start: async (site, port) => asServer(await startFront(filesIn(site), port)),
  departure,
};

async function publisher(_: string, first: SiteState): Promise<Publisher> {
  const front = await startFront(first.files);
  let before = first;
  return {
    server: asServer(front),
    publish: async (state, step) => {
      await publish(front, before, state, step);
      before = state;
    },
  };
}

describe('cloudfront, level 2, before a simulated bucket', () => {
  const setting = new RuleSetting(own, { pageSize: 100 });
  let files: Files;
  beforeAll(async () => {
    await setting.open();
    files = filesIn(setting.build.site);
  });
  afterAll(() => setting.close());
  const { get, send } = setting;
  const rules = () => rulesOf(join(setting.build.site, '../content'), setting.address);

  it('answers the corpus as the table says, exactly or not at all', async () => {
    const report = await setting.judge('corpus', corpus);
    expect(report.kinds.get('truth: exact')).toBeGreaterThan(500);
  });

  it('answers 4,000 random requests as the table says, exactly or not at all', async () => {
    const report = await setting.judge('random', (site, tokens) =>
      randomRequests({ seed, count: 4000, site, tokens }),
    );
    expect(report.kinds.get('equal: 200')).toBeGreaterThan(1000);
    expect(report.kinds.get('truth: exact')).toBeGreaterThan(1000);
    const departures = [...report.kinds].filter(([kind]) => kind.startsWith('departure: '));
    expect(departures.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(400);
  });

  it('every product’s client gets every object once', async () => {
    const declined = await setting.walk();
    expect([...declined].filter((name) => !/XSOAR/.test(name))).toEqual([]);
  });

  it('every manner of walking ends with every object once', async () => {
    expect(await setting.walkInEveryManner()).toBeGreaterThan(300);
  });

  it('`taxii-press verify` finds it sound, and lacking only what the storage cannot say', async () => {
    for (const { id } of setting.build.collections) {
      const { exitCode, text } = await verify({
        url: setting.address,
        level: 2,
        collection: id,
        maxRequests: 2000,
        timeout: 60,
        version: 'test',
      });
      expect(exitCode, text).toBe(0);
      expect(text).toContain('\nLevel 2 ');
      const lacking = [...text.matchAll(/^lacking +(\S+)/gm)].map(([, name]) => name);
      expect(['T-3.4.1-6', 'T-3.4.1-12']).toEqual(expect.arrayContaining(lacking));
      expect(lacking).toContain('T-3.4.1-6');
      expect(text.match(/^ok /gm)!.length, text).toBeGreaterThan(60);
    }
  });

  it('the dates of every page are those that were planned', () => {
    const { folders } = rules();
    const read = (path: string) => decoder.decode(files.get(path));
    for (const { path, dates, files: own } of folders)
      for (const file of own) expect(datesOfPage(file.path, read), path).toEqual(dates);
    expect(folders.length).toBeGreaterThan(1000);
  });

  it('has the headers of each kind, and none of the storage’s', async () => {
    const [collection] = setting.build.collections.filter(({ apiRoot }) => apiRoot === 'synthetic');
    const page = await get(`/synthetic/collections/${collection!.id}/objects/`);
    expect(page.header('Access-Control-Allow-Origin')).toBe('*');
    expect(page.header('Vary')).toBe('Accept, Accept-Encoding');
    expect(page.header('Cache-Control')).toMatch(/^public, max-age=60/);
    expect(page.headers.filter(([name]) => name.startsWith('x-amz-'))).toEqual([]);
    const again = await get(`/synthetic/collections/${collection!.id}/objects/`, {
      'If-None-Match': page.header('ETag')!,
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const people = await get('/');
    expect(people.header('Content-Type')).toMatch(/^text\/html/);
    expect(people.header('Content-Security-Policy')).toMatch(/default-src 'none'/);
    expect(people.header('Referrer-Policy')).toBeDefined();
    const refused = await send({ method: 'POST', target: '/synthetic/' });
    expect([refused.status, refused.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(refused.header('Cache-Control')).toBe('no-store');
    expect((await get('/taxii2/', { Accept: 'text/html' })).header('Allow')).toBeUndefined();
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
    const { collections } = gatherContent(join(setting.build.site, '../content'));
    const [one, ...others] = collections;
    const plan = rules();
    const emitWith = (dated: readonly DatedRelease[]) => {
      const ledger = Object.create(one!.ledger, { dated: { value: dated } }) as PublishedCollection['ledger'];
      const known = [{ ...one!, ledger }, ...others];
      return emitCloudFront({
        rules: plan,
        collections: known,
        apiRoots: [],
        files: [],
        config: siteConfig(100),
      });
    };
    const random = randomFrom(seed);
    const count = () => 1 + Math.floor(random() * 40);
    const irregular = () => Math.ceil(random() * 172_800) * 1_000_000;
    const daily = () => 86_400_000_000;
    const histories = [
      [100, irregular],
      [MOST_RELEASES.irregular, irregular],
      [MOST_RELEASES.daily, daily],
    ] as const;
    const sizes = histories.map(([length, between]) => {
      const { files: made, diagnostics } = emitWith(releasesOf(length, count, between));
      expect(diagnostics).toEqual([]);
      return Buffer.concat([...made[0]!.chunks()]).length;
    });
    console.log(`cloudfront: ${sizes.join(', ')} bytes of code`);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.code.most);
    const tooMany = emitWith(releasesOf(1500, count, irregular));
    expect(tooMany.diagnostics.map(({ code }) => code)).toEqual(['host/limit-exceeded']);
  });

  it('leads every moment of added_after to the page that the table names', () => {
    const { table, boundaries } = rules();
    const call = loadFunction(decoder.decode(files.get('_hosts/cloudfront/viewer-request.js')));
    const random = randomFrom(seed);
    let pages = 0;
    for (const { apiRoot, id } of setting.build.collections)
      for (const moment of instantsAround(boundaries.get(id)!, random)) {
        const path = `/${apiRoot}/collections/${id}/objects/`;
        const query = `added_after=${moment}${random() < 0.5 ? '' : '&match[version]=all'}`;
        const wanted = resolveFile(table, boundaries, { method: 'GET', path, query }, (file) =>
          files.has(file),
        );
        const made = call(requestEvent('GET', `${path}?${query}`, []));
        const found = 'uri' in made && files.has(made.uri.slice(1)) ? made.uri : undefined;
        if (wanted.answer !== 'file' || wanted.status !== 200) expect(found, query).toBeUndefined();
        else expect(withoutSize(found), query).toBe(withoutSize(`/${wanted.file}`));
        pages += found ? 1 : 0;
      }
    expect(pages).toBeGreaterThan(500);
  });

  it.skipIf(!hasNjs)('means the same under njs 0.7.9, which knows less', () => {
    const code = decoder.decode(files.get('_hosts/cloudfront/viewer-request.js'));
    const site = setting.build.description;
    const requests = [...randomRequests({ seed, count: 400, site, tokens: [] })].filter(({ target }) =>
      /^[!-~]{1,2000}$/.test(target),
    );
    const { boundaries } = rules();
    const random = randomFrom(seed);
    for (const { apiRoot, id } of setting.build.collections)
      for (const moment of instantsAround(boundaries.get(id)!, random).filter(() => random() < 0.3)) {
        const target = `/${apiRoot}/collections/${id}/manifest/?added_after=${moment}`;
        requests.push({ name: 'moment', method: 'GET', target });
      }
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
    const report = await publishTo('cloudfront', publisher);
    console.log(`cloudfront: ${report.steps} steps, ${report.requests} requests, ${report.walks} walks`);
    expect(report.faults.slice(0, 10)).toEqual([]);
    expect(report.walks).toBeGreaterThan(10);
    expect(report.expired).toBe(0);
  });
});

/** @param between the microseconds from one to the next */
function releasesOf(length: number, count: () => number, between: () => number): DatedRelease[] {
  let micros = Date.UTC(2016, 0, 1) * 1000;
  let first = 0;
  return Array.from({ length }, () => {
    micros += between();
    const release = { micros, first, count: count() };
    first += release.count;
    return release;
  });
}

/** Pages from one place in all sizes. */
function withoutSize(uri: string | undefined): string | undefined {
  return uri?.replace(/\/\d+\/([^/]+\/objects\.json)$/, '/$1');
}

const instant = (micros: number) => fromMicroseconds(micros).slice(0, -1);

/** Values of added_after around all that the boundaries of a collection tell apart, and far from it. */
function instantsAround(boundaries: readonly Boundary[], random: () => number): string[] {
  const near = boundaries.flatMap(({ from }) =>
    [-1001, -1000, -1, 0, 1, 999, 1000].map((step) => `${instant(from + step)}Z`),
  );
  const finer = boundaries.flatMap(({ from }) => [`${instant(from)}5Z`, `${instant(from - 1)}999Z`]);
  const whole = boundaries.map(({ from }) => `${instant(from).slice(0, 19)}Z`);
  const spelled = near.map((text) => text.replaceAll(':', '%3A')).filter(() => random() < 0.2);
  const [start, end] = [boundaries[0]!.from, boundaries.at(-1)!.from];
  const between = Array.from({ length: 200 }, () => start + Math.floor(random() * (end - start)));
  return [
    ...near,
    ...finer,
    ...whole,
    ...spelled,
    ...between.map((micros) => `${instant(micros)}Z`),
    ...['0000-01-01T00:00:00Z', '0001-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.9Z'],
    ...['2024-02-29T00:00:00.10Z', '2255-06-05T23:47:34.740993Z', '9999-12-31T23:59:59.999999Z'],
  ];
}

describe('what the function makes of dates is what the table means by them', () => {
  const releases = fc
    .array(
      fc.record({
        passed: fc.oneof(
          fc.integer({ min: 1, max: 200 }),
          fc.integer({ min: 1, max: 3_000_000 }).map((seconds) => seconds * 1000),
          fc.integer({ min: 1, max: 40 }).map((days) => days * 86_400_000),
        ),
        count: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5000 })),
      }),
      { maxLength: 30 },
    )
    .map((all) => {
      let end = Date.UTC(2016, 0, 1);
      let first = 0;
      return all.map(({ passed, count }): DatedRelease => {
        const release = { micros: (end + passed) * 1000, first, count };
        end = lastDateAdded(release) / 1000;
        first += count;
        return release;
      });
    });
  const moments = (all: readonly DatedRelease[]) =>
    boundariesOf(all).flatMap(({ from }) => [-1000, -1, 0, 1, 500, 1000].map((step) => from + step));

  it('a place in the log leads to the cursor to which the boundaries lead', () => {
    fc.assert(
      fc.property(releases, fc.array(fc.integer({ min: 0, max: 4e15 })), (all, others) => {
        for (const micros of [...moments(all), ...others]) {
          const n = firstAddedAfter(all, micros);
          expect(cursorBefore(all, n), String(micros)).toBe(cursorAfter(boundariesOf(all), micros));
        }
      }),
    );
  });

  it('releases that were packed and unpacked have the same dates', () => {
    fc.assert(
      fc.property(releases, (all) => {
        const again = unpackReleases(packReleases(all));
        expect(boundariesOf(again)).toEqual(boundariesOf(all));
        for (const micros of moments(all))
          expect(firstAddedAfter(again, micros)).toBe(firstAddedAfter(all, micros));
      }),
    );
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
  if (isMissing && expected.status === 400)
    return /next=/.test(request.target)
      ? 'a token that was never given out is 404'
      : 'a moment inside a release without a page is 404';
  if (isMissing && /^\{"more":false(?:,"objects":\[\])?\}$/.test(expected.body || '{"more":false}'))
    return 'an unknown match[id] is 404';
  const isThinner =
    answer.status === 200 && expected.status === 200 && answer.header('Content-Type') === TAXII;
  if (isThinner && (request.method === 'HEAD' || answer.body.length < Buffer.byteLength(expected.body)))
    return 'a page of fewer objects';
  return undefined;
}
