import { join } from 'node:path';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts';
import { now } from '../io/clock.ts';
import { readText } from '../io/files.ts';
import { writeText } from '../io/write-text.ts';
import { sha256 } from '../json/digest.ts';
import { isInstant } from '../json/instant.ts';
import { checkRelease } from '../release/check-release.ts';
import { printChecksum } from '../release/checksums.ts';
import { isEmpty, type ReleasePlan } from '../release/plan-release.ts';
import { printReleaseFile } from '../release/release-file.ts';
import { printSnapshotRecord } from '../release/snapshot-record.ts';
import { gatherOne } from './choose-collection.ts';
import { CHECKSUMS } from './gather/checksums.ts';
import type { GatheredCollection } from './gather/collection.ts';
import type { Content } from './gather/content.ts';
import type { Progress, Workspace } from './gather/workspace.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

export interface ReleaseOptions {
  readonly content: string;
  readonly version: string;
  readonly collection?: string;
  /** The release's date; the clock's where it is left out. */
  readonly date?: string;
  readonly description?: string;
  readonly dryRun?: boolean;
  readonly progress?: Progress;
}

/**
 * Freezes what a working tree changed since its last release into `releases/<version>.json`; of snapshots it
 * records the named one, and those before it, as published.
 */
export function release(options: ReleaseOptions): CommandResult {
  const gathered = gatherOne({ ...options, isRelease: true });
  if ('exitCode' in gathered) return gathered;
  const { content, collection } = gathered;
  if (!collection.tree) return recordSnapshots(options, content, collection);
  const date = options.date ?? now();
  const faults = refuse(collection, collection.tree.plan, options.version, date);
  if (faults.length > 0) return failed([...content.diagnostics, ...faults]);
  const header = {
    collection: collection.config.id,
    version: options.version,
    date,
    ...(options.description ? { description: options.description } : {}),
  };
  const text = printReleaseFile(header, collection.tree.plan, content.workspace.read);
  const path = options.dryRun ? undefined : record(collection.path, options.version, text);
  return succeeded(content.diagnostics, report(content.workspace, collection, options.version, path), {
    collection: collection.config.folder,
    version: options.version,
    date,
    ...countsOf(collection.tree.plan),
    file: path === undefined ? null : content.workspace.name(path),
  });
}

function refuse(
  { ledger }: GatheredCollection,
  plan: ReleasePlan,
  version: string,
  date: string,
): Diagnostic[] {
  if (!isInstant(date)) {
    const expected = 'a date and time in UTC such as 2026-01-31T12:00:00Z';
    return [diagnose('config/wrong-value', { key: '--date', found: date, expected })];
  }
  const found = checkRelease(ledger, { version, date });
  const last = ledger.reports.at(-1);
  if (isEmpty(plan) && last) found.push(diagnose('release/nothing-changed', { release: last.version }));
  return found;
}

/** Snapshots are releases already; what is left to do is to write down that they were published. */
function recordSnapshots(
  { version, dryRun }: ReleaseOptions,
  content: Content,
  { path, config, snapshots }: GatheredCollection,
): CommandResult {
  const { records, recorded } = snapshots!;
  const last = records.findIndex((candidate) => candidate.version === version);
  if (last === -1) {
    const known = records.map((candidate) => candidate.version).join(', ') || 'none';
    return failed([...content.diagnostics, diagnose('release/unknown', { release: version, known })], 2);
  }
  const fresh = records.slice(recorded, last + 1);
  if (!dryRun) for (const entry of fresh) record(path, entry.version, printSnapshotRecord(entry));
  const versions = fresh.map((entry) => entry.version);
  const text = `${config.folder}: ${versions.length} recorded (${versions.join(', ') || 'all were'})\n`;
  return succeeded(content.diagnostics, text, { collection: config.folder, recorded: versions });
}

/** The file first, its record last: a release that is not recorded does not count. */
function record(path: string, version: string, text: string): string {
  const file = `${version}.json`;
  const target = join(path, 'releases', file);
  writeText(target, text);
  const attributes = join(path, 'releases/.gitattributes');
  // Line ends that git changes on checkout would change the digests.
  if (readText(attributes) === undefined) writeText(attributes, '* -text\n');
  const records = readText(join(path, CHECKSUMS)) ?? '';
  // An editor may have taken the end of the last line.
  const whole = records === '' || records.endsWith('\n') ? records : `${records}\n`;
  writeText(join(path, CHECKSUMS), whole + printChecksum({ sha256: sha256(text), file }));
  return target;
}

function report(
  workspace: Workspace,
  { config, tree }: GatheredCollection,
  version: string,
  path: string | undefined,
): string {
  const { added, changed, removed } = countsOf(tree!.plan);
  const counts = `${added} added, ${changed} changed, ${removed} removed`;
  const where =
    path === undefined ? 'not written (dry run)' : `written to ${workspace.name(path)}; commit it`;
  return `${config.folder} ${version}: ${counts}; ${where}\n`;
}

function countsOf({ added, changed, removed }: ReleasePlan) {
  return { added: added.length, changed: changed.length, removed: removed.length };
}
