import { join } from 'node:path';
import { diagnose } from '../../diagnostics/diagnostic.ts';
import { isFolder, isLink } from '../../io/files.ts';
import { type Checksum, parseChecksums } from '../../release/checksums.ts';
import type { Workspace } from './workspace.ts';

export const CHECKSUMS = 'releases/SHA256SUMS';

/** The recorded releases of a collection, in order; lines that are no records, and files without one, are findings. */
export function readChecksums(workspace: Workspace, path: string): readonly Checksum[] {
  const releases = join(path, 'releases');
  if (isLink(releases)) {
    workspace.reportLink(releases);
    return [];
  }
  const { records, wrong } = parseChecksums(workspace.text(join(path, CHECKSUMS)) ?? '');
  for (const { line, number } of wrong) {
    const at = { file: workspace.name(join(path, CHECKSUMS)), line: number, column: 1 };
    workspace.report(diagnose('release/wrong-record', { line: JSON.stringify(line) }, { at }));
  }
  const names = isFolder(releases) ? workspace.list(releases) : [];
  for (const name of names.filter((candidate) => !records.some(({ file }) => file === candidate))) {
    const file = workspace.name(join(releases, name));
    workspace.report(diagnose('release/unrecorded', { file }, { at: { file } }));
  }
  return records;
}
