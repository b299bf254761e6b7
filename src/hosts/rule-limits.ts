import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RuleSite } from '../site/rule-site.ts';
import type { PublishedCollection } from '../site/site.ts';
import { checkLimit } from './check-limits.ts';

const VERSIONS = 'versions of one object, as many as its largest page holds (paging.max)';

/** An object's id is the name of its folder. */
const NAME = {
  what: 'bytes of an id, which is the name of a folder',
  most: 255,
  source: 'ext4, XFS, APFS and NTFS',
};

/** What no host of level 2 can serve, because no file can hold it. */
export function checkRuleSite(
  { table }: RuleSite,
  collections: readonly PublishedCollection[],
): Diagnostic[] {
  let versions = 0;
  let name = 0;
  for (const { ledger } of collections)
    for (const [id, own] of ledger.present) {
      versions = Math.max(versions, own.length);
      name = Math.max(name, id.length);
    }
  const most = table.sizes[0]!;
  return [
    ...checkLimit('of level 2', { what: VERSIONS, most, source: 'site.yaml' }, versions),
    ...checkLimit('of level 2', NAME, name),
  ];
}

/** In all collections together. */
export function countBoundaries({ boundaries }: RuleSite): number {
  return [...boundaries.values()].reduce((sum, own) => sum + own.length, 0);
}
