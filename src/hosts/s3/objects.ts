import { FILES } from '../../query/paths.ts';
import type { SiteIndex } from '../../query/store-format.ts';
import { kindOf, POINTER } from '../file-kinds.ts';
import { addresses } from './addresses.ts';

/** Instants for `X-TAXII-Date-Added-First` and `-Last` (TAXII 2.1 §3.2). */
export interface Dates {
  readonly first: string;
  readonly last: string;
}

export interface S3Input {
  readonly index: SiteIndex;
  /** Paths of all files of the site. */
  readonly files: readonly string[];
  /** Those of the entries in a TAXII answer, where they are known. */
  readonly dates: (path: string) => Dates | undefined;
}

/** An object to store: which bytes, under which key, and all that the storage says of it. */
export interface S3Object {
  /** Without the prefix of the deployment. May end in "/". */
  readonly key: string;
  /** The file of the site that it holds. */
  readonly file: string;
  readonly contentType: string;
  readonly cacheControl: string;
  /** Comes back as `x-amz-meta-<name>`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The objects that a site consists of: every file under its own path, and again under each of its addresses. TAXII's
 * have one without the slash at the end as well, because some clients leave it out and a redirect would lose
 * their query. Pages have none, since their links start from the slash.
 *
 * Compressed variants are left out: storage cannot choose by `Accept-Encoding`, and a CDN compresses by itself.
 */
export function s3Objects({ index, files, dates }: S3Input): S3Object[] {
  const present = new Set(files);
  const addressesOf = addresses(index);
  return files
    .filter((path) => !present.has(path.replace(/\.(?:gz|br)$/, '')) || !/\.(?:gz|br)$/.test(path))
    .flatMap((path) => {
      const { key: _, ...said } = describe(path, dates(path));
      const keys = addressesOf(path).flatMap((key) => (isTaxii(path) ? [key, key.slice(0, -1)] : [key]));
      return [path, ...keys].map((key) => ({ key, ...said }));
    });
}

function isTaxii(path: string): boolean {
  return path.startsWith(`${FILES}/`);
}

function describe(path: string, dates: Dates | undefined): S3Object {
  const headers = kindOf(path)?.headers ?? {};
  return {
    key: path,
    file: path,
    contentType: headers['Content-Type'] ?? 'application/octet-stream',
    cacheControl: headers['Cache-Control'] ?? POINTER,
    metadata: dates ? { 'taxii-date-added-first': dates.first, 'taxii-date-added-last': dates.last } : {},
  };
}
