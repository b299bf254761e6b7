import { sortable } from '../json/instant.ts';
import { type ReadText, type SourceObject, sameContent } from './source-object.ts';

export interface Duplicate {
  readonly object: SourceObject;
  readonly other: SourceObject;
  readonly identical: boolean;
}

/**
 * The objects without repetitions of one version of one object: of identical ones the first stays, of
 * conflicting ones the last.
 */
export function withoutDuplicates(
  objects: readonly SourceObject[],
  read: ReadText,
): { objects: SourceObject[]; duplicates: Duplicate[] } {
  if (new Set(objects.map(({ id }) => id)).size === objects.length)
    return { objects: [...objects], duplicates: [] };
  const kept = new Map<string, SourceObject>();
  const duplicates: Duplicate[] = [];
  for (const object of objects) {
    const key = `${object.id} ${sortable(object.objectVersion)}`;
    const other = kept.get(key);
    const identical = other !== undefined && sameContent(object, other, read);
    if (other) duplicates.push({ object, other, identical });
    if (!identical) kept.set(key, object);
  }
  return { objects: [...kept.values()], duplicates };
}
