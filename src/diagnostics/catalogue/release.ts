import { type Entries, error, note, warning } from './entry.ts';

/** Releases, their records, and what a working tree may hold beside them. */
export const release = {
  'release/duplicate': warning(
    (v: { id: string; other: string }) =>
      `${v.id} is here again, identical to the one in ${v.other}; it counts once.`,
    'Remove one of the two.',
  ),
  'release/conflicting-duplicate': error(
    (v: { id: string; objectVersion: string; other: string }) =>
      `${v.id} at version ${v.objectVersion} is here with other content than in ${v.other}.`,
    'One version of an object has one content. Keep one of the two; in an upstream snapshot the last one counts.',
  ),
  'release/silent-edit': error(
    (v: { id: string; objectVersion: string; release: string }) =>
      `${v.id} differs from release ${v.release}, but its version ${v.objectVersion} is the same.`,
    'STIX 2.1 §3.6: a changed object gets a new "modified". Set it to the time of the change, or restore the released content.',
  ),
  'release/version-backwards': error(
    (v: { id: string; objectVersion: string; released: string; release: string }) =>
      `${v.id} has version ${v.objectVersion}, but release ${v.release} already has ${v.released}.`,
    'Versions move forward: give the object a "modified" later than the released one.',
  ),
  'release/silent-edits': warning(
    (v: { count: number; release: string; example: string }) =>
      `Release ${v.release} changes ${v.count} object(s) in place, without a new version: ${v.example}.`,
    'Their new content is published with a new date_added, so that pollers see it. Tell the upstream publisher.',
  ),
  'release/versions-backwards': warning(
    (v: { count: number; release: string; example: string }) =>
      `Release ${v.release} goes back to an older version of ${v.count} object(s): ${v.example}.`,
    'The older version is published again with a new date_added, and the newer one withdrawn.',
  ),
  'release/date-not-forward': error(
    (v: { release: string; date: string; previous: string; earliest: string }) =>
      `Release ${v.release} is dated ${v.date}, which is not after release ${v.previous}; the earliest date possible is ${v.earliest}.`,
    'Release dates strictly increase, and every object of a release takes one microsecond, because date_added does (TAXII 2.1 §3.3).',
  ),
  'release/date-too-fine': error(
    (v: { release: string; date: string }) =>
      `Release ${v.release} is dated ${v.date}; a release date has at most three fraction digits.`,
    'The microseconds are used for the places of the objects in the release.',
  ),
  'release/date-unusable': error(
    (v: { release: string; date: string }) =>
      `Release ${v.release} is dated ${v.date}; a release date lies before the year 2200 and in no leap second.`,
    'Correct the date: until it has passed, no other release can follow.',
  ),
  'release/version-not-forward': error(
    (v: { release: string; previous: string }) =>
      `Release ${v.release} does not come after release ${v.previous}.`,
    'Choose a higher number, such as 1.4.0 after 1.3.0.',
  ),
  'release/version-form': error(
    (v: { release: string }) => `"${v.release}" is no version of a release.`,
    'Use numbers with dots, such as 1.4.0 or 17.1, with an optional suffix such as 2.0.0-beta.1.',
  ),
  'release/nothing-changed': error(
    (v: { release: string }) => `Nothing has changed since release ${v.release}.`,
    'A release says what changed. Edit the files under objects/ first.',
  ),
  'release/edited': error(
    (v: { release: string; expected: string; found: string }) =>
      `Release ${v.release} has been changed after it was released: its SHA-256 is ${v.found}, recorded is ${v.expected}.`,
    'Released material never changes, because clients hold it already. Restore the file, and put the correction into a new release.',
  ),
  'release/not-as-recorded': error(
    (v: { release: string; record: string }) =>
      `Release ${v.release} is not what was published: its version, its date or its snapshot differ from ${v.record}.`,
    'Clients hold the release already, with its dates. Restore it, and put what is new into a later release.',
  ),
  'release/clash': error(
    (v: { id: string; release: string }) =>
      `${v.release} publishes a version of ${v.id} that an earlier release has with other content, or an older one.`,
    'This happens when two people release at once. Take back the later of the two releases, its file and its line in SHA256SUMS, mend objects/, and release again.',
  ),
  'release/unrecorded': error(
    (v: { file: string }) => `${v.file} is not recorded in releases/SHA256SUMS.`,
    'Releases are made with `taxii-press release`, which records them. Remove the file and make the release with the command.',
  ),
  'release/wrong-record': error(
    (v: { line: string }) => `Found ${v.line} where a record of a release was expected.`,
    'A record is a SHA-256 in lower case, two blanks and a file name. If a merge left marks here, keep the records of both sides in the order of their versions.',
  ),
  'release/lost': error(
    (v: { file: string }) => `${v.file} is recorded in releases/SHA256SUMS but is not there.`,
    'Released material never goes away. Restore the file.',
  ),
  'release/malformed': error(
    (v: { reason: string }) => `This is no release of taxii-press: ${v.reason}.`,
    'Release files are written by `taxii-press release` and not edited. Restore the file.',
  ),
  'release/unknown': error(
    (v: { release: string; known: string }) => `There is no release ${v.release}; there are ${v.known}.`,
    'Name one of the releases of the collection.',
  ),
  'release/unrecorded-snapshots': note(
    (v: { collection: string; count: number; last: string }) =>
      `${v.count} release(s) of ${v.collection} are not recorded, so nothing would notice if they changed.`,
    '`taxii-press release <version> --collection <name>` records a snapshot and all before it; commit what it writes.',
  ),
  'release/let-through': warning(
    (v: { collection: string; release: string; faults: string }) =>
      `Release ${v.release} of ${v.collection} is published with known faults: ${v.faults}.`,
    '`taxii-press validate` lists them; `validation.enforce` and `validation.accept` in collection.yaml let them through. The page of the collection tells its readers.',
  ),
  'release/unreleased': note(
    (v: { collection: string; added: number; changed: number; removed: number }) =>
      `${v.collection} has unreleased changes: ${v.added} added, ${v.changed} changed, ${v.removed} removed.`,
    'A build publishes releases. `taxii-press release <version>` makes one.',
  ),
  'release/no-release': warning(
    (v: { collection: string }) => `${v.collection} has no release yet and is published empty.`,
    '`taxii-press release 1.0.0` makes the first one.',
  ),
} satisfies Entries;
