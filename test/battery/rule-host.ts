import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { verify } from '../../src/commands/verify.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { navigatorWalk } from '../support/clients.ts';
import { collectionId } from '../support/memory-site.ts';
import { scratch } from '../support/scratch.ts';
import { seed } from '../support/seed.ts';
import { isInstalled, type ServerName } from '../support/servers/installed.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';
import { corpus } from './corpus.ts';
import { type PublishingReport, readWhilePublishing, type SiteState, type Step } from './publishing.ts';
import { randomRequests } from './random-requests.ts';
import { type RuleServer, RuleSetting } from './rule-setting.ts';
import { ruleStates } from './rule-states.ts';

/** A host of level 2 and the real server that reads what it emits. */
export interface RuleHost extends RuleServer {
  readonly software: ServerName;
  /** A server whose site can be replaced in steps. */
  readonly publisher: (home: string, first: SiteState) => Promise<Publisher>;
  /** A named departure: it looks at a file and opens it at two moments, and sends as much as it saw. */
  readonly mayCut?: true;
  /** Tests of what no other host has, over the same site and server. */
  readonly describeOwn?: (setting: RuleSetting) => void;
}

export interface Publisher {
  readonly server: RunningServer;
  readonly publish: (state: SiteState, step: Step) => Promise<void>;
}

/** JSON that ends too early. */
const CUT = /: (?:Unterminated|Unexpected end|Expected) .*JSON/;

/** Escapes and dot segments, on the way to what nobody gets. */
export const detours: readonly string[] = [
  '/./_taxii/discovery.json',
  '/x/../_taxii/discovery.json',
  '/_hosts/../_hosts/caddy/site.caddy',
  '/../../../../../../etc/passwd',
  '/%5Ftaxii/discovery.json',
  '/browse/..%2f_taxii/discovery.json',
  '/%00',
  '/..%2f..%2f..%2f..%2f..%2fetc/passwd',
];

const RANDOM_REQUESTS = 3000;
const PAGE_SIZE = 100;

/** The whole battery: requests, walks, and publishing while clients read. */
export function describeRuleHost(own: RuleHost): void {
  describe.skipIf(!isInstalled(own.software))(`${own.host}, level 2, on the real server`, () => {
    const setting = new RuleSetting(own, { pageSize: PAGE_SIZE });
    beforeAll(() => setting.open());
    afterAll(() => setting.close());

    describeAnswers(setting);
    describeWalks(setting);
    describeHeaders(setting);
    describePages(setting);
    describeVerification(setting);
    it('clients that read while releases are published see nothing of it', async () => {
      const report = await publishTo(own.host, own.publisher);
      console.log(`${own.host}: ${report.steps} steps, ${report.requests} requests, ${report.walks} walks`);
      const isCut = (fault: string) => own.mayCut === true && CUT.test(fault);
      expect(report.faults.filter((fault) => !isCut(fault)).slice(0, 10)).toEqual([]);
      expect(report.faults.filter(isCut).length).toBeLessThan(3);
      expect(report.walks).toBeGreaterThan(10);
      expect(report.expired).toBe(0);
    });
    own.describeOwn?.(setting);
  });
}

function describeAnswers(setting: RuleSetting): void {
  it('answers the corpus as the table says, exactly or not at all', async () => {
    const report = await setting.judge('corpus', corpus);
    expect(report.kinds.get('truth: exact')).toBeGreaterThan(500);
  });

  it('answers 3,000 random requests as the table says, exactly or not at all', async () => {
    const report = await setting.judge('random', (site, tokens) =>
      randomRequests({ seed, count: RANDOM_REQUESTS, site, tokens }),
    );
    // Chance must not make a battery of refusals.
    expect(report.kinds.get('equal: 200')).toBeGreaterThan(800);
    expect(report.kinds.get('truth: exact')).toBeGreaterThan(800);
  });
}

