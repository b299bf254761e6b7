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

/** Says in short what is published against the standard. */
export function letThrough({ collections }: Content): Diagnostic[] {
  return collections.flatMap(({ config, letThrough: releases }) =>
    [...(releases ?? [])].map(([release, entries]) => {
      const faults = entries.map(({ code, objects }) => `${code} in ${objects} object(s)`).join(', ');
      return diagnose('release/let-through', { collection: config.folder, release, faults });
    }),
  );
}

function unrecorded(collection: string, snapshots: SnapshotsState | undefined): Diagnostic[] {
  const count = snapshots ? snapshots.records.length - snapshots.recorded : 0;
  const last = snapshots?.records.at(-1)?.version ?? '';
  return count > 0 ? [diagnose('release/unrecorded-snapshots', { collection, count, last })] : [];
}
