import { join, resolve } from 'node:path';
import type { SnapshotRelease, Snapshots } from '../../config/site-config.ts';
import { type Diagnostic, diagnose, hasErrors, type Place } from '../../diagnostics/diagnostic.ts';
import { sha256 } from '../../json/digest.ts';
import { checkRelease } from '../../release/check-release.ts';
import type { EntryKind, Ledger } from '../../release/ledger.ts';
import { type ContentFile, newReading, type Reading, readObjects } from '../../release/read-objects.ts';
import { printSnapshotRecord, type SnapshotRecord, snapshotRecord } from '../../release/snapshot-record.ts';
import { readChecksums } from './checksums.ts';
import { reportDuplicates } from './duplicates.ts';
import type { Judge } from './judge.ts';
import type { Workspace } from './workspace.ts';

/** Plays the snapshots of a collection into its ledger, the oldest first; stops at the first that is wrong. */
export function gatherSnapshots(
  workspace: Workspace,
  path: string,
  { id }: { id: string },
  source: Snapshots,
  ledger: Ledger,
  judge: Judge,
): SnapshotsState {
  const reading = newReading(judge);
  const directory = resolve(path, source.directory);
  const config = workspace.name(join(path, 'collection.yaml'));
  const recorded = readRecords(workspace, path);
  const records: SnapshotRecord[] = [];
  for (const [index, release] of source.releases.entries()) {
    workspace.progress('reading releases', index, source.releases.length);
    const at = { file: config, line: release.line };
    const file = hasErrors(reportAll(workspace, checkRelease(ledger, release, at)))
      ? undefined
      : workspace.open(join(directory, release.file), at);
    if (!file) break;
    const record = snapshotRecord(id, release, file.bytes);
    const faults = [...checkPin(release, record, at), ...checkRecord(recorded[index], record, at)];
    if (
      hasErrors(reportAll(workspace, faults)) ||
      !playSnapshot(workspace, file, release, ledger, reading, at)
    )
      break;
    records.push(record);
  }
  if (recorded.length > source.releases.length) {
    const { file } = recorded[source.releases.length]!;
    workspace.report(diagnose('release/lost', { file }, { at: { file: config } }));
  }
  return { records, recorded: recorded.length };
}

/** The releases as they are to be recorded, and how many of them have been. */
export interface SnapshotsState {
  readonly records: readonly SnapshotRecord[];
  readonly recorded: number;
}

function reportAll(workspace: Workspace, found: readonly Diagnostic[]): readonly Diagnostic[] {
  workspace.reportAll(found);
  return found;
}

/** The recorded releases in order, as text; a record that is gone or was edited is a finding. */
function readRecords(workspace: Workspace, path: string): { file: string; text: string }[] {
  return readChecksums(workspace, path).map((checksum) => {
    const release = join(path, 'releases', checksum.file);
    const file = workspace.name(release);
    const text = workspace.text(release) ?? '';
    const found = sha256(text);
    if (found !== checksum.sha256)
      workspace.report(
        diagnose(
          'release/edited',
          { release: checksum.file, expected: checksum.sha256, found },
          { at: { file } },
        ),
      );
    return { file, text };
  });
}

function checkRecord(
  recorded: { file: string; text: string } | undefined,
  record: SnapshotRecord,
  at: Place,
): Diagnostic[] {
  if (!recorded || recorded.text === printSnapshotRecord(record)) return [];
  return [diagnose('release/not-as-recorded', { release: record.version, record: recorded.file }, { at })];
}

function playSnapshot(
  workspace: Workspace,
  file: ContentFile,
  release: SnapshotRelease,
  ledger: Ledger,
  reading: Reading & { readonly inspector: Judge },
  at: Place,
): boolean {
  const found = readObjects(file, reading);
  workspace.reportAll(found.diagnostics);
  if (hasErrors(found.diagnostics)) return false;
  const objects = reportDuplicates(workspace, found.objects, 'warning');
  const { version, date, description } = release;
  reading.inspector.add(version, objects, true);
  const first = ledger.log.length;
  ledger.apply({ version, date, objects, removed: 'absent', ...(description ? { description } : {}) });
  workspace.report(
    ...silentChange(ledger, first, version, 'edited', 'release/silent-edits', at),
    ...silentChange(ledger, first, version, 'reverted', 'release/versions-backwards', at),
  );
  return true;
}

function checkPin(
  { version, sha256: expected }: SnapshotRelease,
  record: SnapshotRecord,
  at: Place,
): Diagnostic[] {
  const found = record.sha256;
  if (expected === undefined || found === expected) return [];
  return [diagnose('release/edited', { release: version, expected, found }, { at })];
}

/** What upstream did without saying so, as one finding per release with the first object as an example. */
function silentChange(
  ledger: Ledger,
  first: number,
  release: string,
  kind: EntryKind,
  code: 'release/silent-edits' | 'release/versions-backwards',
  at: Place,
): Diagnostic[] {
  const entries = ledger.log.slice(first).filter((entry) => entry.kind === kind);
  const example = entries[0]?.id;
  return example === undefined ? [] : [diagnose(code, { count: entries.length, release, example }, { at })];
}
