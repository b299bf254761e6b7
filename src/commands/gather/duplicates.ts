import { diagnose, type Severity } from '../../diagnostics/diagnostic.ts';
import { withoutDuplicates } from '../../release/duplicates.ts';
import type { SourceObject } from '../../release/source-object.ts';
import type { Workspace } from './workspace.ts';

/**
 * The objects, each version once; repetitions are reported.
 * @param conflict how bad it is that two say different things
 */
export function reportDuplicates(
  workspace: Workspace,
  found: readonly SourceObject[],
  conflict: Severity,
): readonly SourceObject[] {
  const { objects, duplicates } = withoutDuplicates(found, workspace.read);
  for (const { object, other, identical } of duplicates) {
    const { id, objectVersion } = object;
    const place = workspace.place(other);
    const where = `${place.file}:${place.line}`;
    const at = workspace.place(object);
    const related = [{ message: 'the other one', at: place }];
    workspace.report(
      identical
        ? diagnose('release/duplicate', { id, other: where }, { at, object, related })
        : diagnose(
            'release/conflicting-duplicate',
            { id, objectVersion, other: where },
            { at, object, related, severity: conflict },
          ),
    );
  }
  return objects;
}
