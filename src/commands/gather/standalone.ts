import { resolve } from 'node:path';
import { defaultValidation } from '../../config/validation.ts';
import { isFolder } from '../../io/files.ts';
import { newReading, readObjects } from '../../release/read-objects.ts';
import { reportDuplicates } from './duplicates.ts';
import { enforce } from './enforce.ts';
import { Judge } from './judge.ts';
import type { Workspace } from './workspace.ts';

/**
 * Judges files of STIX that need belong to no collection: what they hold, each object alone, and its versions
 * together. Findings go to the workspace.
 * @returns how many files and objects there are
 */
export function gatherFiles(
  workspace: Workspace,
  paths: readonly string[],
): { files: number; objects: number } {
  const config = { ...defaultValidation('working-tree'), references: 'off' as const };
  const judge = new Judge(config, 'working-tree', workspace.read);
  const files = paths.flatMap((path) =>
    isFolder(path) ? workspace.list(path).map((file) => resolve(path, file)) : [resolve(path)],
  );
  const reading = newReading(judge);
  const found = files.flatMap((path, index) => {
    workspace.progress('reading objects', index, files.length);
    const file = workspace.open(path);
    if (!file) return [];
    const { objects, diagnostics } = readObjects(file, reading);
    workspace.reportAll(diagnostics);
    return objects;
  });
  const objects = reportDuplicates(workspace, found, 'error');
  judge.add(undefined, objects, false);
  const { sentences } = enforce(judge.batches, config);
  for (const { object, finding } of [...sentences, ...judge.batches.flatMap(({ warnings }) => warnings)])
    workspace.report(workspace.finding(object, finding));
  return { files: files.length, objects: objects.length };
}
