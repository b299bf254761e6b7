import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { textFile } from '../../site/output-file.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import { checkLimit } from '../check-limits.ts';
import { type Emission, type HostInput, nothing } from '../host.ts';
import { hostFile } from '../host-files.ts';
import { asksForCertificates, clientAuthentication } from './access.ts';
import { dateFiles } from './date-files.ts';
import { countRows, mostInOneRow } from './dates.ts';
import { COLLECTIONS, ROW_BOUNDARIES, ROWS } from './limits.ts';
import { printSite } from './site.ts';

const HOST = 'caddy';

/** `site.caddy` for the block of a site, and the dates of pages as names of files beside them. */
export function emitCaddy(input: HostInput): Emission {
  const { rules, config, apiRoots } = input;
  if (!rules) return nothing;
  return {
    files: [
      textFile(hostFile(HOST, 'site.caddy'), () => printSite(input, rules)),
      ...(asksForCertificates(apiRoots)
        ? [textFile(hostFile(HOST, 'client-auth.caddy'), () => clientAuthentication(config))]
        : []),
      ...dateFiles(rules),
    ],
    diagnostics: tooMuch(rules),
  };
}

function tooMuch({ boundaries }: RuleSite): Diagnostic[] {
  return [
    ...checkLimit(HOST, ROWS, countRows(boundaries)),
    ...checkLimit(HOST, ROW_BOUNDARIES, mostInOneRow(boundaries)),
    ...checkLimit(HOST, COLLECTIONS, boundaries.size, 'warning'),
  ];
}
