import type { Severity } from './diagnostic.ts';

interface Entry<Values> {
  readonly severity: Severity;
  /** Found · where · expected. */
  readonly message: (values: Values) => string;
  /** The remedy. */
  readonly help: string;
}

/** Every finding that the program can make. Codes are never renamed and never reused. */
export const catalogue = {
  'io/not-found': error(
    (v: { path: string; what: string }) => `There is no ${v.what} at ${v.path}.`,
    'Create it, or name another place; `taxii-press --help` shows what a content folder holds.',
  ),
  'io/unreadable': error(
    (v: { path: string; reason: string }) => `${v.path} cannot be read: ${v.reason}.`,
    'Check that it is a regular file and that its permissions let you read it.',
  ),
  'io/symbolic-link': error(
    (v: { path: string }) => `${v.path} is a symbolic link.`,
    'Content is what lies in the content folder. Put the file itself there.',
  ),
  'io/busy': error(
    (v: { path: string; reason: string }) => `Another build is at work on ${v.path}: ${v.reason}.`,
    'Wait until it has ended, or give this build another --out.',
  ),
  'io/cannot-write': error(
    (v: { path: string; reason: string }) => `The site cannot be written to ${v.path}: ${v.reason}.`,
    'The former site is as it was. Make room, or give the permission; where the folder is a mount point, name a folder inside it.',
  ),
  'io/not-a-site': error(
    (v: { path: string; found: string }) => `${v.path} is no site of taxii-press: it holds ${v.found}.`,
    'A build replaces its output folder as a whole, so it only takes an empty folder or one that it made before. Choose another --out, or empty the folder.',
  ),
  'io/cannot-listen': error(
    (v: { address: string; port: number; reason: string }) =>
      `The server cannot listen on ${v.address}, port ${v.port}: ${v.reason}.`,
    'Choose another --port (0 takes any that is free) or --address.',
  ),
  'json/not-utf8': error(
    (_: Record<string, never>) => 'The file is not UTF-8.',
    'STIX 2.1 §2.12: strings are UTF-8. Save the file as UTF-8 without a byte order mark.',
  ),
  'json/byte-order-mark': error(
    (_: Record<string, never>) => 'The file begins with a byte order mark; JSON begins with its first token.',
    'RFC 8259 §8.1: save the file as UTF-8 without a byte order mark.',
  ),
  'json/syntax': error(
    (v: { found: string; expected: string }) => `Found ${v.found} where ${v.expected} was expected.`,
    'The file is not well-formed JSON (RFC 8259). Mend it at the place shown.',
  ),
  'json/duplicate-name': error(
    (v: { name: string }) => `The name "${v.name}" stands twice in one object.`,
    'RFC 7493 §2.3: readers disagree on which of the two counts. Remove one.',
  ),
  'config/yaml': error(
    (v: { reason: string }) => `This is not well-formed YAML: ${v.reason}.`,
    'Mend the file at the place shown.',
  ),
  'config/unknown-key': error(
    (v: { key: string; known: string }) => `"${v.key}" is no key of this file; it knows ${v.known}.`,
    'Remove the key or correct its spelling.',
  ),
  'config/missing-key': error(
    (v: { key: string }) => `The key "${v.key}" is missing.`,
    'Add it; the sample content in content/ shows every key with a comment.',
  ),
  'config/wrong-value': error(
    (v: { key: string; found: string; expected: string }) =>
      `"${v.key}" is ${v.found}, but must be ${v.expected}.`,
    'Correct the value. Values that look like numbers or dates and are meant as text need quotes.',
  ),
  'config/reserved-name': error(
    (v: { name: string; used: string }) => `The folder name "${v.name}" cannot name an API root: ${v.used}.`,
    'Rename the folder. Names of API roots are lower-case letters, digits, "-", "_" and ".", and become part of their URLs.',
  ),
  'config/missing-file': error(
    (v: { folder: string; file: string }) =>
      `The folder ${v.folder} holds no ${v.file}, so it would not be published.`,
    'Add the file, or give the folder a name that begins with "_" or "." to leave it out.',
  ),
  'config/unknown-api-root': error(
    (v: { name: string; known: string }) =>
      `defaultApiRoot is "${v.name}", but the API roots are ${v.known}.`,
    'TAXII 2.1 §4.1.1: the default must be one of the API roots. Name an existing one.',
  ),
  'config/no-api-root': error(
    (_: Record<string, never>) => 'The content folder holds no API root.',
    'Make a folder with an api-root.yaml in it; each of its folders with a collection.yaml is a collection.',
  ),
  'config/duplicate': error(
    (v: { key: string; value: string; other: string }) =>
      `The ${v.key} "${v.value}" is taken by ${v.other} already.`,
    'Collection ids are unique on a server, titles too (many clients choose a collection by its title), aliases within an API root (TAXII 2.1 §5.2.1).',
  ),
  'stix/not-an-object': error(
    (v: { found: string }) => `Found ${v.found} where a STIX object was expected.`,
    'Every element of "objects" is a JSON object with "type" and "id" (STIX 2.1 §3.1).',
  ),
  'stix/not-a-bundle': error(
    (v: { found: string; expected: string }) => `Found ${v.found}; expected ${v.expected}.`,
    'A file holds one STIX bundle ({"type": "bundle", "id": …, "objects": […]}, STIX 2.1 §8) or one STIX object.',
  ),
  'stix/missing-property': error(
    (v: { property: string; kind: string }) =>
      `The required property "${v.property}" of ${v.kind} is missing.`,
    'STIX 2.1 §3.2 lists the common properties and who must have them.',
  ),
  'stix/wrong-property': error(
    (v: { property: string; found: string; expected: string }) =>
      `"${v.property}" is ${v.found}, but must be ${v.expected}.`,
    'STIX 2.1 §3.2 defines the common properties, §2.9 identifiers and §2.13 timestamps.',
  ),
  'stix/modified-before-created': {
    severity: 'warning' as const,
    message: (v: { modified: string; created: string }) =>
      `"modified" ${v.modified} is before "created" ${v.created}.`,
    help: 'STIX 2.1 §3.2: modified is later than or equal to created.',
  },
  'release/duplicate': {
    severity: 'warning' as const,
    message: (v: { id: string; other: string }) =>
      `${v.id} is here again, identical to the one in ${v.other}; it counts once.`,
    help: 'Remove one of the two.',
  },
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
  'release/silent-edits': {
    severity: 'warning' as const,
    message: (v: { count: number; release: string; example: string }) =>
      `Release ${v.release} changes ${v.count} object(s) in place, without a new version: ${v.example}.`,
    help: 'Their new content is published with a new date_added, so that pollers see it. Tell the upstream publisher.',
  },
  'release/versions-backwards': {
    severity: 'warning' as const,
    message: (v: { count: number; release: string; example: string }) =>
      `Release ${v.release} goes back to an older version of ${v.count} object(s): ${v.example}.`,
    help: 'The older version is published again with a new date_added, and the newer one withdrawn.',
  },
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
  'release/unrecorded-snapshots': {
    severity: 'note' as const,
    message: (v: { collection: string; count: number; last: string }) =>
      `${v.count} release(s) of ${v.collection} are not recorded, so nothing would notice if they changed.`,
    help: '`taxii-press release <version> --collection <name>` records a snapshot and all before it; commit what it writes.',
  },
  'release/unreleased': {
    severity: 'note' as const,
    message: (v: { collection: string; added: number; changed: number; removed: number }) =>
      `${v.collection} has unreleased changes: ${v.added} added, ${v.changed} changed, ${v.removed} removed.`,
    help: 'A build publishes releases. `taxii-press release <version>` makes one.',
  },
  'release/no-release': {
    severity: 'warning' as const,
    message: (v: { collection: string }) => `${v.collection} has no release yet and is published empty.`,
    help: '`taxii-press release 1.0.0` makes the first one.',
  },
  'host/wrong-level': error(
    (v: { path: string; levels: string }) =>
      `The site in ${v.path} was built for level ${v.levels}; this server answers at level 3.`,
    'Name the host "node" in site.yaml and build again, or serve the content itself.',
  ),
  'host/limit-exceeded': error(
    (v: { host: string; limit: number; what: string; count: number }) =>
      `The host ${v.host} takes at most ${v.limit} ${v.what}; this site has ${v.count}.`,
    'Split the site, or choose another host; the README lists what each can do.',
  ),
  'site/output-collision': error(
    (v: { path: string }) => `Two parts of the site want the file ${v.path}.`,
    'Rename the API root or the page; every file of the site has one source.',
  ),
  'site/unknown-collection': error(
    (v: { name: string; known: string }) => `There is no collection "${v.name}"; there are ${v.known}.`,
    'Name a collection by its alias, its id or its folder.',
  ),
  'site/several-collections': error(
    (v: { known: string }) => `There are several collections: ${v.known}.`,
    'Say which one is meant: --collection <alias>.',
  ),
} satisfies Record<string, Entry<never>>;

function error<Values>(message: (values: Values) => string, help: string): Entry<Values> {
  return { severity: 'error', message, help };
}
