import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts';
import { FILES } from '../../query/paths.ts';
import { textFile } from '../../site/output-file.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import { checkLimit } from '../check-sizes.ts';
import { type Emission, type HostInput, nothing } from '../host.ts';
import { guardFiles } from './access.ts';
import { compression, dateFiles } from './headers.ts';
import { BOUNDARIES, HTACCESS_BOUNDARIES } from './limits.ts';
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
    diagnostics: tooMany(countBoundaries(rules)),
  };
}

function countBoundaries({ boundaries }: RuleSite): number {
  return [...boundaries.values()].reduce((sum, own) => sum + own.length, 0);
}

/** A site that is too slow from `.htaccess` may be meant for a main configuration. */
function tooMany(count: number): Diagnostic[] {
  const errors = checkLimit(HOST, BOUNDARIES, count);
  const { what, most: limit } = HTACCESS_BOUNDARIES;
  if (errors.length > 0 || count <= limit) return errors;
  return [diagnose('host/limit-exceeded', { host: HOST, limit, what, count }, { severity: 'warning' })];
}
