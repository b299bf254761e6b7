import { compareInstants } from '../json/instant.ts';
import { UNVERSIONED } from '../stix/object.ts';
import type { Ledger, LogEntry } from './ledger.ts';
import { type ReadText, type SourceObject, sameContent } from './source-object.ts';

/** The difference of a working tree to the last release. */
export interface ReleasePlan {
  readonly added: readonly SourceObject[];
  readonly changed: readonly SourceObject[];
  /** Ids, sorted. */
  readonly removed: readonly string[];
  /** Changes that a release refuses: the content differs but the version does not, or it goes back. */
  readonly silentEdits: readonly Refused[];
  readonly backwards: readonly Refused[];
}

export interface Refused {
  readonly object: SourceObject;
  readonly released: LogEntry;
}

export function isEmpty(plan: ReleasePlan): boolean {
  return plan.added.length + plan.changed.length + plan.removed.length === 0;
}

/**
 * @param tree the objects of the working tree, without duplicates
 */
export function planRelease(ledger: Ledger, tree: readonly SourceObject[], read: ReadText): ReleasePlan {
  const plan = {
    added: [] as SourceObject[],
    changed: [] as SourceObject[],
    silentEdits: [] as Refused[],
    backwards: [] as Refused[],
  };
  for (const object of tree) {
    const versions = ledger.present.get(object.id);
    if (!versions) plan.added.push(object);
    else sort(plan, object, versions, read);
  }
  const ids = new Set(tree.map(({ id }) => id));
  const removed = [...ledger.present.keys()].filter((id) => !ids.has(id)).sort();
  return { ...plan, removed };
}

function sort(
  plan: { changed: SourceObject[]; silentEdits: Refused[]; backwards: Refused[] },
  object: SourceObject,
  versions: readonly LogEntry[],
  read: ReadText,
): void {
  const same = versions.find((entry) => entry.objectVersion === object.objectVersion);
  const newest = versions.at(-1)!;
  if (same && !sameContent(same, object, read)) {
    if (object.objectVersion === UNVERSIONED) plan.changed.push(object);
    else plan.silentEdits.push({ object, released: same });
  } else if (!same) {
    if (compareInstants(object.objectVersion, newest.objectVersion) > 0) plan.changed.push(object);
    else plan.backwards.push({ object, released: newest });
  } else if (same !== newest) {
    plan.backwards.push({ object, released: newest });
  }
}
