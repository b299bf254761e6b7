import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { FILES } from '../../query/paths.ts';
import { textFile } from '../../site/output-file.ts';
import { checkLimit } from '../check-limits.ts';
import { type Emission, type HostInput, nothing } from '../host.ts';
import { guardFiles } from './access.ts';
import { compression, dateFiles } from './headers.ts';
import { HTACCESS_BYTES, MAIN_BYTES } from './limits.ts';
import { printSite } from './site.ts';

const HOST = 'apache';

/** `.htaccess` in the folder of the site, and small ones in folders that have something of their own to say. */
export function emitApache(input: HostInput): Emission {
  const { rules } = input;
  if (!rules) return nothing;
  const text = printSite(input, rules);
  return {
    files: [
      textFile('.htaccess', () => text),
      textFile(`${FILES}/.htaccess`, () => `${compression.join('\n')}\n`),
      ...guardFiles(input),
      ...dateFiles(rules.folders),
    ],
    diagnostics: tooLong(text),
  };
}

/** A site that is too slow from `.htaccess` may be meant for a main configuration. */
function tooLong(text: string): Diagnostic[] {
  const bytes = new TextEncoder().encode(text).length;
  const everywhere = checkLimit(HOST, MAIN_BYTES, bytes, 'warning');
  return everywhere.length > 0 ? everywhere : checkLimit(HOST, HTACCESS_BYTES, bytes, 'warning');
}
