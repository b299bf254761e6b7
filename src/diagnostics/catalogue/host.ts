import { type Entries, error } from './entry.ts';

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
} satisfies Entries;
