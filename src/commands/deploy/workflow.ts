import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTemplates } from '../../html/render-pages.ts';
import { writeText } from '../../io/write-text.ts';
import { type CommandResult, succeeded } from '../result.ts';

/** Where GitHub Actions can publish to, with a file of this name under `templates/workflows`. */
export const workflows = ['github-pages', 'cloudflare', 'netlify', 's3'] as const;

export type Workflow = (typeof workflows)[number];

export function workflowText(name: Workflow): string {
  return readFileSync(join(findTemplates(), 'workflows', `${name}.yml`), 'utf8');
}

/** Prints a workflow, or writes it to a file. */
export function giveWorkflow(name: Workflow, out: string | undefined): CommandResult {
  const text = workflowText(name);
  if (out === undefined) return succeeded([], text, { workflow: name, text });
  const isNew = !existsSync(out);
  writeText(out, text);
  return succeeded([], `${isNew ? 'Wrote' : 'Replaced'} ${out}\n`, { workflow: name, out });
}
