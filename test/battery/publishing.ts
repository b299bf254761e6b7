import { TAXII } from '../../src/taxii/media-type.ts';
import { collectionPath } from '../../src/taxii/urls.ts';
import type { Json } from '../support/client-http.ts';
import type { Files } from '../support/memory-site.ts';
import { type RawAnswer, RawClient } from '../support/raw-http.ts';
import { randomFrom } from '../support/seed.ts';
import { faultsOfError } from './truth.ts';

/**
 * Publishing while clients read (the design's P3): walks, polls and single readers go on while releases are put in
 * place, a request of theirs at every point between two steps and others at any moment in between.
 */

/** A site after a release. */
export interface SiteState {
  readonly files: Files;
  /** The latest versions, as JSON text by id. */
  readonly content: ReadonlyMap<string, string>;
}

/** Called by a publisher between any two of its steps; the readers make requests before it comes back. */
export type Step = (name: string) => Promise<void>;

export interface PublishingRun {
  /** The server, ending in "/". The first state is published on it. */
  readonly url: string;
  readonly collection: { readonly apiRoot: string; readonly id: string };
  readonly states: readonly SiteState[];
  /** Brings the server from the state before to this one. */
  readonly publish: (state: number, step: Step) => Promise<void>;
  readonly seed: number;
  /** Publishes after which a token may be refused with a TAXII error; never, if nothing is said. */
  readonly expiry?: number;
  /** Readers that do not wait for steps; 2 by default. */
  readonly freeReaders?: number;
  /** False where the host may decline `match[type]`, as some do. */
  readonly types?: boolean;
}

export interface PublishingReport {
  readonly steps: number;
  readonly requests: number;
  /** Walks that came to their end, and those whose token had expired. */
  readonly walks: number;
  readonly expired: number;
  /** What clients saw that they must not see. */
  readonly faults: readonly string[];
}

/** Publishes all states after the first while clients read. */
export async function readWhilePublishing(run: PublishingRun): Promise<PublishingReport> {
  const world = new World(run);
  const readers = new Readers(world, run);
  const free = Array.from({ length: run.freeReaders ?? 2 }, (_, n) => readers.runFreely(n));
  try {
    for (let state = 1; state < run.states.length; state += 1) {
      world.newest = state;
      world.place = `before state ${state}`;
      await readers.step();
      await run.publish(state, async (name) => {
        world.steps += 1;
        world.place = `state ${state}, ${name}`;
        await readers.step();
      });
      world.oldest = state;
      world.place = `after state ${state}`;
      await readers.settle();
    }
  } finally {
    world.isOver = true;
    await Promise.all(free);
  }
  await readers.finish();
  world.close();
  const { steps, requests, walks, expired, faults } = world;
  return { steps, requests, walks, expired, faults };
}

/** What all readers share: the server, which states it may show by now, and what they have found. */
class World {
  readonly run: PublishingRun;
  readonly random: () => number;
  /** The state that is published for certain, and the newest that may show already. */
  oldest = 0;
  newest = 0;
  place = 'at the start';
  steps = 0;
  requests = 0;
  walks = 0;
  expired = 0;
  isOver = false;
  readonly faults: string[] = [];
  private readonly client: RawClient;
  private readonly url: URL;

  constructor(run: PublishingRun) {
    this.run = run;
    this.random = randomFrom(run.seed);
    this.url = new URL(run.url);
    this.client = new RawClient({ host: this.url.hostname, port: Number(this.url.port) });
  }

  /** An answer, which must be 200 and TAXII; otherwise undefined, and a fault. */
  async ask(
    reader: string,
    path: string,
    mayExpire = false,
  ): Promise<{ body: Json; answer: RawAnswer } | undefined> {
    this.requests += 1;
    const place = this.place;
    const target = this.url.pathname.replace(/\/$/, '') + path;
    try {
      const answer = await this.client.send({ method: 'GET', target, headers: [['Accept', TAXII]] });
      if (answer.status === 200 && answer.header('Content-Type') === TAXII)
        return { answer, body: JSON.parse(answer.body.toString()) };
      const isExpired = mayExpire && answer.status >= 400 && answer.status < 500;
      if (isExpired && faultsOfError({ method: 'GET', target }, answer).length === 0) this.expired += 1;
      else this.fault(reader, `${answer.status} ${answer.body.toString().slice(0, 100)} for ${path}`, place);
    } catch (error) {
      this.fault(reader, `${(error as Error).message} for ${path}`, place);
    }
    return undefined;
  }

  fault(reader: string, what: string, place = this.place): void {
    this.faults.push(`${reader}, ${place}: ${what}`);
  }

  close(): void {
    this.client.close();
  }
}

/** A reader makes one request each time that it is asked to go on. */
type Reader = AsyncGenerator<undefined, void>;

const READERS = 10;
/** How likely a reader makes a request at a step; some are slow ones, whose tokens grow old. */
const PACES = [0.8, 0.5, 0.5, 0.1, 0.03];

const SETTLED_ROUNDS = 5;

