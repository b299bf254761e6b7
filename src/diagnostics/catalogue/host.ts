import { type Entries, error, warning } from './entry.ts';

/** What a host cannot do. */
export const host = {
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
  'host/cannot-protect': error(
    (v: { host: string; part: string; readers: string; lacks: string }) =>
      `The host ${v.host} cannot keep the ${v.part} for the readers list "${v.readers}": it has no ${v.lacks}.`,
    'Publish for hosts that can, such as nginx or node; or put what is protected into a content folder of its own, with a site of its own.',
  ),
  'host/no-readers': warning(
    (v: { list: string; place: string }) =>
      `Nobody can read what is kept for the readers list "${v.list}": ${v.place}.`,
    '`taxii-press credentials <name>` makes a line for a reader; `serve --readers <folder>` says where the lists are.',
  ),
  'host/unusable-credential': warning(
    // Without a place to show: the line itself is a secret.
    (v: { file: string; line: number }) =>
      `Line ${v.line} of ${v.file} lets nobody in: it holds neither a PBKDF2 hash nor the SHA-256 of a token.`,
    'Make it with `taxii-press credentials <name>`; hashes that web servers read, such as bcrypt, cannot be checked here.',
  ),
} satisfies Entries;
