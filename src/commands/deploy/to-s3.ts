import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bridge } from '../../hosts/s3/bridge.ts';
import { s3Objects } from '../../hosts/s3/objects.ts';
import { LAST_STEP } from '../../hosts/s3/upload-order.ts';
import { now } from '../../io/clock.ts';
import { listSite, SiteChangedError } from '../../io/deploy-files.ts';
import { stateOf } from '../../io/files.ts';
import { Bucket, type Headers, type S3Options, type S3Place } from '../../io/s3-client.ts';
import { sha256 } from '../../json/digest.ts';
import { SITE_INDEX, type SiteIndex } from '../../query/store-format.ts';
import type { Progress } from '../gather/workspace.ts';
import { inParallel } from './in-parallel.ts';
import { type Plan, planUploads, type Upload, type Wanted, wanted } from './s3-plan.ts';
import {
  type DeployState,
  emptyState,
  parseState,
  STATE_FORMAT,
  STATE_KEY,
  type Stored,
  settle,
} from './s3-state.ts';
import { datesOfSite } from './site-dates.ts';

export interface ToS3 extends S3Options {
  readonly site: string;
  readonly place: S3Place;
  /** Hours for which an object stays that the site does without. */
  readonly grace: number;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly progress?: Progress | undefined;
}

/** What was done, or would be. */
export interface S3Report {
  readonly plan: Plan;
  /** Keys that were removed, or are to be. */
  readonly expired: readonly string[];
  /** Keys that were changed by somebody else. */
  readonly foreign: readonly string[];
}

/** Objects between two notes in the bucket of what is there: no more than these are stored again after a kill. */
const BATCH = 500;
/** Bytes from which files go one at a time, since each is in memory while it goes. */
const LARGE = 16 * 1024 * 1024;
/** Times that a bucket may turn out to be other than it was left. */
const ROUNDS = 3;

/**
 * Makes a bucket hold a site. What it does, in this order: it notes in the bucket what it is about to store, stores
 * it step by step (`uploadStep`), looks whether the bucket now is as it should be, removes what has been out of use
 * for long enough, and notes what there is. Cut short anywhere, it leaves the bucket a whole site, the old one
 * or the new one or one between them; the next deployment goes on, and takes nothing for done that the listing
 * does not show.
 * @throws ConflictError where another deployment is at work
 * @throws SiteChangedError where the site is being rebuilt
 */
export async function deployToS3(options: ToS3): Promise<S3Report> {
  const bucket = await Bucket.open(options.place, options);
  try {
    return await new S3Deployment(bucket, options).run();
  } finally {
    bucket.close();
  }
}

class S3Deployment {
  private readonly bucket: Bucket;
  private readonly options: ToS3;
  private readonly objects: readonly Wanted[];
  private readonly index: SiteIndex;
  private stateTag: string | undefined;
  private done = 0;
  private total = 0;

  constructor(bucket: Bucket, options: ToS3) {
    this.bucket = bucket;
    this.options = options;
    const { site, progress } = options;
    const files = listSite(site, (done, total) => progress?.('reading', done, total));
    this.index = JSON.parse(readFileSync(join(site, SITE_INDEX), 'utf8'));
    const paths = files.map(({ path }) => path);
    this.objects = wanted(
      s3Objects({ index: this.index, files: paths, dates: datesOfSite(site, this.index) }),
      files,
    );
  }

  async run(): Promise<S3Report> {
    const state = await this.readState();
    const first = await this.plan(state);
    if (this.options.dryRun) return { plan: first, expired: this.expired(first), foreign: first.foreign };
    const last = await this.storeAll(state, first);
    const expired = this.expired(last);
    await this.finish(state, last, expired);
    return { plan: first, expired, foreign: first.foreign };
  }

  private async readState(): Promise<DeployState> {
    const found = await this.bucket.get(STATE_KEY);
    this.stateTag = found?.etag;
    return (found && parseState(found.bytes)) ?? emptyState;
  }

  private async writeState(state: Omit<DeployState, 'format'>): Promise<void> {
    const bytes = encoder.encode(JSON.stringify({ format: STATE_FORMAT, ...state }));
    this.stateTag = await this.bucket.replace(STATE_KEY, bytes, stateHeaders, this.stateTag);
  }

  private async plan(state: DeployState): Promise<Plan> {
    const listed = await this.bucket.list();
    const interrupted = new Map(Object.entries(state.intended).map(([key, [, , , before]]) => [key, before]));
    return planUploads(this.objects, settle(state, listed), listed, interrupted);
  }

  /** Stores, and looks again, until the bucket is as it should be. */
  private async storeAll(state: DeployState, first: Plan): Promise<Plan> {
    let plan = first;
    for (let round = 1; plan.uploads.length > 0; round += 1) {
      if (round > ROUNDS) throw new Error(`${plan.uploads[0]!.key} does not stay as it was stored`);
      const objects = await this.store(plan, goneOf(plan, state));
      plan = await this.plan({ format: STATE_FORMAT, objects, gone: state.gone, intended: {} });
    }
    return plan;
  }

