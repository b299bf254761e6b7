import { type Diagnostic, diagnose, type Severity } from '../diagnostics/diagnostic.ts';
import type { OutputFile } from '../site/output-file.ts';
import type { Limit } from './host.ts';

export interface SizeLimits {
  /** Of files in the whole site. */
  readonly files?: Limit;
  /** Of bytes in one file. */
  readonly fileBytes?: Limit;
  /** Of bytes in the whole site. */
  readonly siteBytes?: Limit;
}

/**
 * A finding where a site has more of something than a host takes: a build for it would be refused or cut there. A
 * warning is enough where no reader loses an object by it.
 */
export function checkLimit(
  host: string,
  { what, most: limit }: Limit,
  count: number,
  severity: Severity = 'error',
): Diagnostic[] {
  return count <= limit ? [] : [diagnose('host/limit-exceeded', { host, limit, what, count }, { severity })];
}

/**
 * What of a site is too much for a host.
 *
 * It makes every file once more, since that is the only way to know its size; where there are too many files that
 * is spared, because the site is refused anyway.
 */
export function checkSizes(host: string, files: readonly OutputFile[], limits: SizeLimits): Diagnostic[] {
  const tooMany = limits.files ? checkLimit(host, limits.files, files.length) : [];
  if (tooMany.length > 0 || !(limits.fileBytes || limits.siteBytes)) return tooMany;
  const sizes = files.map((file) => ({ path: file.path, bytes: sizeOf(file) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...(limits.siteBytes ? checkLimit(host, limits.siteBytes, total) : []),
    ...(limits.fileBytes ? tooLarge(host, limits.fileBytes, sizes) : []),
  ];
}

function tooLarge(
  host: string,
  limit: Limit,
  sizes: readonly { readonly path: string; readonly bytes: number }[],
): Diagnostic[] {
  return sizes.flatMap(({ path, bytes }) =>
    checkLimit(host, { ...limit, what: `${limit.what}, which ${path} is` }, bytes),
  );
}

function sizeOf({ chunks }: OutputFile): number {
  let size = 0;
  for (const chunk of chunks()) size += chunk.length;
  return size;
}
