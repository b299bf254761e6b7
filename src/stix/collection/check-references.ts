import type { ObjectLinks } from './links.ts';
import { publishedTlp } from './tlp.ts';

/** The references of an object that lead nowhere, or to what is revoked. */
export interface WeakReferences {
  readonly dangling: readonly string[];
  readonly revoked: readonly string[];
}

/**
 * Looks for what an object refers to.
 * @param find the links of the present version of an object; undefined where the collection does not hold it
 */
export function checkReferences(
  { references, isRevoked }: ObjectLinks,
  find: (id: string) => ObjectLinks | undefined,
): WeakReferences {
  const dangling: string[] = [];
  const revoked: string[] = [];
  for (const to of references) {
    const target = find(to);
    if (!target && publishedTlp(to) === undefined) dangling.push(to);
    // What is revoked itself may point at what it was revoked with
    if (target?.isRevoked && !isRevoked) revoked.push(to);
  }
  return { dangling, revoked };
}
