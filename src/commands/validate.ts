import { hasErrors } from '../diagnostics/diagnostic.ts';
import { gatherContent } from './gather/content.ts';
import { unreleased } from './gather/unreleased.ts';
import type { Progress } from './gather/workspace.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

/** Checks a content folder: configuration, releases and working trees. Writes nothing. */
export function validate(options: { content: string; progress?: Progress }): CommandResult {
  const content = gatherContent(options.content, options.progress);
  const found = [...content.diagnostics, ...content.collections.flatMap(({ mild }) => [...mild])];
  if (hasErrors(found)) return failed(found);
  const collections = content.collections.map(({ config, ledger, tree }) => ({
    collection: config.folder,
    releases: ledger.reports.length,
    objects: ledger.present.size,
    ...(tree ? { workingTree: { objects: tree.objects.length, files: tree.files } } : {}),
  }));
  const text = collections.map(({ collection, releases, objects, workingTree }) => {
    const tree = workingTree
      ? `, ${workingTree.objects} in the working tree (${workingTree.files} files)`
      : '';
    return `${collection}: ${releases} releases, ${objects} objects${tree}: sound\n`;
  });
  return succeeded([...found, ...unreleased(content)], text.join(''), { collections });
}