class Readers {
  private readonly world: World;
  private readonly active: { reader: Reader; pace: number }[] = [];
  private readonly pollers: Poller[];
  private started = 0;

  constructor(world: World, run: PublishingRun) {
    this.world = world;
    this.pollers = [undefined, 3].map((limit) => new Poller(world, run, limit));
  }

  async step(): Promise<void> {
    while (this.active.length < READERS)
      this.active.push({ reader: this.next(), pace: PACES[this.started % PACES.length]! });
    const going = this.active.filter(({ pace }) => this.world.random() < pace);
    await Promise.all(going.map((one) => this.advance(one)));
  }

  /** Between two publishes some go on, and one begins and ends. */
  async settle(): Promise<void> {
    for (let round = 0; round < SETTLED_ROUNDS; round += 1) await this.step();
    for await (const _ of walk(this.world, { list: 'objects', by: 'next', limit: undefined }));
    await this.step();
  }

  /** Every walk to its end, and a last poll, which must complete what the pollers have. */
  async finish(): Promise<void> {
    while (this.active.length > 0) await Promise.all([...this.active].map((one) => this.advance(one)));
    for (const poller of this.pollers) await poller.complete();
  }

  async runFreely(n: number): Promise<void> {
    while (!this.world.isOver) for await (const _ of this.reader(n + this.started++)) await pause();
  }

  private async advance(one: { reader: Reader; pace: number }): Promise<void> {
    const { done } = await one.reader.next();
    if (done) this.active.splice(this.active.indexOf(one), 1);
  }

  private next(): Reader {
    const turn = this.started++;
    const poller = this.pollers[turn % 7];
    return poller && !poller.isBusy ? poller.poll() : this.reader(turn);
  }

  private reader(turn: number): Reader {
    const kinds = [
      walk(this.world, { list: 'objects', by: 'next', limit: 5 }),
      walk(this.world, { list: 'manifest', by: 'next', limit: 10 }),
      walk(this.world, { list: 'objects', by: 'date', limit: 10 }),
      readOne(this.world),
      walk(this.world, { list: 'objects', by: 'next', limit: 1 }),
      readDocuments(this.world),
      walk(this.world, {
        list: 'objects',
        by: 'next',
        limit: 2,
        type: this.world.run.types === false ? '' : 'indicator',
      }),
      walk(this.world, { list: 'manifest', by: 'date', limit: undefined }),
    ];
    return kinds[turn % kinds.length]!;
  }
}

/** Lets the other readers, the publisher and the server come to their turn. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface Manner {
  readonly list: 'objects' | 'manifest';
  readonly by: 'next' | 'date';
  readonly limit: number | undefined;
  readonly type?: string;
}

/** What a walk got: an object's text, or of a manifest the `date_added`. */
interface Piece {
  readonly id: string;
  readonly text: string;
}

async function* walk(world: World, manner: Manner): Reader {
  const { list, by, limit, type = '' } = manner;
  const name = `${list} by ${by}, limit=${limit}${type && `, ${type}`}`;
  const path = `${collectionPath(world.run.collection.apiRoot, world.run.collection.id)}${list}/`;
  const constant = [...(limit ? [`limit=${limit}`] : []), ...(type ? [`match[type]=${type}`] : [])];
  const from = world.oldest;
  const pieces: Piece[] = [];
  for (let more: string[] = [], born = from; ; ) {
    const oldest = world.oldest;
    const mayExpire =
      more.length > 0 && world.newest - born >= (world.run.expiry ?? Number.POSITIVE_INFINITY);
    const got = await world.ask(name, `${path}?${[...constant, ...more].join('&')}`, mayExpire);
    if (!got) return;
    const { body, answer } = got;
    const page: readonly Json[] = body.objects ?? [];
    pieces.push(
      ...page.map((one) => ({ id: one.id, text: list === 'objects' ? JSON.stringify(one) : one.date_added })),
    );
    const fault = faultOfPage(body, page.length, limit);
    if (fault) return world.fault(name, fault);
    if (pieces.length > MOST_PIECES) return world.fault(name, 'it does not end');
    if (!body.more) return checkWalk(world, { name, manner, pieces, from, oldest, newest: world.newest });
    more = [by === 'next' ? `next=${body.next}` : `added_after=${answer.header('X-TAXII-Date-Added-Last')}`];
    born = world.oldest;
    yield;
  }
}

/** More entries than any history here has. */
const MOST_PIECES = 20_000;

function faultOfPage(body: Json, count: number, limit: number | undefined): string | undefined {
  if (typeof body.more !== 'boolean') return `more: ${body.more}`;
  if ('next' in body !== body.more) return `more: ${body.more}, and next: ${body.next}`;
  if (limit !== undefined && count > limit) return `${count} for limit=${limit}`;
  return body.more && count === 0 ? 'more, and nothing on this page' : undefined;
}

interface WholeWalk {
  readonly name: string;
  readonly manner: Manner;
  readonly pieces: readonly Piece[];
  /** The state that the walk found at least. */
  readonly from: number;
  /** Between these is the state that the last page came from. */
  readonly oldest: number;
  readonly newest: number;
}

