import { emptyList } from '../query/answer.ts';
import { declined, serverErrors } from '../query/file-rules.ts';
import { type FileTable, pageSizes } from '../query/file-table.ts';
import { OBJECT_ID, TYPE } from '../query/file-words.ts';
import { collectionFolder, emptyFile, errorFile } from '../query/paths.ts';
import type { LogEntry } from '../release/ledger.ts';
import type { ReadText } from '../release/source-object.ts';
import { errorMessage } from '../taxii/resources.ts';
import { dateOf, inLogOrder, listChunks, recordOf, versionsText } from './list-file.ts';
import { jsonFile, type OutputFile, textFile } from './output-file.ts';
import { planPages } from './page-plan.ts';
import type { PublishedCollection } from './site.ts';

/** Files that share their dates: the answers for one page, or for one object. */
export interface DatedFolder {
  /** Relative to the site. */
  readonly path: string;
  /** The `X-TAXII-Date-Added` headers of its files; an answer without objects has none. */
  readonly dates?: { readonly first: string; readonly last: string };
  readonly files: readonly OutputFile[];
}

/**
 * The answers of level 2 for one collection.
 *
 *   pages/<collection>/<view>/<size>/<cursor>/{objects,manifest}.json
 *   ids/<object>/{last,first,all}/{objects,manifest}.json
 *   ids/<object>/versions.json
 *
 * The collection's id stands twice in the path of a page: once as the request's path names it, and once as the
 * token does, so that a token of another collection finds nothing.
 */
export function* pageFolders(
  { config, ledger }: PublishedCollection,
  read: ReadText,
  pageSize: number,
  emptyObjects: boolean,
): Generator<DatedFolder> {
  const folder = collectionFolder(config.apiRoot, config.id);
  const print = new Printer(ledger.dated, read, emptyObjects);
  const sizes = pageSizes(pageSize);
  for (const [name, view] of viewsOf({ ledger })) {
    for (const page of planPages(view, name, config.id, ledger.dated, sizes)) {
      const path = `${folder}/pages/${config.id}/${name}/${page.size}/${page.cursor}`;
      yield print.folder(path, page.first, page.last, page.entries, page.next);
    }
  }
  for (const [id, versions] of ledger.present) {
    if (!new RegExp(`^${OBJECT_ID}$`).test(id)) continue;
    yield* print.object(`${folder}/ids/${id}`, versions, sizes[0]!);
  }
}

/** The types that level 2 has a view of. */
export function typesOf({ ledger }: Pick<PublishedCollection, 'ledger'>): string[] {
  return [...ledger.lastByType.keys()].filter((type) => new RegExp(`^${TYPE}$`).test(type)).sort();
}

function viewsOf({ ledger }: Pick<PublishedCollection, 'ledger'>) {
  const { last, first, all } = ledger.views;
  const types = typesOf({ ledger }).map((type) => [`t-${type}`, ledger.lastByType.get(type)!] as const);
  return [['last', last], ['first', first], ['all', all], ...types] as const;
}

/** The messages of all errors that a table knows, and the answer without objects. */
export function messageFiles(table: FileTable, emptyObjects: boolean): OutputFile[] {
  const errors = new Map([declined, ...serverErrors].map((error) => [errorFile(error), error]));
  for (const { outcome } of table.rules) {
    if (outcome.answer === 'error') errors.set(errorFile(outcome.error), outcome.error);
    if (outcome.answer === 'file' && outcome.missing !== 'empty')
      errors.set(errorFile(outcome.missing), outcome.missing);
  }
  return [
    textFile(emptyFile, () => emptyList(emptyObjects)),
    ...[...errors].map(([path, { status, title, description }]) =>
      jsonFile(path, errorMessage(status, title, description)),
    ),
  ];
}

class Printer {
  private readonly releases: PublishedCollection['ledger']['dated'];
  private readonly read: ReadText;
  private readonly emptyObjects: boolean;

  constructor(releases: PublishedCollection['ledger']['dated'], read: ReadText, emptyObjects: boolean) {
    this.releases = releases;
    this.read = read;
    this.emptyObjects = emptyObjects;
  }

  folder(
    path: string,
    first: LogEntry | undefined,
    last: LogEntry | undefined,
    entries: () => readonly LogEntry[],
    next?: string,
  ): DatedFolder {
    return {
      path,
      ...(first && last ? { dates: { first: this.date(first), last: this.date(last) } } : {}),
      files: [
        {
          path: `${path}/objects.json`,
          chunks: () => this.list(entries(), next, ({ text }) => this.read(text)),
        },
        {
          path: `${path}/manifest.json`,
          chunks: () => this.list(entries(), next, (entry) => recordOf(this.releases, entry)),
        },
      ],
    };
  }

  /** @param versions oldest first, all in the collection */
  *object(path: string, versions: readonly LogEntry[], most: number): Generator<DatedFolder> {
    const [oldest, newest] = [versions[0]!, versions.at(-1)!];
    const all = inLogOrder(versions);
    yield this.folder(`${path}/last`, newest, newest, () => [newest]);
    yield this.folder(`${path}/first`, oldest, oldest, () => [oldest]);
    if (all.length > most) return;
    yield this.folder(`${path}/all`, all[0], all.at(-1), () => all);
    yield {
      path,
      dates: { first: this.date(all[0]!), last: this.date(all.at(-1)!) },
      files: [textFile(`${path}/versions.json`, () => versionsText(versions))],
    };
  }

  private date(entry: LogEntry): string {
    return dateOf(this.releases, entry);
  }

  private list(
    entries: readonly LogEntry[],
    next: string | undefined,
    print: (entry: LogEntry) => Uint8Array,
  ): Iterable<Uint8Array> {
    return listChunks(entries, print, { next, emptyObjects: this.emptyObjects });
  }
}
