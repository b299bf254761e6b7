import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts';
import type { GatheredCollection } from './gather/collection.ts';
import type { CollectionTest, Content } from './gather/content.ts';

/** Whether a collection goes by a name: its alias, its id, its folder, or its folder's last part. */
export function isNamed(name: string): CollectionTest {
  return ({ alias, id, folder }) => [alias, id, folder, folder.split('/').at(-1)].includes(name);
}

/**
 * The one collection that is meant.
 * @param name as the user gave it; may be left out where there is only one
 */
export function chooseCollection(
  { config, collections }: Content,
  name: string | undefined,
): GatheredCollection | Diagnostic {
  const folders = config?.apiRoots.flatMap((root) => root.collections.map(({ folder }) => folder)) ?? [];
  const known = folders.join(', ') || 'none';
  const found =
    name === undefined ? collections : collections.filter((collection) => isNamed(name)(collection.config));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) return diagnose('site/unknown-collection', { name: name ?? '', known });
  return diagnose('site/several-collections', { known });
}
