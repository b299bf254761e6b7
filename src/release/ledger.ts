import { compareInstants, isSameInstant, toMicroseconds } from '../json/instant.ts';
import { UNVERSIONED } from '../stix/object.ts';
import type { DatedRelease } from '../taxii/date-added.ts';
import { type ReadText, type SourceObject, sameContent } from './source-object.ts';
import { ALL, FIRST, LAST, View } from './view.ts';

/**
 * How an object version came into the log:
 * `added` its object was not there before · `readded` it had been, and was removed · `changed` a new version ·
 * `edited` the same version with other content · `reverted` an older version that counts again.
 */
export type EntryKind = 'added' | 'readded' | 'changed' | 'edited' | 'reverted';

/** One publication of one object version. Numbered once, in the order of publication, and for good. */
export interface LogEntry extends SourceObject {
  readonly n: number;
  /** Index of its release. */
  readonly release: number;
  kind: EntryKind;
  /** Index of the release that took it out of the collection. */
  withdrawnIn: number | undefined;
  /** The views that it is in, as bits. */
  views: number;
}

/** What a release is made of. */
export interface ReleaseMaterial {
  readonly version: string;
  readonly date: string;
  readonly description?: string;
  /** Without duplicates of one object version. */
  readonly objects: readonly SourceObject[];
  /** `absent`: a snapshot, which holds all that there is; or the ids of what was removed. */
  readonly removed: 'absent' | readonly string[];
}

/** What a release did, in object versions; `removed` in objects. */
export interface ReleaseReport extends Readonly<Record<EntryKind, number>> {
  readonly version: string;
  readonly date: string;
  readonly description?: string;
  readonly removed: number;
  /** Objects in the collection after the release. */
  readonly objects: number;
}

/** The present versions of every object that a release touches, as they were before it. */
type Before = Map<string, readonly LogEntry[]>;

/**
 * The ordered releases of a collection: the only source of `date_added`.
 *
 * The log holds every object version ever published. An object's *present* versions are those that the
 * collection still offers: superseded versions stay present, removed objects and replaced content do not.
 */
export class Ledger {
  readonly log: LogEntry[] = [];
  readonly reports: ReleaseReport[] = [];
  readonly dated: DatedRelease[] = [];
  readonly views = { all: new View(ALL), last: new View(LAST), first: new View(FIRST) };
  readonly lastByType = new Map<string, View>();
  /** Present versions by id, oldest version first. */
  readonly present = new Map<string, LogEntry[]>();
  private readonly everSeen = new Set<string>();
  readonly read: ReadText;

  constructor(read: ReadText) {
    this.read = read;
  }

  /**
   * Adds a release after all others.
   * @param material its date lies after the last `date_added` so far; `checkRelease` makes sure of it
   */
  apply(material: ReleaseMaterial): ReleaseReport {
    const release = this.reports.length;
    const first = this.log.length;
    const before: Before = new Map();
    for (const object of material.objects) this.publish(object, release, before);
    for (const object of this.newestButNotLast(material.objects)) this.withdrawNewer(object, release, before);
    const removed = this.removedIds(material);
    for (const id of removed) this.remove(id, release, before);
    this.dated.push({ micros: toMicroseconds(material.date), first, count: this.log.length - first });
    this.updateViews(before);
    return this.report(material, first, removed.length);
  }

  private publish(object: SourceObject, release: number, before: Before): void {
    const present = this.present.get(object.id) ?? [];
    const same = present.find((entry) => isSameInstant(entry.objectVersion, object.objectVersion));
    if (same && sameContent(same, object, this.read)) return;
    this.touch(object.id, before);
    if (same) this.withdraw(same, release);
    this.append(object, release, this.kindOf(object, before.get(object.id)!, same));
  }

  private touch(id: string, before: Before): void {
    if (!before.has(id)) before.set(id, this.present.get(id) ?? []);
  }

  private remove(id: string, release: number, before: Before): void {
    this.touch(id, before);
    for (const entry of this.present.get(id) ?? []) entry.withdrawnIn = release;
    this.present.delete(id);
  }

  private kindOf(object: SourceObject, before: readonly LogEntry[], same: LogEntry | undefined): EntryKind {
    // An object without timestamps cannot state a change, so changing it in place is the honest way.
    if (same) return object.objectVersion === UNVERSIONED ? 'changed' : 'edited';
    if (before.length > 0) return 'changed';
    return this.everSeen.has(object.id) ? 'readded' : 'added';
  }

