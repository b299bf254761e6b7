import type { SiteIndex } from '../../query/store-format.ts';

type ApiRoot = SiteIndex['apiRoots'][number];

/**
 * A site index that also knows the API roots and collections which only the former one has: what stands in storage
 * while the lists of collections are being replaced (see `uploadStep`).
 * @returns undefined where the new one knows all that the former one does, and no bridge is needed
 */
export function bridge(former: SiteIndex, next: SiteIndex): SiteIndex | undefined {
  if (former.format !== next.format || former.basePath !== next.basePath) return undefined;
  const known = new Set(next.apiRoots.flatMap(collectionNames));
  const isLost = former.apiRoots.some((root) => collectionNames(root).some((name) => !known.has(name)));
  const lostRoots = former.apiRoots.filter(({ name }) => !next.apiRoots.some((root) => root.name === name));
  if (!isLost && lostRoots.length === 0) return undefined;
  const joined = next.apiRoots.map((root) =>
    join(
      former.apiRoots.find(({ name }) => name === root.name),
      root,
    ),
  );
  return { ...next, apiRoots: [...joined, ...lostRoots] };
}

function collectionNames({ name, collections }: ApiRoot): string[] {
  return collections.map(({ id }) => `${name}/${id}`);
}

function join(former: ApiRoot | undefined, next: ApiRoot): ApiRoot {
  const taken = new Set(next.collections.flatMap(({ id, alias }) => (alias ? [id, alias] : [id])));
  const lost = (former?.collections ?? []).filter(({ id }) => !taken.has(id));
  const freed = lost.map(({ id, alias }) => ({ id, ...(alias && !taken.has(alias) ? { alias } : {}) }));
  return { ...next, collections: [...next.collections, ...freed] };
}
