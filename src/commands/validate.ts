import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type Diagnostic, diagnose, hasErrors } from '../diagnostics/diagnostic.ts';
import { limited } from '../diagnostics/limit.ts';
import { changedSince } from '../io/git.ts';
import { type Content, gatherContent } from './gather/content.ts';
import { gatherFiles } from './gather/standalone.ts';
import { unreleased } from './gather/unreleased.ts';
import { type Progress, unreadable, Workspace } from './gather/workspace.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

export interface ValidateOptions {
  readonly content: string;
  /** Files and folders: those of the content folder narrow down what is told, others are judged alone. */
  readonly paths?: readonly string[];
  /** Warnings count as errors. */
  readonly strict?: boolean;
  /** A commit: warnings are told only of files that have changed since. */
  readonly changedSince?: string;
  readonly progress?: Progress;
}

/** Checks a content folder: configuration, releases, working trees and every object in them. Writes nothing. */
export function validate(options: ValidateOptions): CommandResult {
  try {
    return judged(options);
  } catch (error) {
    // A file that can be listed and not read, or that goes while it is read
    const { path } = error as NodeJS.ErrnoException;
    if (path === undefined) throw error;
    const file = relative(process.cwd(), path);
    return failed([unreadable(error, file, { file })]);
  }
}

function judged(options: ValidateOptions): CommandResult {
  const { content, paths = [], changedSince: ref } = options;
  const outside = paths.filter((path) => !isInside(content, path));
  if (paths.length > 0 && outside.length === paths.length) return validateFiles(options, outside);
  if (ref !== undefined) {
    const changed = changedSince(resolve(content), ref);
    if ('reason' in changed) return failed([diagnose('io/no-history', { ref, reason: changed.reason })], 2);
    // What stops a build stops it wherever it stands: the change may be what broke it.
    const isTold = (diagnostic: Diagnostic) =>
      diagnostic.severity === 'error' || isAmong(diagnostic, changed);
    const { found, result } = validateContent(options, isTold);
    return concluded(options, found, result);
  }
  const scope = paths.map((path) => resolve(path));
  const others = outside.length > 0 ? validateFiles(options, outside).diagnostics : [];
  const { found, result } = validateContent(
    options,
    (diagnostic) => scope.length === 0 || isUnder(diagnostic, scope),
  );
  return concluded(options, [...found, ...others], result);
}

/** @param isTold picks the findings that are kept */
function validateContent(
  { content: folder, progress }: ValidateOptions,
  isTold: (diagnostic: Diagnostic) => boolean,
) {
  const content = gatherContent(folder, { progress });
  const found = limited(told(content, isTold));
  const collections = content.collections.map(({ config, ledger, tree }) => ({
    collection: config.folder,
    releases: ledger.reports.length,
    objects: ledger.present.size,
    ...(tree ? { workingTree: { objects: tree.objects.length, files: tree.files } } : {}),
  }));
  const lines = collections.map(({ collection, releases, objects, workingTree }) => {
    const tree = workingTree
      ? `, ${workingTree.objects} in the working tree (${workingTree.files} files)`
      : '';
    return `${collection}: ${releases} releases, ${objects} objects${tree}: sound\n`;
  });
  return { found, result: { text: lines.join(''), data: { collections } } };
}

/** One by one, since there may be very many. */
function* told(content: Content, isTold: (diagnostic: Diagnostic) => boolean): Iterable<Diagnostic> {
  for (const diagnostic of content.diagnostics) if (isTold(diagnostic)) yield diagnostic;
  for (const { mild } of content.collections)
    for (const diagnostic of mild) if (isTold(diagnostic)) yield diagnostic;
  if (hasErrors(content.diagnostics)) return;
  for (const diagnostic of unreleased(content)) if (isTold(diagnostic)) yield diagnostic;
}

function validateFiles(options: ValidateOptions, paths: readonly string[]): CommandResult {
  const workspace = new Workspace(options.progress);
  const counts = gatherFiles(workspace, paths);
  const text = `${counts.objects} objects in ${counts.files} files: sound\n`;
  return concluded(options, limited(workspace.diagnostics), { text, data: counts });
}

function concluded(
  { strict }: ValidateOptions,
  found: readonly Diagnostic[],
  { text, data }: { text: string; data: unknown },
): CommandResult {
  const isFailed = hasErrors(found) || (strict && found.some(({ severity }) => severity === 'warning'));
  return isFailed ? failed(found) : succeeded(found, text, data);
}

function isInside(content: string, path: string): boolean {
  return (
    existsSync(join(content, 'site.yaml')) && `${resolve(path)}${sep}`.startsWith(`${resolve(content)}${sep}`)
  );
}

function isAmong({ at }: Diagnostic, files: ReadonlySet<string>): boolean {
  return at !== undefined && files.has(resolve(at.file));
}

function isUnder({ at }: Diagnostic, scope: readonly string[]): boolean {
  if (!at) return false;
  const file = `${resolve(at.file)}${sep}`;
  return scope.some((path) => file.startsWith(`${path}${sep}`));
}
