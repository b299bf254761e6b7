import { join } from 'node:path';
import type { CollectionConfig } from '../../config/site-config.ts';
import { readText } from '../../io/files.ts';
import { Ledger } from '../../release/ledger.ts';
import type { PublishedCollection } from '../../site/site.ts';
import { gatherSnapshots, type SnapshotsState } from './snapshots.ts';
import { gatherWorkingTree, type WorkingTreeState } from './working-tree.ts';
import type { Workspace } from './workspace.ts';

/** A collection as its folder holds it. */
export interface GatheredCollection extends PublishedCollection {
  readonly path: string;
  /** What the working tree holds beyond the last release; undefined for snapshots. */
  readonly tree?: WorkingTreeState;
  /** What is recorded of the snapshots; undefined for a working tree. */
  readonly snapshots?: SnapshotsState;
}

/** Reads a collection's releases, and its working tree where it has one. Findings go to the workspace. */
export function gatherCollection(
  workspace: Workspace,
  content: string,
  config: CollectionConfig,
): GatheredCollection {
  const path = join(content, config.folder);
  const ledger = new Ledger(workspace.read);
  const about = readText(join(path, 'about.md'));
  const base = { config, ledger, path, ...(about === undefined ? {} : { about }) };
  if (config.source.kind === 'snapshots') {
    return { ...base, snapshots: gatherSnapshots(workspace, path, config, config.source, ledger) };
  }
  return { ...base, tree: gatherWorkingTree(workspace, path, config, ledger) };
}
