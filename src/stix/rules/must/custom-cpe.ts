import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { isAnyCpe } from '../shared/cpe.ts';

export const customCpe = rule({
  code: 'stix/custom-cpe',
  level: 'must',
  basis: 'oasis',
  oasis: ['cpe_check'],
  section: '§6.14.1',
  message: (v: { found: string }) =>
    `"cpe" is ${v.found}, but the OASIS validator wants a name of CPE 2.3 in every property of that name.`,
  help: 'Write a CPE name of version 2.3, or rename the property.',
  check({ type, cpe }, report) {
    if (cpe === undefined || type === 'software') return;
    if (typeof cpe !== 'string' || !isAnyCpe(cpe)) report(['cpe'], { found: describe(cpe) });
  },
});
