import { FILES } from '../../query/paths.ts';
import { textFile } from '../../site/output-file.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import { checkLimit } from '../check-sizes.ts';
import { type Emission, type HostInput, nothing } from '../host.ts';
import { guardFiles } from './access.ts';
import { compression, dateFiles } from './headers.ts';
import { BOUNDARIES } from './limits.ts';
import { printSite } from './site.ts';

const HOST = 'apache';

/** `.htaccess` in the folder of the site, and small ones in folders that have something of their own to say. */
export function emitApache(input: HostInput): Emission {
  const { rules } = input;
  if (!rules) return nothing;
  return {
    files: [
      textFile('.htaccess', () => printSite(input, rules)),
      textFile(`${FILES}/.htaccess`, () => `${compression.join('\n')}\n`),
      ...guardFiles(input),
      ...dateFiles(rules.folders),
    ],
    diagnostics: checkLimit(HOST, BOUNDARIES, countBoundaries(rules)),
  };
}

function countBoundaries({ boundaries }: RuleSite): number {
  return [...boundaries.values()].reduce((sum, own) => sum + own.length, 0);
}
