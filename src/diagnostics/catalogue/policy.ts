import { type Entries, error } from './entry.ts';

/** What a collection may not carry. */
export const policy = {
  'policy/tlp-exceeded': error(
    (v: { id: string; level: string; by: string; highest: string }) =>
      `${v.id} is TLP:${v.level.toUpperCase()} (by ${v.by}), but the collection carries at most TLP:${v.highest.toUpperCase()}.`,
    'Take the object out of the collection, also out of its releases if it is in one, or publish it in a collection for those who may see it. `policy.tlp` in collection.yaml says what this one may carry.',
  ),
  'policy/unknown-marking': error(
    (v: { id: string; by: string }) =>
      `${v.id} is marked with ${v.by}, which the collection does not hold, so nobody can tell what it forbids.`,
    'Add the marking definition to the collection, or mark the object with one that it holds.',
  ),
  'policy/no-marking': error(
    (v: { id: string }) => `${v.id} has no TLP marking, and the collection requires one.`,
    'Add the id of a TLP marking definition to object_marking_refs (STIX 2.1 §7.2). `policy.requireMarking` in collection.yaml asks for it.',
  ),
} satisfies Entries;
