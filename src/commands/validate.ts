import { hasErrors } from '../diagnostics/diagnostic.ts';
import { gatherContent } from './gather/content.ts';
import { unreleased } from './gather/unreleased.ts';
import type { Progress } from './gather/workspace.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

/** Checks a content folder: configuration, releases and working trees. Writes nothing. */
export function validate(options: { content: string; progress?: Progress }): CommandResult {
  const content = gatherContent(options.content, options.progress);
  if (hasErrors(content.diagnostics)) return failed(content.diagnostics);
  const text = content.collections
    .map(({ config, ledger, tree }) => {
      const files = tree ? `, ${tree.objects} in the working tree (${tree.files} files)` : '';
      return `${config.folder}: ${ledger.reports.length} releases, ${ledger.present.size} objects${files}: sound\n`;
    })
    .join('');
  return succeeded([...content.diagnostics, ...unreleased(content)], text);
}
