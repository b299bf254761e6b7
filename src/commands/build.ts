import { resolve, sep } from 'node:path';
import { type Diagnostic, diagnose, hasErrors } from '../diagnostics/diagnostic.ts';
import { BusyError, recoverTree, replaceTree, whatIsAt } from '../io/write-tree.ts';
import { SITE_INDEX } from '../query/store-format.ts';
import type { OutputFile } from '../site/output-file.ts';
import type { GatheredCollection } from './gather/collection.ts';
import { gatherContent } from './gather/content.ts';
import { letThrough, unreleased } from './gather/unreleased.ts';
import type { Progress } from './gather/workspace.ts';
import { makeSite } from './make-site.ts';
import { type CommandResult, failed, succeeded } from './result.ts';
import { printTable } from './table.ts';

export interface BuildOptions {
  readonly content: string;
  readonly out: string;
  readonly dryRun?: boolean;
  /** Instead of `baseUrl` in site.yaml. */
  readonly baseUrl?: string;
  readonly progress?: Progress;
}

/** Publishes the releases of a content folder as a site in a folder of its own. */
export async function build(options: BuildOptions): Promise<CommandResult> {
  recoverTree(options.out);
  const content = gatherContent(options.content, options);
  if (!content.config || hasErrors(content.diagnostics)) return failed(content.diagnostics);
  const config = { ...content.config, ...(options.baseUrl ? { baseUrl: options.baseUrl } : {}) };
  const { files, diagnostics } = await makeSite(content, config);
  const found = [
    ...content.diagnostics,
    ...diagnostics,
    ...letThrough(content),
    ...unreleased(content),
    ...occupied(options.out, options.content),
  ];
  if (hasErrors(found)) return failed(found);
  const size = options.dryRun ? measure(files) : undefined;
  if (!size) {
    const busy = await write(options, files);
    if (busy) return failed([...found, busy]);
  }
  content.workspace.close();
  const collections = content.collections.map(reportData);
  const text = [
    ...content.collections.map(printReport),
    size
      ? `Would write ${files.length} files, ${size} bytes, to ${options.out}:\n${printPlan(files)}`
      : `Wrote ${files.length} files to ${options.out}\n`,
  ].join('\n');
  return succeeded(found, text, { out: options.out, files: files.length, written: !size, collections });
}

async function write(
  { out, progress }: BuildOptions,
  files: readonly OutputFile[],
): Promise<Diagnostic | undefined> {
  try {
    await replaceTree(out, files, (done, total) => progress?.('writing', done, total));
    return undefined;
  } catch (error) {
    if (error instanceof BusyError) return diagnose('io/busy', { path: out, reason: error.message });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return diagnose('io/cannot-write', { path: out, reason: message });
  }
}

/** The folder is replaced as a whole, so it must be no folder in which anything else goes on. */
function occupied(out: string, content: string): Diagnostic[] {
  const within = [process.cwd(), resolve(content)].find((path) =>
    `${path}${sep}`.startsWith(`${resolve(out)}${sep}`),
  );
  if (within) return [diagnose('io/not-a-site', { path: out || '""', found: within })];
  const found = whatIsAt(out, SITE_INDEX);
  return typeof found === 'object' ? [diagnose('io/not-a-site', { path: out, found: found.foreign })] : [];
}

function reportData({ config, ledger }: GatheredCollection) {
  return {
    collection: config.folder,
    id: config.id,
    title: config.title,
    objects: ledger.present.size,
    objectVersions: [...ledger.views.all.entries()].length,
    /** Different ones in all releases, the removed and the replaced included. */
    everPublished: new Set(ledger.log.map(({ id, objectVersion }) => `${id} ${objectVersion}`)).size,
    releases: ledger.reports,
  };
}

function printReport(collection: GatheredCollection): string {
  const { title, objects, objectVersions, everPublished, releases } = reportData(collection);
  const headings = [
    'release',
    'date',
    'added',
    'changed',
    'edited in place',
    'removed',
    'back again',
    'objects',
  ];
  const rows = releases.map((r) => [
    r.version,
    r.date,
    r.added,
    r.changed,
    r.edited,
    r.removed,
    r.readded + r.reverted,
    r.objects,
  ]);
  return `${title}: ${objects} objects in ${objectVersions} versions, ${everPublished} versions ever published\n${printTable(headings, rows)}`;
}

function measure(files: readonly OutputFile[]): number {
  let size = 0;
  for (const { chunks } of files) for (const chunk of chunks()) size += chunk.length;
  return size;
}

/** The plan by folder: a site may have a hundred thousand files. */
function printPlan(files: readonly OutputFile[]): string {
  const folders = new Map<string, number>();
  for (const { path } of files) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : './';
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  return printTable(['folder', 'files'], [...folders]);
}
