import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHandler } from '../../src/query/handler.ts';
import type { Storage } from '../../src/query/storage.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { History } from './history.ts';
import { type Answer, collectionId, createClient, manifestUrl, objectsUrl } from './memory-site.ts';

/** Looks an object up by its key; undefined where there is none. */
export type Look = (key: string) => Promise<{ bytes: Uint8Array; type: string | null } | undefined>;

/**
 * By plain GETs, as readers do.
 * @param url of the bucket and the prefix, ending in "/"
 */
export function overHttp(url: string): Look {
  return async (key) => {
    const answer = await fetch(url + key, { headers: reader });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${answer.status} for ${key}`);
    return { bytes, type: answer.headers.get('Content-Type') };
  };
}

const reader = { 'x-reader': '1' };

/** From s3rver's own files, for the thousands of looks that would take long over HTTP. */
export function onDisk(folder: string): Look {
  return async (key) => {
    const path = (kind: string) => join(folder, `${key}._S3rver_${kind}`);
    if (!existsSync(path('object'))) return undefined;
    const metadata = JSON.parse(readFileSync(path('metadata.json'), 'utf8'));
    return { bytes: readFileSync(path('object')), type: metadata['content-type'] };
  };
}

/** The files of a site in a bucket, as a level 3 host reads them. */
export class S3Storage implements Storage {
  private readonly look: Look;
  constructor(look: Look) {
    this.look = look;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return (await this.look(path))?.bytes;
  }
}

/**
 * What is amiss with a bucket as readers of levels 1 and 3 find it; empty where it is a whole site.
 * @param next the release that is on its way; an object may be as it is to be while a list is as it was
 */
export async function faultsOf(look: Look, history: History, next?: number): Promise<string[]> {
  const [first, third] = await Promise.all([
    faultsAtLevel1(look, history, next),
    faultsAtLevel3(look, history),
  ]);
  return [...first.map((fault) => `level 1: ${fault}`), ...third.map((fault) => `level 3: ${fault}`)];
}

/** A whole walk at a standstill gives the state after one of the releases, exactly. */
async function faultsAtLevel3(look: Look, history: History): Promise<string[]> {
  const storage = new S3Storage(look);
  const ask = createClient(storage, createHandler(storage));
  try {
    const found = new Map<string, string>();
    for (const answer of await pages(ask, objectsUrl))
      for (const object of answer.body.objects ?? []) found.set(object.id, JSON.stringify(object));
    return stateOf(found, history) === undefined ? ['a walk gives no release'] : [];
  } catch (error) {
    return [(error as Error).message];
  }
}

async function pages(ask: (url: string) => Promise<Answer>, url: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let query = '?limit=7'; ; ) {
    const answer = await ask(url + query);
    if (answer.status !== 200) throw new Error(`${answer.status} for ${url}${query}: ${answer.text}`);
    answers.push(answer);
    if (!answer.body.more) return answers;
    query = `?limit=7&next=${answer.body.next}`;
  }
}

/** Lists are those of one release each; what they name is there, as the list has it or as it is to be. */
async function faultsAtLevel1(look: Look, history: History, next?: number): Promise<string[]> {
  const faults: string[] = [];
  const get = async (path: string) => {
    const found = await look(path);
    if (!found) faults.push(`nothing at ${path}`);
    else if (found.type !== TAXII) faults.push(`wrong type of ${path}`);
    return found ? JSON.parse(new TextDecoder().decode(found.bytes)) : {};
  };
  const base = `api/collections/${collectionId}`;
  const discovery = await get('taxii2/');
  if (!discovery.api_roots?.includes('/api/')) faults.push('discovery lists no API root');
  const collections = await get('api/collections/');
  await Promise.all(['taxii2', 'api/', 'api', 'api/collections', `${base}/`, base].map(get));
  if (collections.collections?.[0]?.id !== collectionId) faults.push('the collection is not listed');
  const [objects, bare, alias] = await Promise.all(
    [`${base}/objects/`, `${base}/objects`, 'api/collections/things/objects/'].map(get),
  );
  const [manifest] = await Promise.all([`${base}/manifest/`, `${base}/manifest`].map(get));
  for (const list of [objects, bare, alias]) {
    const found = new Map<string, string>(
      (list.objects ?? []).map((object: { id: string }) => [object.id, JSON.stringify(object)]),
    );
    const state = stateOf(found, history);
    if (state === undefined) faults.push('a list is that of no release');
    else await checkEach(found, state);
  }
  const ids = (manifest.objects ?? []).map(({ id }: { id: string }) => id).sort();
  if (!history.states.some((state) => String([...state.keys()].sort()) === String(ids)))
    faults.push('the manifest is that of no release');
  for (const id of ids)
    await Promise.all([`${base}/objects/${id}/`, `${base}/objects/${id}/versions/`].map(get));
  return faults;

  async function checkEach(found: ReadonlyMap<string, string>, state: number): Promise<void> {
    for (const id of found.keys()) {
      const own = await get(`${base}/objects/${id}`);
      const text = JSON.stringify(own.objects?.[0]);
      const fitting = [history.states[state], next === undefined ? undefined : history.states[next]];
      if (!fitting.some((texts) => texts?.get(id) === text)) faults.push(`${id} is neither old nor new`);
    }
  }
}

/** The first release after which the collection held just this. */
function stateOf(found: ReadonlyMap<string, string>, history: History): number | undefined {
  const index = history.states.findIndex(
    (state) => state.size === found.size && [...found].every(([id, text]) => state.get(id) === text),
  );
  return index === -1 ? undefined : index;
}

/** A client in the middle of a walk over the manifest, which goes on by one page at every `step`. */
export class Walker {
  private readonly ask: (url: string) => Promise<Answer>;
  private query = '?limit=3';
  private dates: string[] = [];
  readonly faults: string[] = [];
  walks = 0;
  private going: Promise<void> = Promise.resolve();

  constructor(storage: Storage) {
    this.ask = createClient(storage, createHandler(storage));
  }

  /** Steps that are asked for at once are made one after the other, as one client makes them. */
  step(): Promise<void> {
    this.going = this.going.then(() => this.goOn());
    return this.going;
  }

  private async goOn(): Promise<void> {
    try {
      const answer = await this.ask(manifestUrl + this.query);
      if (answer.status !== 200) throw new Error(`${answer.status} for ${this.query}: ${answer.text}`);
      for (const { date_added } of answer.body.objects ?? []) this.dates.push(date_added);
      if (answer.body.more) this.query = `?limit=3&next=${answer.body.next}`;
      else await this.end();
    } catch (error) {
      this.faults.push((error as Error).message);
    }
  }

  /** P3: what is there when the walk ends has been served in it, and nothing twice. */
  private async end(): Promise<void> {
    const served = this.dates;
    if (new Set(served).size !== served.length) this.faults.push('doubled');
    if (String(served) !== String([...served].sort())) this.faults.push('out of order');
    const now = (await pages(this.ask, manifestUrl)).flatMap(({ body }) => body.objects ?? []);
    const lost = now.filter(({ date_added }: { date_added: string }) => !served.includes(date_added));
    if (lost.length > 0) this.faults.push(`lost ${lost.map(({ id }: { id: string }) => id)}`);
    this.dates = [];
    this.query = '?limit=3';
    this.walks += 1;
  }
}
