import { type Diagnostic, diagnose, hasErrors } from '../diagnostics/diagnostic.ts';
import type { GatheredCollection } from './gather/collection.ts';
import { type CollectionTest, type Content, gatherContent } from './gather/content.ts';
import type { Progress } from './gather/workspace.ts';
import { type CommandResult, failed } from './result.ts';

/** Whether a collection goes by a name: its alias, its id, its folder, or its folder's last part. */
function isNamed(name: string): CollectionTest {
  return ({ alias, id, folder }) => [alias, id, folder, folder.split('/').at(-1)].includes(name);
}

/**
 * The one collection that is meant.
 * @param name as the user gave it; may be left out where there is only one
 */
function chooseCollection(
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

/**
 * The content as far as one collection is concerned, and that collection.
 * @returns a result where there is none, or something is wrong with it
 */
export function gatherOne(options: {
  readonly content: string;
  readonly collection?: string;
  readonly progress?: Progress;
  readonly isRelease?: boolean;
}): { content: Content; collection: GatheredCollection } | CommandResult {
  const name = options.collection;
  const only = name === undefined ? undefined : isNamed(name);
  const content = gatherContent(options.content, { ...options, only });
  if (!content.config) return failed(content.diagnostics);
  const collection = chooseCollection(content, name);
  if ('code' in collection) return failed([collection], 2);
  if (hasErrors(content.diagnostics)) return failed(content.diagnostics);
  return { content, collection };
}
