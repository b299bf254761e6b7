import { wholeFolder } from '../query/paths.ts';
import type { LogEntry } from '../release/ledger.ts';
import type { ReadText } from '../release/source-object.ts';
import { listChunks, recordOf, versionsText } from './list-file.ts';
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
  const record = (entry: LogEntry) => recordOf(ledger.dated, entry);
  const entries = () => ledger.views.last.entries();
  return [
    {
      path: `${folder}/objects.json`,
      chunks: () => listChunks(entries(), ({ text }) => read(text), { emptyObjects }),
    },
    { path: `${folder}/manifest.json`, chunks: () => listChunks(entries(), record, { emptyObjects }) },
    ...[...ledger.present.values()].flatMap((versions) => objectFiles(folder, versions, read)),
  ];
}

function objectFiles(folder: string, versions: readonly LogEntry[], read: ReadText): OutputFile[] {
  const latest = versions.at(-1)!;
  return [
    {
      path: `${folder}/objects/${latest.id}.json`,
      chunks: () => listChunks([latest], ({ text }) => read(text), { emptyObjects: false }),
    },
    textFile(`${folder}/versions/${latest.id}.json`, () => versionsText(versions)),
  ];
}
