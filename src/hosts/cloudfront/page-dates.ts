import { FILES } from '../../query/paths.ts';

/** Instants for `X-TAXII-Date-Added-First` and `-Last` (TAXII 2.1 §3.2). */
interface Dates {
  readonly first: string;
  readonly last: string;
}

const PAGE = new RegExp(
  `^(${FILES}/[^/]+/[^/]+/(?:pages/.+|ids/[^/]+/(?:last|first|all))/)(?:objects|manifest)\\.json$`,
);
const VERSIONS = new RegExp(`^(${FILES}/[^/]+/[^/]+/ids/[^/]+/)versions\\.json$`);

/**
 * The dates of a page of level 2, which a built site tells in the manifest beside it.
 * @param path in the site
 * @param read gives the text of a file of the site
 * @returns undefined for other files, and for pages without entries
 */
export function datesOfPage(path: string, read: (path: string) => string | undefined): Dates | undefined {
  const folder = PAGE.exec(path)?.[1] ?? VERSIONS.exec(path)?.[1]?.concat('all/');
  const text = folder === undefined ? undefined : read(`${folder}manifest.json`);
  const { objects = [] } = JSON.parse(text ?? '{}') as { objects?: { date_added: string }[] };
  return objects.length === 0
    ? undefined
    : { first: objects[0]!.date_added, last: objects.at(-1)!.date_added };
}
