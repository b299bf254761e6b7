import { statSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../io/clock.ts';
import { contentTime } from '../../io/content-time.ts';
import { listSite, type SiteFile } from '../../io/deploy-files.ts';
import { FolderLock } from '../../io/deploy-lock.ts';
import { forgetRoots, pointRoots, writeRoots } from '../../io/deploy-roots.ts';
import { DeployTarget, treeName } from '../../io/deploy-target.ts';
import { isWhole, makeTree } from '../../io/deploy-tree.ts';
import type { Progress } from '../gather/workspace.ts';
import { type Reload, Reloader } from './reload.ts';

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
  /** True where a web server of another user gets at nothing. */
  readonly isClosed: boolean;
  /** What became of the servers; undefined where nobody reloads any. */
  readonly reload?: Reload;
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
  const reloader = () => new Reloader(target, options.reload);
  if (options.dryRun) return report(target, files, options, reloader());
  target.create();
  const lock = new FolderLock(options.target);
  try {
    return act(target, files, options, { lock, reloader: reloader() });
  } finally {
    lock.release();
  }
}

interface Means {
  readonly lock: FolderLock;
  readonly reloader: Reloader;
}

function act(
  target: DeployTarget,
  files: readonly SiteFile[],
  options: ToFolder,
  { lock, reloader }: Means,
): FolderReport {
  const tree = freeName(target, files);
  target.prepare(tree);
  const found = report(target, files, options, reloader);
  if (!target.names().includes(tree)) write(target, tree, files, options, lock);
  reloader.expect(tree);
  // What takes room on the disk comes before the switch, so that the two links change together or not at all.
  writeRoots(options.target, tree, target.tree(tree));
  if (found.isSwitched) target.switchTo(tree, Date.parse(now()));
  pointRoots(options.target, tree);
  const told = reloader.run(tree);
  const outdated = told.reload === 'failed' ? [] : outdatedOf(target, options, reloader);
  for (const name of outdated) target.remove(name);
  forgetRoots(options.target, target.names());
  return { ...found, ...told, tree, outdated };
}

function write(
  target: DeployTarget,
  tree: string,
  files: readonly SiteFile[],
  { site, progress }: ToFolder,
  lock: FolderLock,
): void {
  const current = target.current();
  makeTree(target.tree(tree), {
    site,
    files,
    former: current === undefined ? undefined : target.tree(current),
    progress: (done, total) => {
      lock.refresh();
      progress?.('writing', done, total);
    },
  });
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
function report(
  target: DeployTarget,
  files: readonly SiteFile[],
  options: ToFolder,
  reloader: Reloader,
): FolderReport {
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
  const reload = reloader.foresee(tree);
  return {
    tree,
    isSwitched: current !== tree,
    isClosed: target.isClosed(),
    added: of('added'),
    changed: of('changed'),
    unchanged: of('unchanged'),
    removed: removed.filter((path) => !paths.has(path)),
    outdated: outdatedOf(target, options, reloader),
    ...(reload === undefined ? {} : { reload }),
  };
}

function outdatedOf(target: DeployTarget, { keep, grace }: ToFolder, reloader: Reloader): string[] {
  const stay = new Set(reloader.protected());
  return target.outdated(keep, Date.parse(now()) - grace * 3_600_000).filter((name) => !stay.has(name));
}
