import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { OutputFile } from '../../site/output-file.ts';
import { checkLimit, checkSizes } from '../check-limits.ts';
import { type HeaderRule, headerLines } from '../rule-files.ts';
import type { Redirects } from './emit.ts';

const HEADERS = 'Cloudflare documentation, Workers static assets, "Headers"';
const REDIRECTS = 'Cloudflare documentation, Workers static assets, "Redirects"';
const PLATFORM = 'Cloudflare documentation, Workers, "Limits"';

export const limits = {
  files: { what: 'files (100,000 on a paid plan)', most: 20_000, source: PLATFORM },
  fileBytes: { what: 'bytes in one file', most: 25 * 1024 * 1024, source: PLATFORM },
  headerRules: { what: 'rules in _headers', most: 100, source: HEADERS },
  headerLine: { what: 'characters in a line of _headers', most: 2_000, source: HEADERS },
  literalRedirects: { what: 'rules without a placeholder in _redirects', most: 2_000, source: REDIRECTS },
  dynamicRedirects: { what: 'rules with a placeholder in _redirects', most: 100, source: REDIRECTS },
  redirectLine: { what: 'characters in a line of _redirects', most: 1_000, source: REDIRECTS },
} as const;

/** The host leaves out whatever is too much and goes on; so it is found here. */
export function checkRules(
  { redirects, headers }: { readonly redirects: Redirects; readonly headers: readonly HeaderRule[] },
  files: readonly OutputFile[],
): Diagnostic[] {
  const { literal, dynamic } = redirects;
  const check = (limit: keyof typeof limits, count: number) =>
    checkLimit('cloudflare-assets', limits[limit], count);
  return [
    ...check('literalRedirects', literal.length),
    ...check('dynamicRedirects', dynamic.length),
    ...check('redirectLine', longest([...literal, ...dynamic])),
    ...check('headerRules', headers.length),
    ...check('headerLine', longest(headers.flatMap(headerLines))),
    ...checkSizes('cloudflare-assets', files, { files: limits.files, fileBytes: limits.fileBytes }),
  ];
}

function longest(lines: readonly string[]): number {
  return lines.reduce((most, { length }) => Math.max(most, length), 0);
}