  private append(object: SourceObject, release: number, kind: EntryKind): void {
    const entry: LogEntry = {
      ...object,
      n: this.log.length,
      release,
      kind,
      withdrawnIn: undefined,
      views: 0,
    };
    this.log.push(entry);
    const others = this.present.get(object.id) ?? [];
    const versions = others.length === 0 ? [entry] : [...others, entry];
    if (versions.length > 1) versions.sort((a, b) => compareInstants(a.objectVersion, b.objectVersion));
    this.present.set(object.id, versions);
  }

  private withdraw(entry: LogEntry, release: number): void {
    entry.withdrawnIn = release;
    const versions = this.present.get(entry.id)!.filter((other) => other !== entry);
    this.present.set(entry.id, versions);
  }

  /** The newest version that a release has of each object of which the collection holds a newer one. */
  private newestButNotLast(objects: readonly SourceObject[]): Iterable<SourceObject> {
    const ids = new Set<string>();
    for (const { id, objectVersion } of objects)
      if (!isSameInstant(this.present.get(id)!.at(-1)!.objectVersion, objectVersion)) ids.add(id);
    const newest = new Map<string, SourceObject>();
    for (const object of ids.size === 0 ? [] : objects) {
      const other = newest.get(object.id);
      const isNewer = !other || compareInstants(other.objectVersion, object.objectVersion) < 0;
      if (ids.has(object.id) && isNewer) newest.set(object.id, object);
    }
    return newest.values();
  }

  /** A release that goes back to an older version withdraws the newer ones and publishes the older one anew. */
  private withdrawNewer(newest: SourceObject, release: number, before: Before): void {
    const versions = this.present.get(newest.id)!;
    const newer = versions.filter((entry) => compareInstants(entry.objectVersion, newest.objectVersion) > 0);
    if (newer.length === 0) return;
    this.touch(newest.id, before);
    for (const entry of newer) this.withdraw(entry, release);
    const entry = versions.find((candidate) => isSameInstant(candidate.objectVersion, newest.objectVersion))!;
    if (entry.release === release) {
      if (entry.kind === 'changed') entry.kind = 'reverted';
      return;
    }
    this.withdraw(entry, release);
    this.append(newest, release, 'reverted');
  }

  private removedIds({ objects, removed }: ReleaseMaterial): string[] {
    if (removed !== 'absent') return removed.filter((id) => this.present.has(id));
    const held = new Set(objects.map(({ id }) => id));
    if (held.size === this.present.size) return [];
    return [...this.present.keys()].filter((id) => !held.has(id));
  }

  private updateViews(before: Before): void {
    const entered: { entry: LogEntry; bits: number }[] = [];
    for (const [id, old] of before) {
      const now = this.present.get(id) ?? [];
      for (const entry of new Set([...old, ...now])) {
        const bits = bitsOf(entry, now);
        this.leaveViews(entry, entry.views & ~bits);
        if (bits & ~entry.views) entered.push({ entry, bits: bits & ~entry.views });
        entry.views = bits;
      }
      if (now.length > 0) this.everSeen.add(id);
    }
    entered.sort((a, b) => a.entry.n - b.entry.n);
    for (const { entry, bits } of entered) for (const view of this.viewsOf(entry, bits)) view.enter(entry);
    for (const view of [...Object.values(this.views), ...this.lastByType.values()]) view.settle();
  }

  private leaveViews(entry: LogEntry, bits: number): void {
    for (const view of this.viewsOf(entry, bits)) view.leave();
  }

  private viewsOf(entry: LogEntry, bits: number): View[] {
    const views: View[] = [];
    if (bits & ALL) views.push(this.views.all);
    if (bits & FIRST) views.push(this.views.first);
    if (bits & LAST) views.push(this.views.last, this.typeView(entry.type));
    return views;
  }

  private typeView(type: string): View {
    const view = this.lastByType.get(type) ?? new View(LAST);
    this.lastByType.set(type, view);
    return view;
  }

  private report(material: ReleaseMaterial, first: number, removed: number): ReleaseReport {
    const counts = { added: 0, readded: 0, changed: 0, edited: 0, reverted: 0 };
    for (let n = first; n < this.log.length; n += 1) counts[this.log[n]!.kind] += 1;
    const report = {
      version: material.version,
      date: material.date,
      ...(material.description ? { description: material.description } : {}),
      ...counts,
      removed,
      objects: this.present.size,
    };
    this.reports.push(report);
    return report;
  }
}

function bitsOf(entry: LogEntry, present: readonly LogEntry[]): number {
  if (!present.includes(entry)) return 0;
  return ALL | (present.at(-1) === entry ? LAST : 0) | (present[0] === entry ? FIRST : 0);
}
