import type { ReleaseReport } from '../release/ledger.ts';
import type { LetThrough, PublishedCollection } from '../site/site.ts';
import { counted, type DateView, dateView, groupDigits } from './text.ts';

export interface CountView {
  readonly text: string;
  readonly isZero: boolean;
}

export interface ReleaseView {
  readonly releaseVersion: string;
  readonly date: DateView;
  readonly description?: string;
  /** What is published although it is against the standard. */
  readonly faults: readonly FaultView[];
  /** In the order of `releaseColumns`. */
  readonly counts: readonly CountView[];
}

/** Faults of one kind in one release, let through knowingly. */
export interface FaultView {
  readonly code: string;
  /** `1,234 objects`. */
  readonly objects: string;
  readonly examples: readonly string[];
  readonly reasons: readonly string[];
}

export interface ReleaseColumn {
  readonly title: string;
  readonly meaning: string;
}

const columns: readonly (ReleaseColumn & {
  readonly key: Exclude<keyof ReleaseReport, 'version' | 'date' | 'description'>;
})[] = [
  { key: 'added', title: 'Added', meaning: 'objects that were not there before' },
  { key: 'changed', title: 'Changed', meaning: 'new versions of objects' },
  { key: 'edited', title: 'Edited in place', meaning: 'other content under the same version' },
  { key: 'reverted', title: 'Reverted', meaning: 'objects that went back to an older version' },
  { key: 'readded', title: 'Re-added', meaning: 'objects that came back after they had been removed' },
  { key: 'removed', title: 'Removed', meaning: 'objects taken out' },
  { key: 'objects', title: 'Total', meaning: 'objects in the collection after the release' },
];

export const releaseColumns: readonly ReleaseColumn[] = columns.map(({ title, meaning }) => ({
  title,
  meaning,
}));

/** All releases, newest first. */
export function releaseViews({
  ledger,
  letThrough,
}: Pick<PublishedCollection, 'ledger' | 'letThrough'>): ReleaseView[] {
  return ledger.reports.map((report) => releaseView(report, letThrough?.get(report.version))).reverse();
}

function releaseView(report: ReleaseReport, faults: readonly LetThrough[] = []): ReleaseView {
  return {
    releaseVersion: report.version,
    date: dateView(report.date),
    ...(report.description ? { description: report.description } : {}),
    faults: faults.map(({ objects, ...fault }) => ({ ...fault, objects: counted(objects, 'object') })),
    counts: columns.map(({ key }) => ({ text: groupDigits(report[key]), isZero: report[key] === 0 })),
  };
}
