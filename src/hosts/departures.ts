/** What readers of a host of level 1 cannot have, because every list there is one file. */
export const wholeListDeparture =
  'Every list is one answer with the latest versions of the whole collection: limit, next, added_after and match do not apply.';

/** What readers of every host of level 2 cannot have, because it answers from files alone. */
export const ruleDepartures: readonly string[] = [
  'added_after is exact between releases and where a page begins; another moment inside a release is declined.',
  'Pages have sizes of powers of ten up to paging.max: the largest that the limit allows. What was released after some moment begins with a page of at most 100 objects, or of 10 where that is long ago; what follows a moment inside a release begins with pages of one.',
  'Lists of types, identifiers and versions are declined, and so are filters combined, but for match[type] with added_after and match[id] with match[version].',
  'A path with a percent sign is 404.',
];
