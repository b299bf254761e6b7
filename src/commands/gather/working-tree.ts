import { join } from 'node:path';
import type { CollectionConfig } from '../../config/site-config.ts';
import { type Diagnostic, diagnose, hasErrors } from '../../diagnostics/diagnostic.ts';
import { isFile, isFolder, isLink, stateOf } from '../../io/files.ts';
import { sha256 } from '../../json/digest.ts';
import { checkRelease } from '../../release/check-release.ts';
import type { Checksum } from '../../release/checksums.ts';
import type { Ledger } from '../../release/ledger.ts';
import { planRelease, type Refused, type ReleasePlan } from '../../release/plan-release.ts';
import { newReading, type Reading, readMembers, readObjects } from '../../release/read-objects.ts';
import { OBJECT_LISTS, readReleaseFile } from '../../release/release-file.ts';
import type { SourceObject } from '../../release/source-object.ts';
import { CHECKSUMS, readChecksums } from './checksums.ts';
import { reportDuplicates } from './duplicates.ts';
import type { Judge } from './judge.ts';
import type { Workspace } from './workspace.ts';

/** What a working tree holds, and how it differs from the last release. */
export interface WorkingTreeState {
  readonly plan: ReleasePlan;
  readonly files: number;
  readonly objects: readonly SourceObject[];
}

/** Plays the released material into the ledger and compares the tree with it. */
export function gatherWorkingTree(
  workspace: Workspace,
  path: string,
  config: CollectionConfig,
  ledger: Ledger,
  judge: Judge,
): WorkingTreeState {
  playReleases(workspace, path, config, ledger, judge);
  const reading = newReading(judge);
  const files = listObjects(workspace, join(path, 'objects'));
  const found = files.flatMap((name, index) => {
    workspace.progress('reading objects', index, files.length);
    const file = workspace.open(join(path, 'objects', name));
    if (!file) return [];
    const { objects, diagnostics } = readObjects(file, reading);
    workspace.reportAll(diagnostics);
    return objects;
  });
  const objects = reportDuplicates(workspace, found, 'error');
  judge.add(undefined, objects, true);
  const plan = planRelease(ledger, objects, workspace.read);
  reportPlan(workspace, plan, ledger);
  return { plan, files: files.length, objects };
}

function listObjects(workspace: Workspace, folder: string): readonly string[] {
  const path = workspace.name(folder);
  if (isLink(folder)) workspace.reportLink(folder);
  else if (isFolder(folder)) return workspace.list(folder);
  else if (stateOf(folder))
    workspace.report(diagnose('io/unreadable', { path, reason: 'it is no folder' }, { at: { file: path } }));
  return [];
}

function playReleases(
  workspace: Workspace,
  path: string,
  config: CollectionConfig,
  ledger: Ledger,
  judge: Judge,
): void {
  const recorded = readChecksums(workspace, path);
  const reading = newReading(judge);
  for (const [index, checksum] of recorded.entries()) {
    workspace.progress('reading releases', index, recorded.length);
    if (!playRelease(workspace, path, config.id, checksum, ledger, reading)) return;
  }
}

function playRelease(
  workspace: Workspace,
  path: string,
  collection: string,
  checksum: Checksum,
  ledger: Ledger,
  reading: Reading & { readonly inspector: Judge },
): boolean {
  const sums = { file: workspace.name(join(path, CHECKSUMS)) };
  const release = join(path, 'releases', checksum.file);
  const name = workspace.name(release);
  if (isLink(release)) {
    workspace.reportLink(release);
    return false;
  }
  if (!isFile(release)) {
    workspace.report(diagnose('release/lost', { file: name }, { at: sums }));
    return false;
  }
  const file = workspace.open(release);
  if (!file) return false;
  const digest = sha256(file.bytes);
  if (digest !== checksum.sha256) {
    const values = {
      release: checksum.file.replace(/\.json$/, ''),
      expected: checksum.sha256,
      found: digest,
    };
    workspace.report(diagnose('release/edited', values, { at: { file: name } }));
    return false;
  }
  const { members, objects, diagnostics } = readMembers(file, OBJECT_LISTS, reading);
  const material = readReleaseFile(members, objects, collection);
  const faults: readonly Diagnostic[] =
    typeof material === 'string'
      ? [diagnose('release/malformed', { reason: material }, { at: { file: name } })]
      : checkRelease(ledger, material, { file: name });
  workspace.reportAll([...diagnostics, ...faults]);
  if (typeof material === 'string' || hasErrors([...diagnostics, ...faults])) return false;
  const first = ledger.log.length;
  reading.inspector.add(material.version, material.objects, false);
  ledger.apply(material);
  const quiet = ledger.log.slice(first).filter(({ kind }) => kind === 'edited' || kind === 'reverted');
  for (const { id } of quiet)
    workspace.report(diagnose('release/clash', { id, release: name }, { at: { file: name } }));
  return quiet.length === 0;
}

function reportPlan(workspace: Workspace, plan: ReleasePlan, ledger: Ledger): void {
  const released = (refused: Refused) => ledger.reports[refused.released.release]!.version;
  for (const refused of plan.silentEdits) {
    const { object } = refused;
    const values = { id: object.id, objectVersion: object.objectVersion, release: released(refused) };
    workspace.report(diagnose('release/silent-edit', values, whereOf(workspace, refused)));
  }
  for (const refused of plan.backwards) {
    const { object, released: entry } = refused;
    const values = {
      id: object.id,
      objectVersion: object.objectVersion,
      released: entry.objectVersion,
      release: released(refused),
    };
    workspace.report(diagnose('release/version-backwards', values, whereOf(workspace, refused)));
  }
}

/** The object as it is now, and as it was released. */
function whereOf(workspace: Workspace, { object, released }: Refused) {
  const related = [{ message: 'as it was released', at: workspace.place(released) }];
  return { at: workspace.place(object), object, related };
}
