import { compareInstants, isSameInstant } from '../json/instant.ts';
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
  const plan: Draft = { added: [], changed: [], silentEdits: [], backwards: [] };
  const newest = newestById(tree);
  for (const object of tree) {
    const released = ledger.present.get(object.id);
    if (!released) plan.added.push(object);
    else if (isOlder(newest.get(object.id)!, released.at(-1)!))
      plan.backwards.push({ object, released: released.at(-1)! });
    else sortVersion(plan, object, released, read);
  }
  const removed = [...ledger.present.keys()].filter((id) => !newest.has(id)).sort();
  return { ...plan, removed };
}

interface Draft {
  added: SourceObject[];
  changed: SourceObject[];
  silentEdits: Refused[];
  backwards: Refused[];
}

function sortVersion(plan: Draft, object: SourceObject, released: readonly LogEntry[], read: ReadText): void {
  const same = released.find((entry) => isSameInstant(entry.objectVersion, object.objectVersion));
  if (same && sameContent(same, object, read)) return;
  if (same && object.objectVersion !== UNVERSIONED) plan.silentEdits.push({ object, released: same });
  else plan.changed.push(object);
}

function newestById(tree: readonly SourceObject[]): Map<string, SourceObject> {
  const newest = new Map<string, SourceObject>();
  for (const object of tree) {
    const other = newest.get(object.id);
    if (!other || isOlder(other, object)) newest.set(object.id, object);
  }
  return newest;
}

function isOlder(a: SourceObject, b: SourceObject): boolean {
  return compareInstants(a.objectVersion, b.objectVersion) < 0;
}