  private async store(plan: Plan, gone: DeployState['gone']): Promise<Record<string, Stored>> {
    const stored = new Map(plan.stored);
    // Until its successor is there, a former object is still ours, and still there to be removed one day.
    for (const { key, former } of plan.uploads) if (former) stored.set(key, former);
    const done = new Set<string>();
    let waiting = [...plan.uploads];
    const note = () =>
      this.writeState({
        objects: Object.fromEntries(stored),
        gone,
        intended: Object.fromEntries(waiting.map((upload) => [upload.key, intentOf(upload)])),
      });
    this.total += waiting.length;
    await note();
    for (const batch of await this.batches(plan.uploads)) {
      if (batch.length >= BATCH && waiting.length < plan.uploads.length) await note();
      await inParallel(batch, this.options.concurrency, async (act) => {
        const result = await act();
        if (!result) return;
        stored.set(...result);
        done.add(result[0]);
      });
      waiting = waiting.filter(({ key }) => !done.has(key));
    }
    return Object.fromEntries(stored);
  }

  /** Groups of uploads, each to be complete before the next one begins. */
  private async batches(uploads: readonly Upload[]): Promise<Act[][]> {
    const groups: Act[][] = [];
    const index = uploads.find(({ key, isNew }) => key === SITE_INDEX && !isNew);
    const joined = index && (await this.bridge());
    let step = -1;
    for (const upload of uploads) {
      const isLarge = upload.content.size >= LARGE;
      const isAct =
        upload === index && joined ? () => this.putBridge(upload, joined) : () => this.put(upload);
      if (upload.step !== step || isLarge || groups.at(-1)!.length >= BATCH) groups.push([]);
      groups.at(-1)!.push(isAct);
      // A large file is alone in its group.
      step = isLarge ? LAST_STEP : upload.step;
    }
    if (index && joined) groups.push([() => this.put(index)]);
    return groups;
  }

  private async bridge(): Promise<Uint8Array | undefined> {
    const present = await this.bucket.get(SITE_INDEX);
    try {
      const former = JSON.parse(new TextDecoder().decode(present!.bytes)) as SiteIndex;
      const joined = bridge(former, this.index);
      return joined && encoder.encode(JSON.stringify(joined));
    } catch {
      // Whatever stood there was no index, so nobody reads by it.
      return undefined;
    }
  }

  /** Not noted as stored: it is not what the site has there. */
  private async putBridge(upload: Upload, bytes: Uint8Array): Promise<undefined> {
    await this.bucket.put(upload.key, bytes, upload);
  }

  private async put(upload: Upload): Promise<readonly [string, Stored]> {
    const { key, file, content, headers } = upload;
    const bytes = readAsListed(this.options.site, file, content.sha256);
    const etag = await this.bucket.put(key, bytes, upload);
    this.done += 1;
    this.options.progress?.('storing', this.done, this.total);
    return [key, [content.sha256, headers, etag, content.size]];
  }

  /** Objects out of use for longer than the grace period. */
  private expired({ gone }: Plan): string[] {
    const time = Date.parse(now());
    return [...gone]
      .filter(
        ([, since]) => time - (since === undefined ? time : Date.parse(since)) >= this.options.grace * HOUR,
      )
      .map(([key]) => key);
  }

  /** Marks what is out of use, removes what has been for long, and notes both. */
  private async finish(state: DeployState, plan: Plan, expired: readonly string[]): Promise<void> {
    const stored = new Map(plan.stored);
    const gone = new Map([...plan.gone].map(([key, since]) => [key, since ?? now()]));
    // Told first, so that nobody takes what a killed deployment removed for somebody else's doing.
    if (expired.length > 0)
      await this.writeState({
        objects: Object.fromEntries(stored),
        gone: Object.fromEntries(gone),
        intended: {},
      });
    await inParallel(expired, this.options.concurrency, (key) => this.bucket.remove(key));
    for (const key of expired) {
      stored.delete(key);
      gone.delete(key);
    }
    const last = { objects: Object.fromEntries(stored), gone: Object.fromEntries(gone), intended: {} };
    if (!isSame(state, last) || this.done > 0) await this.writeState(last);
  }
}

function readAsListed(site: string, file: string, digest: string): Uint8Array {
  const path = join(site, file);
  const bytes = stateOf(path) ? readFileSync(path) : undefined;
  if (!bytes || sha256(bytes) !== digest) throw new SiteChangedError(file);
  return bytes;
}

type Act = () => Promise<readonly [string, Stored] | undefined>;

const HOUR = 3_600_000;
const encoder = new TextEncoder();
const stateHeaders: Headers = { contentType: 'application/json', cacheControl: 'no-store', metadata: {} };

function intentOf({ content, headers, before }: Upload): DeployState['intended'][string] {
  return [content.sha256, headers, content.md5, before];
}

/** The marks that still count, while uploads are under way. */
function goneOf({ gone }: Plan, state: DeployState): DeployState['gone'] {
  return Object.fromEntries(Object.entries(state.gone).filter(([key]) => gone.has(key)));
}

function isSame(state: DeployState, { objects, gone, intended }: Omit<DeployState, 'format'>): boolean {
  const text = (value: Omit<DeployState, 'format'>) =>
    JSON.stringify([value.objects, value.gone, value.intended].map((part) => Object.entries(part).sort()));
  return text(state) === text({ objects, gone, intended });
}
