import { sha256 } from '../json/digest.ts';

/**
 * `releases/<version>.json` of a collection of snapshots: that this snapshot was published as this release. With
 * it an edited snapshot, another date or a release put in between is found, which would move every later
 * `date_added` under the readers' feet.
 */
export interface SnapshotRecord {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly collection: string;
  readonly version: string;
  readonly date: string;
  /** SHA-256 of the snapshot's bytes. */
  readonly sha256: string;
}

export const SNAPSHOT_FORMAT = 'taxii-press/snapshot/1';

export function snapshotRecord(
  collection: string,
  release: { version: string; date: string },
  snapshot: Uint8Array,
): SnapshotRecord {
  const { version, date } = release;
  return { format: SNAPSHOT_FORMAT, collection, version, date, sha256: sha256(snapshot) };
}

export function printSnapshotRecord(record: SnapshotRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
