import type { CollectionConfig, SiteConfig } from '../../src/config/site-config.ts';
import { defaultValidation } from '../../src/config/validation.ts';
import { createHandler, type Handler } from '../../src/query/handler.ts';
import type { Range, Storage } from '../../src/query/storage.ts';
import { Ledger } from '../../src/release/ledger.ts';
import type { OutputFile } from '../../src/site/output-file.ts';
import { planSite } from '../../src/site/plan-site.ts';
import type { Level } from '../../src/site/site.ts';
import type { History } from './history.ts';

export const collectionId = '6f1b2f5e-8f0e-4b1c-9d59-0d5b5a1f0c11';
export const objectsUrl = `http://taxii.example/api/collections/${collectionId}/objects/`;
export const manifestUrl = `http://taxii.example/api/collections/${collectionId}/manifest/`;

export const collection: CollectionConfig = {
  apiRoot: 'api',
  folder: 'api/things',
  id: collectionId,
  title: 'Things',
  alias: 'things',
  validation: defaultValidation('working-tree'),
  source: { kind: 'working-tree' },
};

export function siteConfig(pageSize: number): SiteConfig {
  return {
    title: 'Test',
    defaultApiRoot: 'api',
    hosts: ['node'],
    paging: { max: pageSize },
    compat: { emptyObjects: false },
    apiRoots: [{ name: 'api', title: 'API', maxContentLength: 1, collections: [collection] }],
  };
}

export type Files = ReadonlyMap<string, Uint8Array>;

export function writeToMemory(files: readonly OutputFile[]): Files {
  return new Map(files.map(({ path, chunks }) => [path, Buffer.concat([...chunks()])]));
}

/** The files of a site after each release of a history, and the ledger as it ends. */
export function publishHistory(history: History, pageSize: number, levels: readonly Level[] = [3]) {
  const ledger = new Ledger(history.texts.read);
  const stages = history.releases.map((release) => {
    ledger.apply(release);
    const published = [{ config: collection, ledger }];
    return writeToMemory(
      planSite(siteConfig(pageSize), published, new Set(levels), history.texts.read).files,
    );
  });
  return { ledger, stages };
}

/** A storage whose site can be replaced, as a publish does, and which counts what is read. */
export class MemoryStorage implements Storage {
  files: Files;
  reads = 0;
  bytes = 0;
  constructor(files: Files) {
    this.files = files;
  }

  async read(path: string, range?: Range): Promise<Uint8Array | undefined> {
    const file = this.files.get(path);
    const part = range ? file?.subarray(range.start, range.end) : file;
    this.reads += 1;
    this.bytes += part?.length ?? 0;
    return part;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly body: any;
  readonly text: string;
}

export function createClient(storage: Storage, handler: Handler = createHandler(storage)) {
  return async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
    const response = await handler(new Request(url, init));
    if (!response) throw new Error(`${url} is not TAXII`);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
}
