import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts';
import type { Content } from './content.ts';

/** Says what a build leaves out, because it publishes releases and not the tree. */
export function unreleased({ collections }: Content): Diagnostic[] {
  return collections.flatMap(({ config, ledger, tree }) => {
    const collection = config.folder;
    const none = ledger.reports.length === 0 ? [diagnose('release/no-release', { collection })] : [];
    if (!tree) return none;
    const { added, changed, removed } = tree.plan;
    const counts = { added: added.length, changed: changed.length, removed: removed.length };
    const changes = counts.added + counts.changed + counts.removed;
    return changes > 0 ? [...none, diagnose('release/unreleased', { collection, ...counts })] : none;
  });
}