/** Everything that was current when the walk ended has been in it, nothing else but what was current during it. */
function checkWalk(world: World, walked: WholeWalk): void {
  world.walks += 1;
  const { states } = world.run;
  const { name, manner, pieces, from, oldest, newest } = walked;
  const isWanted = (id: string) => !manner.type || id.startsWith(`${manner.type}--`);
  const during = states.slice(from, newest + 1).map(({ content }) => content);
  const counts = new Map<string, number>();
  for (const { id, text } of pieces) {
    const key = `${id} ${text}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const most = manner.list === 'manifest' ? 1 : runsOf(during, id, text);
    if (counts.get(key)! > Math.max(most, 1)) world.fault(name, `${counts.get(key)} times ${id}`);
    else if (most === 0) world.fault(name, `${id} as it was before the walk, or never was`);
    else if (!isWanted(id)) world.fault(name, `${id} was not asked for`);
  }
  const got = new Set(manner.list === 'objects' ? counts.keys() : pieces.map(({ id }) => id));
  const lostFrom = (content: ReadonlyMap<string, string>) =>
    [...content].filter(
      ([id, text]) => isWanted(id) && !got.has(manner.list === 'objects' ? `${id} ${text}` : id),
    );
  const lost = states.slice(oldest, newest + 1).map(({ content }) => lostFrom(content));
  if (lost.every((missing) => missing.length > 0))
    world.fault(
      name,
      `lost ${lost[0]!.length} of ${states[oldest]!.content.size}, such as ${lost[0]![0]![0]}`,
    );
}

/** How often an object may come with the same content: once for each time that it had that content anew. */
function runsOf(during: readonly ReadonlyMap<string, string>[], id: string, text: string): number {
  return during.filter((content, at) => content.get(id) === text && during[at - 1]?.get(id) !== text).length;
}

/** Objects that are there all the time are found by their ids, with their versions. */
async function* readOne(world: World): Reader {
  const { run, oldest } = world;
  const content = run.states[oldest]!.content;
  const ids = [...content.keys()].filter((id) =>
    run.states.slice(oldest).every((state) => state.content.has(id)),
  );
  const id = ids[Math.floor(world.random() * ids.length)];
  if (id === undefined) return;
  const path = `${collectionPath(run.collection.apiRoot, run.collection.id)}objects/${id}/`;
  const from = world.oldest;
  const got = await world.ask('one object', path);
  if (!got) return;
  const texts = run.states.slice(from, world.newest + 1).map((state) => state.content.get(id));
  const [object] = got.body.objects ?? [];
  if (!texts.includes(JSON.stringify(object)))
    world.fault('one object', `${id} is not as it is in any state`);
  yield;
  const versions = await world.ask('versions', `${path}versions/`);
  if (versions && !(versions.body.versions?.length > 0)) world.fault('versions', `${id} has none`);
}

async function* readDocuments(world: World): Reader {
  const { apiRoot, id } = world.run.collection;
  for (const path of ['/taxii2/', `/${apiRoot}/`, `/${apiRoot}/collections/`, collectionPath(apiRoot, id)]) {
    await world.ask('documents', path);
    yield;
  }
}

/** A client that comes back with Date-Added-Last, cut to milliseconds as OpenCTI does, and keeps what it got. */
class Poller {
  isBusy = false;
  private readonly world: World;
  private readonly path: string;
  private readonly limit: number | undefined;
  private readonly mirror = new Map<string, string>();
  private cursor: string | undefined;

  constructor(world: World, { collection }: PublishingRun, limit: number | undefined) {
    this.world = world;
    this.limit = limit;
    this.path = `${collectionPath(collection.apiRoot, collection.id)}objects/`;
  }

  async *poll(): Reader {
    this.isBusy = true;
    try {
      const limit = this.limit ? [`limit=${this.limit}`] : [];
      const since = this.cursor ? [`added_after=${this.cursor}`] : [];
      for (let next: string[] = []; ; ) {
        const got = await this.world.ask('poller', `${this.path}?${[...limit, ...since, ...next].join('&')}`);
        if (!got) return;
        for (const object of got.body.objects ?? []) this.mirror.set(object.id, JSON.stringify(object));
        const last = got.answer.header('X-TAXII-Date-Added-Last');
        if (!got.body.more) {
          if (last !== undefined) this.cursor = new Date(last).toISOString();
          return;
        }
        next = [`next=${got.body.next}`];
        yield;
      }
    } finally {
      this.isBusy = false;
    }
  }

  /** After the last publish one poll brings everything. */
  async complete(): Promise<void> {
    for await (const _ of this.poll());
    const lost = [...this.world.run.states.at(-1)!.content].filter(
      ([id, text]) => this.mirror.get(id) !== text,
    );
    if (lost.length > 0)
      this.world.fault('poller', `${lost.length} objects not as they are now, such as ${lost[0]![0]}`);
  }
}
