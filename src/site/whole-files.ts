import { fromMicroseconds } from '../json/instant.ts';
import { wholeFolder } from '../query/paths.ts';
import type { LogEntry } from '../release/ledger.ts';
import type { ReadText } from '../release/source-object.ts';
import { dateAdded } from '../taxii/date-added.ts';
import { manifestRecord } from '../taxii/resources.ts';
import { type OutputFile, textFile } from './output-file.ts';
import type { PublishedCollection } from './site.ts';

/**
 * The files of a collection for level 1, where a host cannot tell one query from another: every list is one
 * answer with all that there is, and `more` is never true, because clients would fetch the same page for ever.
 */
export function wholeFiles(
  collection: PublishedCollection,
  read: ReadText,
  emptyObjects: boolean,
): OutputFile[] {
  const { config, ledger } = collection;
  const folder = wholeFolder(config.apiRoot, config.id);
  const record = (entry: LogEntry) =>
    encoder.encode(
      JSON.stringify(
        manifestRecord(entry.id, fromMicroseconds(dateAdded(ledger.dated, entry.n)), entry.objectVersion),
      ),
    );
  const entries = () => ledger.views.last.entries();
  return [
    { path: `${folder}/objects.json`, chunks: () => list(entries(), ({ text }) => read(text), emptyObjects) },
    { path: `${folder}/manifest.json`, chunks: () => list(entries(), record, emptyObjects) },
    ...[...ledger.present.values()].flatMap((versions) => objectFiles(folder, versions, read)),
  ];
}

function objectFiles(folder: string, versions: readonly LogEntry[], read: ReadText): OutputFile[] {
  const latest = versions.at(-1)!;
  const inLogOrder = () => [...versions].sort((a, b) => a.n - b.n).map(({ objectVersion }) => objectVersion);
  return [
    {
      path: `${folder}/objects/${latest.id}.json`,
      chunks: () => list([latest], ({ text }) => read(text), false),
    },
    textFile(`${folder}/versions/${latest.id}.json`, () =>
      JSON.stringify({ more: false, versions: inLogOrder() }),
    ),
  ];
}

const encoder = new TextEncoder();

function* list(
  entries: Iterable<LogEntry>,
  print: (entry: LogEntry) => Uint8Array,
  emptyObjects: boolean,
): Generator<Uint8Array> {
  let separator = '{"more":false,"objects":[';
  let isEmpty = true;
  for (const entry of entries) {
    yield encoder.encode(separator);
    yield print(entry);
    separator = ',';
    isEmpty = false;
  }
  if (isEmpty) yield encoder.encode(emptyObjects ? '{"more":false,"objects":[]}' : '{"more":false}');
  else yield encoder.encode(']}');
}
