import { type Entries, error, warning } from './entry.ts';

/** Bundles and objects of STIX 2.1. */
export const stix = {
  'stix/not-an-object': error(
    (v: { found: string }) => `Found ${v.found} where a STIX object was expected.`,
    'Every element of "objects" is a JSON object with "type" and "id" (STIX 2.1 §3.1).',
  ),
  'stix/not-a-bundle': error(
    (v: { found: string; expected: string }) => `Found ${v.found}; expected ${v.expected}.`,
    'A file holds one STIX bundle ({"type": "bundle", "id": …, "objects": […]}, STIX 2.1 §8) or one STIX object.',
  ),
  'stix/missing-property': error(
    (v: { property: string; kind: string }) =>
      `The required property "${v.property}" of ${v.kind} is missing.`,
    'STIX 2.1 §3.2 lists the common properties and who must have them.',
  ),
  'stix/wrong-property': error(
    (v: { property: string; found: string; expected: string }) =>
      `"${v.property}" is ${v.found}, but must be ${v.expected}.`,
    'STIX 2.1 §3.2 defines the common properties, §2.9 identifiers and §2.16 timestamps.',
  ),
  'stix/modified-before-created': warning(
    (v: { modified: string; created: string }) =>
      `"modified" ${v.modified} is before "created" ${v.created}.`,
    'STIX 2.1 §3.2: modified is later than or equal to created.',
  ),
} satisfies Entries;
