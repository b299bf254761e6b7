import { join } from 'node:path';
import { expect } from 'vitest';
import type { HostName } from '../../src/config/site-config.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import type { Target } from '../support/client-http.ts';
import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-http.ts';
import type { Expected } from '../support/sample-build.ts';
import { freePort } from '../support/serve-process.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';
import { type BatteryBuild, buildBatterySite } from './battery-site.ts';
import { handlerReference, type Reference } from './compare.ts';
import { fileReference, rulesOf } from './file-reference.ts';
import type { BatteryRequest } from './random-requests.ts';
import { type BatteryRun, printReport, type Report, runBattery } from './run.ts';
import type { BatterySite } from './site.ts';
import { type HarvestedToken, harvestTokens } from './tokens.ts';
import { Truth } from './truth.ts';
import {
  asObjects,
  defaultRootWalks,
  faultsOfWalk,
  mannersFor,
  type NamedWalk,
  ofType,
  productWalks,
  walkList,
} from './walks.ts';

/** A host of level 2, and how its server is started on a built site. */
export interface RuleServer {
  readonly host: HostName;
  /** @param base the path of the base URL, such as "/" or "/intel/" */
  readonly start: (site: string, port: number, base: string) => Promise<RunningServer>;
  /** What the server does by itself before any rule is asked, by name; it must be an error all the same. */
  readonly departure?: NonNullable<BatteryRun['departure']>;
}

export interface RuleShape {
  readonly pageSize: number;
  /** The path of the base URL; "/" by default. */
  readonly base?: string;
  readonly objects?: number;
  readonly releases?: number;
  /** Other hosts that the site is built for as well: their rules stand among its files. */
  readonly others?: readonly HostName[];
}

export type MakeRequests = (
  site: BatterySite,
  tokens: readonly HarvestedToken[],
) => readonly BatteryRequest[];

/** A site that was built for a host, and the host's real server, from `open` to `close`. */
export class RuleSetting {
  build!: BatteryBuild;
  /** The base URL. */
  address!: string;
  readonly own: RuleServer;
  private readonly shape: RuleShape;
  private server: RunningServer | undefined;
  private client: RawClient | undefined;
  private tokens: Promise<HarvestedToken[]> | undefined;

  constructor(own: RuleServer, shape: RuleShape) {
    this.own = own;
    this.shape = shape;
  }

  async open(): Promise<void> {
    const { base = '/', others = [], ...shape } = this.shape;
    const port = await freePort();
    this.address = `http://127.0.0.1:${port}${base}`;
    const hosts = [this.own.host, ...others];
    this.build = await buildBatterySite({ baseUrl: this.address, hosts, ...shape });
    openPath(this.build.site);
    this.server = await this.own.start(this.build.site, port, base);
    this.client = new RawClient({ port });
  }

  async close(): Promise<void> {
    this.client?.close();
    await this.server?.stop();
    this.build?.remove();
  }

  /** @param request its target begins behind the base URL's path */
  readonly send = (request: RawRequest): Promise<RawAnswer> => this.client!.send(this.below(request));

  readonly get = (target: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> =>
    this.send({ method: 'GET', target, headers: Object.entries(headers) });

  /** As it is, from the root of the host. */
  readonly getFromRoot = (target: string): Promise<RawAnswer> => this.client!.send({ method: 'GET', target });

  target(collection: Expected): Target {
    return { server: this.address, ...collection };
  }

  /** @returns how many walks there were, of which each gave every object once */
  async walkInEveryManner(): Promise<number> {
    let walks = 0;
    for (const collection of this.build.collections)
      for (const manner of mannersFor(collection)) {
        const { objects, requests } = await walkList(this.target(collection), manner);
        const entries = manner.list === 'manifest' ? asObjects(objects, collection.objects) : objects;
        const faults = faultsOfWalk({ objects: entries, requests }, ofType(collection, manner.type));
        expect(faults, JSON.stringify(manner)).toEqual([]);
        walks += 1;
      }
    return walks;
  }

  /** Compares what the server answers with the table's meaning, and with level 3; nothing may be wrong. */
  async judge(what: string, make: MakeRequests): Promise<Report> {
    const { description: site } = this.build;
    this.tokens ??= harvestTokens(this.send, site);
    const tokens = await this.tokens;
    expect(tokens.length).toBeGreaterThan(20);
    const report = await runBattery({
      requests: make(site, tokens),
      send: this.send,
      reference: this.reference(),
      truth: new Truth(handlerReference(new SiteFolder(this.build.site)), site, tokens),
      declines: true,
      ...(this.own.departure ? { departure: this.own.departure } : {}),
    });
    console.log(`${this.own.host}, ${what}: ${printReport(report)}`);
    expect(report.wrong.length, printReport(report)).toBe(0);
    return report;
  }

  /** Walks of products through all collections; the names of those that were declined. */
  async walk(isWanted: (walk: NamedWalk) => boolean = () => true): Promise<Set<string>> {
    const declined = new Set<string>();
    for (const collection of this.build.collections)
      for (const { name, run, type } of this.walksOf(collection).filter(isWanted)) {
        const walk = await run(this.target(collection), collection).catch(orDeclined);
        if (walk === 'declined') declined.add(name);
        else expect(faultsOfWalk(walk, ofType(collection, type)), name).toEqual([]);
      }
    return declined;
  }

  private walksOf({ apiRoot }: Expected): readonly NamedWalk[] {
    return apiRoot === this.build.defaultApiRoot ? [...productWalks, ...defaultRootWalks] : productWalks;
  }

  private reference(): Reference {
    const { site } = this.build;
    const reference = fileReference(site, rulesOf(join(site, '../content'), this.address));
    return (request) => reference(this.below(request));
  }

  private below(request: RawRequest): RawRequest {
    const { base = '/' } = this.shape;
    return { ...request, target: base.slice(0, -1) + request.target };
  }
}

/** Clients say what they got in their own words, with the status in it. */
function orDeclined(error: Error): 'declined' {
  if (!/\b400\b/.test(error.message)) throw error;
  return 'declined';
}
