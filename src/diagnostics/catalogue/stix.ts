import { type Entries, error } from './entry.ts';

/** What a file holds; what is wrong with an object is the validator's to say. */
export const stix = {
  'stix/not-a-bundle': error(
    (v: { found: string; expected: string }) => `Found ${v.found}; expected ${v.expected}.`,
    'A file holds one STIX bundle ({"type": "bundle", "id": …, "objects": […]}, STIX 2.1 §8) or one STIX object.',
  ),
} satisfies Entries;