function describeWalks(setting: RuleSetting): void {
  it('every product’s client gets every object once', async () => {
    const declined = await setting.walk();
    console.log(`${setting.own.host} declines: ${[...declined].join(', ') || 'none'}`);
    // Lists of types are declined, and nothing that any other client asks for.
    expect([...declined].filter((name) => !/XSOAR/.test(name))).toEqual([]);
  });

  it('Navigator, in a browser, gets the first page', async () => {
    for (const collection of setting.build.collections) {
      const { objects } = await navigatorWalk(setting.target(collection));
      const wanted = collection.objects.slice(0, PAGE_SIZE);
      expect(objects.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    }
  });

  it('every manner of walking ends with every object once', async () => {
    expect(await setting.walkInEveryManner()).toBeGreaterThan(500);
  });
}

const objects = '/synthetic/collections/feed/objects/';

function describeHeaders({ get, send }: RuleSetting): void {
  it('headers of pages are for caches and for scripts', async () => {
    const answer = await get(`${objects}?limit=10`);
    expect([answer.status, answer.header('Content-Type')]).toEqual([200, TAXII]);
    expect(answer.header('Cache-Control')).toMatch(/^public, max-age=60/);
    expect(answer.header('Vary')?.replaceAll(', ', ',')).toBe('Accept,Accept-Encoding');
    expect(answer.header('X-Content-Type-Options')).toBe('nosniff');
    expect(answer.header('Access-Control-Expose-Headers')).toContain('X-TAXII-Date-Added-Last');
  });

  it('headers of errors let nobody keep them', async () => {
    const wrong = await get(`${objects}?limit=0`, { Range: 'bytes=0-3', 'If-None-Match': '*' });
    expect([wrong.status, wrong.header('Cache-Control')]).toEqual([400, 'no-store']);
    expect(JSON.parse(wrong.body.toString())).toMatchObject({ http_status: '400' });
    expect(wrong.header('X-TAXII-Date-Added-Last')).toBeUndefined();
    const post = await send({ method: 'POST', target: '/synthetic/' });
    expect([post.status, post.header('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('headers of a preflight allow what was asked for', async () => {
    // What a configuration language might take for a variable of its own is an ordinary text in a header.
    const wanted = 'accept,x-{http.request.host},x-$host,x-%{HTTP_HOST}';
    const asked = await send({
      method: 'OPTIONS',
      target: objects,
      headers: [['Access-Control-Request-Headers', wanted]],
    });
    expect([asked.status, asked.body.length]).toEqual([204, 0]);
    expect(asked.header('Access-Control-Allow-Headers')).toBe(wanted);
    expect(asked.header('Access-Control-Allow-Methods')).toBe('GET, HEAD, OPTIONS');
    const plain = await send({ method: 'OPTIONS', target: objects });
    expect(plain.header('Access-Control-Allow-Headers')).toBe('Authorization, Accept, Version');
  });

  it('gives compressed pages, and 304 where nothing has changed', async () => {
    const plain = await get(objects);
    expect(plain.header('Content-Encoding')).toBeUndefined();
    const coded = await get(objects, { 'Accept-Encoding': 'gzip' });
    expect(coded.header('Content-Encoding')).toBe('gzip');
    expect(coded.header('Content-Type')).toBe(plain.header('Content-Type'));
    expect(coded.body.equals(plain.body)).toBe(true);
    expect(coded.encodedBody.length).toBeLessThan(plain.body.length / 2);
    for (const { header } of [plain, coded]) {
      expect(header('Vary')).toMatch(/Accept-Encoding/);
      expect(header('X-TAXII-Date-Added-Last')).toMatch(/\.\d{6}Z$/);
    }
    const tag = plain.header('ETag')!;
    const again = await get(objects, { 'If-None-Match': tag });
    expect([again.status, again.body.length, again.header('ETag')]).toEqual([304, 0, tag]);
    expect((await get(objects, { 'If-None-Match': '"other"' })).status).toBe(200);
    const later = { 'If-Modified-Since': 'Wed, 01 Jan 2070 00:00:00 GMT' };
    expect((await get(objects, later)).status).toBe(200);
  });
}

function describePages(setting: RuleSetting): void {
  const { get } = setting;

  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/index.html?x', 'index.html', 'text/html; charset=utf-8'],
    ['/style.css', 'style.css', 'text/css; charset=utf-8'],
    ['/browse/public/port-threats/', 'browse/public/port-threats/index.html', 'text/html; charset=utf-8'],
  ])('%s is the page, and a safe one', async (target, file, type) => {
    const page = await get(target);
    expect([page.status, page.header('Content-Type')]).toEqual([200, type]);
    expect(page.body.toString()).toBe(readFileSync(join(setting.build.site, file), 'utf8'));
    expect(page.header('X-Content-Type-Options')).toBe('nosniff');
    if (!type.startsWith('text/html')) return;
    expect(page.header('Content-Security-Policy')).toMatch(/^default-src 'none'/);
    expect(page.header('Referrer-Policy')).toBeDefined();
  });

  it.each([
    '/nothing',
    '/_taxii/site.json',
    '/_taxii/discovery.json',
    '/_taxii/',
    '//_taxii/discovery.json',
    `/_hosts/${setting.own.host}/http.conf`,
    `/_hosts/${setting.own.host}/site.caddy`,
    '/_tp/page',
    '/.htaccess',
    '/*.html',
    '/[i]ndex.html',
  ])('%s is not there', async (target) => {
    const answer = await get(target);
    expect([answer.status, answer.header('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(answer.body.toString()).toBe(readFileSync(join(setting.build.site, '404.html'), 'utf8'));
  });

  it.each([
    ...detours,
    `/${'a'.repeat(300)}`,
    `/${'a/'.repeat(3000)}`,
  ])('%s is not there either', async (target) => {
    const answer = await get(target);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.body.toString()).not.toMatch(/api_roots|root:|\broute\b/);
  });

  it('a folder leads to its page, and nothing leads to another host', async () => {
    const folder = await get('/browse/public/port-threats');
    expect([301, 308]).toContain(folder.status);
    const location = new URL(folder.header('Location')!, setting.address);
    expect(location.href).toBe(`${setting.address}browse/public/port-threats/`);
    for (const target of [
      '//evil.example/',
      '//evil.example/..',
      '//evil.example/%2e%2e',
      '/%2Fevil.example/%2e%2e',
      '//browse/public/port-threats',
      '/browse',
      '/\\evil.example/',
    ]) {
      const { header } = await get(target);
      expect(header('Location') ?? '/', target).toMatch(/^(?:\/(?![/\\])|http:\/\/127\.0\.0\.1:\d+\/)/);
    }
  });
}

function describeVerification(setting: RuleSetting): void {
  it('`taxii-press verify` finds it to be a sound level 2 server', async () => {
    for (const { id } of setting.build.collections) {
      const report = await verify({
        url: setting.address,
        level: 2,
        collection: id,
        maxRequests: 2000,
        timeout: 60,
        version: 'test',
      });
      expect(report.exitCode, report.text).toBe(0);
    }
  });
}

/** Publishes every release of a generated history to a real server, while clients read. */
export async function publishTo(
  host: RuleHost['host'],
  publisher: RuleHost['publisher'],
): Promise<PublishingReport> {
  const home = scratch(`${host}-publishing`);
  openPath(home);
  const states = ruleStates(host, seed);
  const running = await publisher(home, states[0]!);
  onTestFinished(async () => {
    await running.server.stop();
    rmSync(home, { recursive: true, force: true });
  });
  return readWhilePublishing({
    url: running.server.url,
    collection: { apiRoot: 'api', id: collectionId },
    states,
    seed,
    publish: (n, step) => running.publish(states[n]!, step),
  });
}
