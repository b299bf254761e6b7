import { type Diagnostic, diagnose, type Place } from '../diagnostics/diagnostic.ts';
import { fromMicroseconds, toMicroseconds } from '../json/instant.ts';
import { lastDateAdded } from '../taxii/date-added.ts';
import type { Ledger } from './ledger.ts';
import { compareReleaseVersions, isReleaseVersion } from './release-version.ts';

/**
 * Whether a release may come after those in the ledger: its version and its date move forward.
 * @param next `date` is an instant already
 */
export function checkRelease(
  ledger: Ledger,
  next: { version: string; date: string },
  at?: Place,
): Diagnostic[] {
  const where = at ? { at } : {};
  const { version: release, date } = next;
  if (!isReleaseVersion(release)) return [diagnose('release/version-form', { release }, where)];
  if (!/T\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(date))
    return [diagnose('release/date-too-fine', { release, date }, where)];
  if (date > '2200' || date.includes(':60'))
    return [diagnose('release/date-unusable', { release, date }, where)];
  const last = ledger.reports.at(-1);
  if (!last) return [];
  const found: Diagnostic[] = [];
  const previous = last.version;
  if (compareReleaseVersions(release, previous) <= 0)
    found.push(diagnose('release/version-not-forward', { release, previous }, where));
  const earliest = earliestDate(ledger);
  if (toMicroseconds(date) < earliest)
    found.push(
      diagnose(
        'release/date-not-forward',
        { release, date, previous, earliest: fromMicroseconds(earliest) },
        where,
      ),
    );
  return found;
}

/** The earliest date, in microseconds, that the next release can have. */
function earliestDate(ledger: Ledger): number {
  const last = ledger.dated.at(-1)!;
  return Math.max(lastDateAdded(last), last.micros + 1000);
}
