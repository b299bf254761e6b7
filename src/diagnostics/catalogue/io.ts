import { type Entries, error, warning } from './entry.ts';

/** Files, folders and sockets. */
export const io = {
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
  'io/not-a-file': warning(
    (v: { path: string }) => `${v.path} has the name of a JSON file and is none.`,
    'If it is a folder, what lies in it is read; give it another name. Anything else is left out.',
  ),
  'io/no-history': error(
    (v: { ref: string; reason: string }) => `git cannot tell what changed since ${v.ref}: ${v.reason}.`,
    'Name a branch, tag or commit that the checkout has; a shallow clone may lack it (fetch-depth: 0 in GitHub Actions).',
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
} satisfies Entries;
