import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { verify } from '../../src/commands/verify.ts';
import type { HostName } from '../../src/config/site-config.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-http.ts';
import { scratch } from '../support/scratch.ts';
import { seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled, type ServerName } from '../support/servers/installed.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';
import { type BatteryBuild, buildBatterySite } from './battery-site.ts';
import { handlerReference } from './compare.ts';
import { corpus } from './corpus.ts';
import { fileReference, rulesOf } from './file-reference.ts';
import { readWhilePublishing, type SiteState, type Step } from './publishing.ts';
import { randomRequests } from './random-requests.ts';
import { ruleStates } from './rule-states.ts';
import { type BatteryRun, printReport, type Report, runBattery } from './run.ts';
import { harvestTokens } from './tokens.ts';
import { Truth } from './truth.ts';
import {
  asObjects,
  defaultRootWalks,
  faultsOfWalk,
  mannersFor,
  ofType,
  productWalks,
  walkList,
} from './walks.ts';

/** A host of level 2 and the real server that reads what it emits. */
export interface RuleHost {
  readonly host: HostName;
  readonly software: ServerName;
  /** Starts the server on a built site. */
  readonly start: (site: string, port: number) => Promise<RunningServer>;
  /** What the server does by itself before any rule is asked, by name; it must be an error all the same. */
  readonly departure?: NonNullable<BatteryRun['departure']>;
  /** A server whose site can be replaced in steps. */
  readonly publisher: (home: string, first: SiteState) => Promise<Publisher>;
}

export interface Publisher {
  readonly server: RunningServer;
  readonly publish: (state: SiteState, step: Step) => Promise<void>;
}

const RANDOM_REQUESTS = 3000;

