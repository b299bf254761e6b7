import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts';
import type { Content } from './content.ts';
import type { SnapshotsState } from './snapshots.ts';

/** Says what a build leaves out, because it publishes releases and not the tree. */
export function unreleased({ collections }: Content): Diagnostic[] {
  return collections.flatMap(({ config, ledger, tree, snapshots }) => {
    const collection = config.folder;
    const none = ledger.reports.length === 0 ? [diagnose('release/no-release', { collection })] : [];
    if (!tree) return [...none, ...unrecorded(collection, snapshots)];
    const { added, changed, removed } = tree.plan;
    const counts = { added: added.length, changed: changed.length, removed: removed.length };
    const changes = counts.added + counts.changed + counts.removed;
    return changes > 0 ? [...none, diagnose('release/unreleased', { collection, ...counts })] : none;
  });
}

function unrecorded(collection: string, snapshots: SnapshotsState | undefined): Diagnostic[] {
  const count = snapshots ? snapshots.records.length - snapshots.recorded : 0;
  const last = snapshots?.records.at(-1)?.version ?? '';
  return count > 0 ? [diagnose('release/unrecorded-snapshots', { collection, count, last })] : [];
}
