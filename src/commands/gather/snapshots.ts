import { join, resolve } from 'node:path';
import type { SnapshotRelease, Snapshots } from '../../config/site-config.ts';
import { type Diagnostic, diagnose, hasErrors, type Place } from '../../diagnostics/diagnostic.ts';
import { sha256 } from '../../json/digest.ts';
import { checkRelease } from '../../release/check-release.ts';
import type { EntryKind, Ledger } from '../../release/ledger.ts';
import { type KnownObjects, readObjects } from '../../release/read-objects.ts';
import { reportDuplicates } from './duplicates.ts';
import type { Workspace } from './workspace.ts';

/** Plays the snapshots of a collection into its ledger, the oldest first; stops at the first that is wrong. */
export function gatherSnapshots(workspace: Workspace, path: string, source: Snapshots, ledger: Ledger): void {
  const known: KnownObjects = new Map();
  const directory = resolve(path, source.directory);
  const config = workspace.name(join(path, 'collection.yaml'));
  for (const [index, release] of source.releases.entries()) {
    workspace.progress('reading releases', index, source.releases.length);
    const at = { file: config, line: release.line };
    const found = checkRelease(ledger, release, at);
    workspace.report(...found);
    if (
      hasErrors(found) ||
      !playSnapshot(workspace, join(directory, release.file), release, ledger, known, at)
    )
      return;
  }
}

function playSnapshot(
  workspace: Workspace,
  path: string,
  release: SnapshotRelease,
  ledger: Ledger,
  known: KnownObjects,
  at: Place,
): boolean {
  const file = workspace.open(path, at);
  if (!file) return false;
  const found = readObjects(file, known);
  const diagnostics = [...found.diagnostics, ...checkPin(release, file.bytes, at)];
  workspace.report(...diagnostics);
  if (hasErrors(diagnostics)) return false;
  const objects = reportDuplicates(workspace, found.objects, 'warning');
  const { version, date, description } = release;
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
  bytes: Uint8Array,
  at: Place,
): Diagnostic[] {
  if (expected === undefined) return [];
  const found = sha256(bytes);
  return found === expected
    ? []
    : [diagnose('release/edited', { release: version, expected, found }, { at })];
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
