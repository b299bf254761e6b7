import { byCodeUnits } from '../json/canonical.ts';
import { compareInstants } from '../json/instant.ts';
import { UNVERSIONED } from '../stix/object.ts';
import type { Ledger, LogEntry } from './ledger.ts';
import { type ReadText, sameContent } from './source-object.ts';

/** How an object of one release stands in another. */
export interface ObjectChange {
  readonly change: 'added' | 'changed' | 'edited' | 'reverted' | 'removed';
  readonly id: string;
  readonly before?: LogEntry;
  readonly after?: LogEntry;
}

/**
 * The changes from one release to another, by their latest versions, sorted by change and id.
 * @param from index of a release, or -1 for the time before the first
 */
export function compareReleases(ledger: Ledger, from: number, to: number): ObjectChange[] {
  const before = stateAt(ledger, from);
  const after = stateAt(ledger, to);
  const changes: ObjectChange[] = [];
  for (const [id, entry] of after) {
    const old = before.get(id);
    if (!old) changes.push({ change: 'added', id, after: entry });
    else if (old !== entry) changes.push(...changeOf(old, entry, ledger.read));
  }
  for (const [id, entry] of before)
    if (!after.has(id)) changes.push({ change: 'removed', id, before: entry });
  return changes.sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change) || byCodeUnits(a.id, b.id));
}

const order = ['added', 'changed', 'edited', 'reverted', 'removed'];

/** The latest version of every object as it stood after a release. */
export function stateAt(ledger: Ledger, release: number): Map<string, LogEntry> {
  const state = new Map<string, LogEntry>();
  for (const entry of ledger.log) {
    if (entry.release > release) break;
    if (entry.withdrawnIn !== undefined && entry.withdrawnIn <= release) continue;
    const other = state.get(entry.id);
    if (!other || compareInstants(other.objectVersion, entry.objectVersion) <= 0) state.set(entry.id, entry);
  }
  return state;
}

function changeOf(before: LogEntry, after: LogEntry, read: ReadText): ObjectChange[] {
  const { id } = after;
  const order = compareInstants(after.objectVersion, before.objectVersion);
  if (order !== 0) return [{ change: order > 0 ? 'changed' : 'reverted', id, before, after }];
  // The same version published twice: edited in place, unless it went away and came back as it was.
  if (sameContent(before, after, read)) return [];
  return [{ change: after.objectVersion === UNVERSIONED ? 'changed' : 'edited', id, before, after }];
}
