import type { Requirement } from '../requirement.ts';
import { addedAfter } from './added-after.ts';
import { collections } from './collections.ts';
import { discovery } from './discovery.ts';
import { encodings } from './encodings.ts';
import { lists } from './lists.ts';
import { match } from './match.ts';
import { mediaTypes } from './media-types.ts';
import { notTaxii } from './not-taxii.ts';
import { objects } from './objects.ts';
import { paging } from './paging.ts';
import { parameters } from './parameters.ts';
import { web } from './web.ts';

/** Everything that a server is held to, in the order in which it is tried. */
export const requirements: readonly Requirement[] = [
  ...notTaxii,
  ...discovery,
  ...collections,
  ...mediaTypes,
  ...lists,
  ...objects,
  ...paging,
  ...addedAfter,
  ...match,
  ...parameters,
  ...encodings,
  ...web,
];

/** Those that compare what one answer says of a collection with what another one does. */
export const comparing: ReadonlySet<string> = new Set(
  [lists, objects, paging, addedAfter, match, parameters].flat().map(({ id }) => id),
);