/** The whole battery: requests, walks, and publishing while clients read. */
export function describeRuleHost({ host, software, start, departure, publisher }: RuleHost): void {
  describe.skipIf(!isInstalled(software))(`${host}, level 2, on the real server`, () => {
    let build: BatteryBuild;
    let server: RunningServer;
    let client: RawClient;
    let address: string;

    beforeAll(async () => {
      const port = await freePort();
      address = `http://127.0.0.1:${port}/`;
      build = await buildBatterySite({ baseUrl: address, hosts: [host], pageSize: 100 });
      openPath(build.site);
      server = await start(build.site, port);
      client = new RawClient({ port });
    });
    afterAll(async () => {
      client?.close();
      await server?.stop();
      build?.remove();
    });

    const send = (request: RawRequest): Promise<RawAnswer> => client.send(request);

    async function battery(kind: 'corpus' | 'random'): Promise<Report> {
      const site = build.description;
      const tokens = await harvestTokens(send, site);
      expect(tokens.length).toBeGreaterThan(20);
      const truth = new Truth(handlerReference(new SiteFolder(build.site)), site, tokens);
      const reference = fileReference(build.site, rulesOf(join(build.site, '../content'), address));
      const requests =
        kind === 'corpus'
          ? corpus(site, tokens)
          : randomRequests({ seed, count: RANDOM_REQUESTS, site, tokens });
      const own = departure ? { departure } : {};
      const report = await runBattery({ requests, send, reference, truth, declines: true, ...own });
      console.log(`${host}, ${kind}: ${printReport(report)}`);
      return report;
    }

    it('answers the corpus as the table says, exactly or not at all', async () => {
      const report = await battery('corpus');
      expect(report.wrong.length, printReport(report)).toBe(0);
      expect(report.kinds.get('truth: exact')).toBeGreaterThan(500);
    });

    it('answers 3,000 random requests as the table says, exactly or not at all', async () => {
      const report = await battery('random');
      expect(report.wrong.length, printReport(report)).toBe(0);
      expect(report.kinds.get('equal: 200')).toBeGreaterThan(800);
    });

    it('every product’s client gets every object once', async () => {
      const declined: string[] = [];
      for (const collection of build.collections) {
        const target = { server: address, ...collection };
        const walks =
          collection.apiRoot === build.defaultApiRoot ? [...productWalks, ...defaultRootWalks] : productWalks;
        for (const { name, run, ...walk } of walks) {
          try {
            const type = 'type' in walk ? walk.type : undefined;
            const { objects, requests } = await run(target, collection);
            expect(faultsOfWalk({ objects, requests }, ofType(collection, type)), name).toEqual([]);
          } catch (error) {
            if (!isDeclined(error)) throw error;
            declined.push(name);
          }
        }
      }
      console.log(`${host} declines: ${[...new Set(declined)].join(', ') || 'none'}`);
      // Lists of types are declined, and nothing that any other client asks for.
      expect([...new Set(declined)].filter((name) => !/XSOAR/.test(name))).toEqual([]);
    });

    it('every manner of walking ends with every object once', async () => {
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

    it('gives compressed pages, and 304 where nothing has changed', async () => {
      const [collection] = build.collections.filter(({ apiRoot }) => apiRoot === 'synthetic');
      const target = `/synthetic/collections/${collection!.id}/objects/`;
      const plain = await send({ method: 'GET', target });
      expect(plain.header('Content-Encoding')).toBeUndefined();
      const coded = await send({ method: 'GET', target, headers: [['Accept-Encoding', 'gzip']] });
      expect(coded.header('Content-Encoding')).toBe('gzip');
      expect(coded.header('Content-Type')).toBe(plain.header('Content-Type'));
      expect(coded.body.equals(plain.body)).toBe(true);
      for (const { header } of [plain, coded]) {
        expect(header('Vary')).toMatch(/Accept-Encoding/);
        expect(header('X-TAXII-Date-Added-Last')).toMatch(/\.\d{6}Z$/);
      }
      const tag = plain.header('ETag')!;
      const again = await send({ method: 'GET', target, headers: [['If-None-Match', tag]] });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      const other = await send({ method: 'GET', target, headers: [['If-None-Match', '"other"']] });
      expect(other.status).toBe(200);
    });

    it('pages for people are safe and lead nowhere else', async () => {
      const page = await send({ method: 'GET', target: '/' });
      expect(page.status).toBe(200);
      expect(page.header('Content-Type')).toMatch(/^text\/html/);
      expect(page.header('Content-Security-Policy')).toMatch(/default-src 'none'/);
      expect(page.header('X-Content-Type-Options')).toBe('nosniff');
      expect(page.header('Referrer-Policy')).toBeDefined();
      for (const target of [
        '/_taxii/site.json',
        '/_taxii/discovery.json',
        `/_hosts/${host}/http.conf`,
        '/_tp/page',
        '/.htaccess',
      ])
        expect([(await send({ method: 'GET', target })).status, target]).toEqual([404, target]);
      for (const target of ['//evil.example/', '//evil.example/%2e%2e', '/browse', '/\\evil.example/']) {
        const { header } = await send({ method: 'GET', target });
        expect(header('Location') ?? '/', target).toMatch(/^(?:\/(?![/\\])|http:\/\/127\.0\.0\.1:\d+\/)/);
      }
    });

    it('`taxii-press verify` finds it to be a sound level 2 server', async () => {
      for (const { id } of build.collections) {
        const report = await verify({
          url: address,
          level: 2,
          collection: id,
          maxRequests: 2000,
          timeout: 60,
          version: 'test',
        });
        expect(report.exitCode, report.text).toBe(0);
      }
    });

    it('clients that read while releases are published see nothing of it', async () => {
      const home = scratch(`${host}-publishing`);
      openPath(home);
      const states = ruleStates(host, seed);
      const running = await publisher(home, states[0]!);
      onTestFinished(async () => {
        await running.server.stop();
        rmSync(home, { recursive: true, force: true });
      });
      const report = await readWhilePublishing({
        url: running.server.url,
        collection: { apiRoot: 'api', id: '6f1b2f5e-8f0e-4b1c-9d59-0d5b5a1f0c11' },
        states,
        seed,
        publish: (n, step) => running.publish(states[n]!, step),
      });
      console.log(`${host}: ${report.steps} steps, ${report.requests} requests, ${report.walks} walks`);
      expect(report.faults.slice(0, 10)).toEqual([]);
      expect(report.walks).toBeGreaterThan(10);
      expect(report.expired).toBe(0);
    });
  });
}

/** Clients say what they got in their own words, with the status in it. */
function isDeclined(error: unknown): boolean {
  return /\b400\b/.test((error as Error).message);
}
