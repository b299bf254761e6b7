import { type Entries, error, note } from './entry.ts';

/** The site as a whole, and what a command is asked about it. */
export const site = {
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
  'site/unknown-code': error(
    (v: { code: string; near: string }) => `There is no code "${v.code}"; the nearest are ${v.near}.`,
    '`taxii-press explain` without a code lists all of them.',
  ),
  'site/not-listed': note(
    (v: { code: string; count: number }) => `${v.count} more findings of ${v.code} are not listed.`,
    'Mend those that are listed; so many have most likely one cause. `validation.rules` can turn off what only should be.',
  ),
} satisfies Entries;
