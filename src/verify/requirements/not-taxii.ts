import { contentType, isTaxii } from '../media-type.ts';
import type { Requirement } from '../requirement.ts';
import { demand } from '../verdict.ts';

/** What a host is held to that serves files and no more (DESIGN §6). */
export const notTaxii: readonly Requirement[] = [
  {
    id: 'P-0-1',
    cites: 'DESIGN §6, level 0',
    strength: 'LEVEL',
    levels: [0],
    title: 'A host that is not TAXII does not claim to be: nothing at /taxii2/ has its media type',
    check: async ({ site }) => {
      const type = contentType(site.discovery);
      demand(!isTaxii(type), site.discovery, `Content-Type: ${type}`, 'another media type, or 404');
    },
  },
];
