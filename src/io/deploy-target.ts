import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { sha256 } from '../json/digest.ts';
import type { SiteFile } from './deploy-files.ts';
import { beside } from './deploy-tree.ts';
import { isLink, stateOf } from './files.ts';

const RELEASES = 'releases';
const TREE = /^[0-9a-f]{20}(?:\.\d+)?$/;
const LEFT = /^\.[0-9a-f]{20}(?:\.\d+)?\.(?:new|gone)$/;

/** The name of a tree: it says what is in it, so the same site has the same name on every machine. */
export function treeName(files: readonly SiteFile[]): string {
  return sha256(files.map(({ path, sha256 }) => `${sha256} ${path}\n`).join('')).slice(0, 20);
}

/**
 * A folder with whole sites under `releases/` and a symbolic link `current` to one of them, which web servers
 * have as their root. The link is replaced by `rename`, so there is no moment without a whole site behind it.
 * Kills of the process are what this is safe against; a machine that loses power may lose what its disk had not
 * written yet.
 */
export class DeployTarget {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What is there that is not ours, in a few words. */
  foreign(): string | undefined {
    const state = stateOf(this.folder);
    if (!state) return undefined;
    if (!state.isDirectory()) return 'a file';
    const entries = readdirSync(this.folder);
    const current = lstatSync(this.path('current'), { throwIfNoEntry: false });
    if (current && !(current.isSymbolicLink() && this.current()))
      return '"current", which is no link to a release';
    if (!entries.includes(RELEASES)) return entries.filter((name) => !name.startsWith('.lock')).sort()[0];
    const other = readdirSync(this.path(RELEASES)).find((name) => !TREE.test(name) && !LEFT.test(name));
    return other === undefined ? undefined : `${RELEASES}/${other}`;
  }

  /**
   * Makes the folder where it is not there, and all that lead to it, so that a web server reads it under a name of
   * its own, whatever this process's mask. A folder that was there keeps the rights that its owner gave it.
   */
  create(): void {
    const first = mkdirSync(this.folder, { recursive: true });
    if (first === undefined) return;
    for (let at = resolve(this.folder); at.length >= resolve(first).length; at = dirname(at))
      chmodSync(at, 0o755);
  }

  /** True where nobody but the owner of the folder gets at what is in it. */
  isClosed(): boolean {
    const state = stateOf(this.folder);
    return state !== undefined && process.platform !== 'win32' && (state.mode & 0o011) === 0;
  }

  /** The name of the tree that is served; undefined before the first deployment. */
  current(): string | undefined {
    if (!isLink(this.path('current'))) return undefined;
    const tree = basename(readlinkSync(this.path('current')));
    return TREE.test(tree) ? tree : undefined;
  }

  tree(name: string): string {
    return this.path(RELEASES, name);
  }

  names(): string[] {
    return stateOf(this.path(RELEASES))
      ? readdirSync(this.path(RELEASES)).filter((name) => TREE.test(name))
      : [];
  }

  /** Makes the folder of trees, and clears away what kills have left there but for the beginning of one tree. */
  prepare(going: string): void {
    mkdirSync(this.path(RELEASES), { recursive: true });
    // As for the folder itself, which is the place to shut others out.
    chmodSync(this.path(RELEASES), 0o755);
    for (const name of readdirSync(this.path(RELEASES)))
      if (LEFT.test(name) && name !== basename(beside(this.tree(going), 'new')))
        rmSync(this.path(RELEASES, name), { recursive: true, force: true });
  }

  /**
   * Puts a tree in the place of the one that is served. The latter's folder gets the present time first, by which
   * `prune` knows since when nobody is sent there.
   */
  switchTo(name: string, now: number): void {
    const former = this.current();
    if (former) this.touch([former], now);
    const fresh = this.path('.current.new');
    rmSync(fresh, { force: true });
    symlinkSync(join(RELEASES, name), fresh);
    renameSync(fresh, this.path('current'));
  }

  /** Says of trees that readers were sent there until now. */
  touch(names: readonly string[], now: number): void {
    for (const name of names)
      if (stateOf(this.tree(name))) utimesSync(this.tree(name), now / 1000, now / 1000);
  }

  /**
   * Trees that may go: not served, not among the latest, and not served for some time, because readers may be in
   * the middle of one.
   * @param before milliseconds since 1970
   */
  outdated(keep: number, before: number): string[] {
    const current = this.current();
    return this.names()
      .filter((name) => name !== current)
      .map((name) => ({ name, since: Math.round(statSync(this.tree(name)).mtimeMs) }))
      .sort((a, b) => b.since - a.since)
      .slice(keep)
      .filter(({ since }) => since <= before)
      .map(({ name }) => name);
  }

  /** In two steps, so that no half of a tree is ever taken for a whole one. */
  remove(name: string): void {
    const gone = beside(this.tree(name), 'gone');
    renameSync(this.tree(name), gone);
    rmSync(gone, { recursive: true, force: true });
  }

  private path(...names: string[]): string {
    return join(this.folder, ...names);
  }
}
