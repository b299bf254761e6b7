import { describe } from '../../describe.ts';
import { isCpe } from '../shared/cpe.ts';
import { observableRule } from '../shared/observables.ts';

export const softwareCpe = observableRule({
  code: 'stix/cpe',
  level: 'must',
  oasis: ['cpe_check'],
  section: '§6.14.1',
  types: ['software'],
  message: (v: { found: string }) => `"cpe" is ${v.found}, but must be a name of CPE 2.3.`,
  help: 'Such a name is "cpe:2.3:" and eleven parts, joined by colons, with "*" for those that are open: cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*.',
  check({ cpe }, report) {
    if (typeof cpe === 'string' && !isCpe(cpe)) report(['cpe'], { found: describe(cpe) });
  },
});
