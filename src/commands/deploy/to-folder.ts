import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../io/clock.ts';
import { contentTime } from '../../io/content-time.ts';
import { listSite, type SiteFile } from '../../io/deploy-files.ts';
import { FolderLock } from '../../io/deploy-lock.ts';
import { forgetRoots, pointRoots } from '../../io/deploy-roots.ts';
import { DeployTarget, treeName } from '../../io/deploy-target.ts';
import { isWhole, makeTree } from '../../io/deploy-tree.ts';
import type { Progress } from '../gather/workspace.ts';

export interface ToFolder {
  readonly site: string;
  readonly target: string;
  /** Former trees that stay whatever their age. */
  readonly keep: number;
  /** Hours for which every former tree stays. */
  readonly grace: number;
  /** For the shell, after the switch. */
  readonly reload?: string | undefined;
  readonly dryRun: boolean;
  readonly progress?: Progress | undefined;
}

/** What was done, or would be. */
export interface FolderReport {
  readonly tree: string;
  readonly isSwitched: boolean;
  readonly added: readonly SiteFile[];
  readonly changed: readonly SiteFile[];
  readonly unchanged: readonly SiteFile[];
  readonly removed: readonly string[];
  /** Former trees that went. */
  readonly outdated: readonly string[];
  /** Why the reload failed. */
  readonly reloadFault?: string;
}

/**
 * Puts a site in a folder in one step, and leaves the former ones for readers in the middle of them.
 * @throws LockedError where another process is at it
 * @throws SiteChangedError where the site is being rebuilt
 */
export function deployToFolder(options: ToFolder): FolderReport {
  const target = new DeployTarget(options.target);
  const files = listSite(options.site, (done, total) => options.progress?.('reading', done, total));
  if (options.dryRun) return report(target, files, options);
  const lock = new FolderLock(options.target);
  try {
    return act(target, files, options, lock);
  } finally {
    lock.release();
  }
}

function act(
  target: DeployTarget,
  files: readonly SiteFile[],
  options: ToFolder,
  lock: FolderLock,
): FolderReport {
  const tree = freeName(target, files);
  target.prepare(tree);
  const found = report(target, files, options);
  if (found.isSwitched) {
    const current = target.current();
    if (!target.names().includes(tree))
      makeTree(target.tree(tree), {
        site: options.site,
        files,
        former: current === undefined ? undefined : target.tree(current),
        progress: (done, total) => {
          lock.refresh();
          options.progress?.('writing', done, total);
        },
      });
    // Before the switch, so that a kill right after it does not make the next deployment forget.
    if (options.reload !== undefined) target.setReloadDue(true);
    target.switchTo(tree, Date.parse(now()));
  }
  pointRoots(options.target, tree, target.tree(tree));
  const reloadFault = reload(target, options);
  const outdated = outdatedOf(target, options);
  for (const name of outdated) target.remove(name);
  forgetRoots(options.target, target.names());
  return { ...found, tree, outdated, ...(reloadFault === undefined ? {} : { reloadFault }) };
}

/** The name of a site's tree, with a number where a tree of this name has been tampered with. */
function freeName(target: DeployTarget, files: readonly SiteFile[]): string {
  const name = treeName(files);
  const names = target.names();
  for (let number = 0; ; number += 1) {
    const tree = number === 0 ? name : `${name}.${number}`;
    if (!names.includes(tree) || isWhole(target.tree(tree), files)) return tree;
  }
}

/** What lies between the tree that is served and the site; names, sizes and times are enough to tell people. */
function report(target: DeployTarget, files: readonly SiteFile[], options: ToFolder): FolderReport {
  const current = target.current();
  const former = current === undefined ? undefined : target.tree(current);
  const kind = (file: SiteFile) => {
    const state = former && statSync(join(former, file.path), { throwIfNoEntry: false });
    if (!state) return 'added';
    const isSame = state.size === file.size && state.mtimeMs === contentTime(file.sha256) * 1000;
    return isSame ? 'unchanged' : 'changed';
  };
  const kinds = files.map(kind);
  const of = (wanted: string) => files.filter((_, index) => kinds[index] === wanted);
  const paths = new Set(files.map(({ path }) => path));
  const removed = former ? listSite(former, () => undefined).map(({ path }) => path) : [];
  const tree = freeName(target, files);
  return {
    tree,
    isSwitched: current !== tree,
    added: of('added'),
    changed: of('changed'),
    unchanged: of('unchanged'),
    removed: removed.filter((path) => !paths.has(path)),
    outdated: outdatedOf(target, options),
  };
}

function outdatedOf(target: DeployTarget, { keep, grace }: ToFolder): string[] {
  return target.outdated(keep, Date.parse(now()) - grace * 3_600_000);
}

/** @returns why it failed */
function reload(target: DeployTarget, { reload: command }: ToFolder): string | undefined {
  if (command === undefined || !target.isReloadDue()) return undefined;
  const { status, signal, error, stderr } = spawnSync(command, {
    shell: true,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) {
    target.setReloadDue(false);
    return undefined;
  }
  const said = stderr?.trim().split('\n').at(-1);
  return [error?.message ?? (signal ? `it was ended by ${signal}` : `it ended with ${status}`), said]
    .filter(Boolean)
    .join(': ');
}
