import {
  chmodSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const ROOTS = 'roots';
const CURRENT = 'current-root';

/**
 * Lines for the configuration of web servers that name the served tree by its own path, not by the link
 * `current`. A server that reads its rules when it is told to (nginx, Caddy) takes this line along with them, so
 * its rules and its files change at one moment; with the link as root the files would change first.
 *
 *   current-root/nginx.conf    root "<tree>";
 *   current-root/site.caddy    root * "<tree>"
 */
export function writeRoots(target: string, tree: string, place: string): void {
  const folder = join(target, ROOTS, tree);
  mkdirSync(folder, { recursive: true });
  const path = JSON.stringify(realpathSync(place));
  write(join(folder, 'nginx.conf'), `root ${path};\n`);
  write(join(folder, 'site.caddy'), `root * ${path}\n`);
  // A web server reads it under a name of its own, whatever this process's mask.
  for (const one of [join(target, ROOTS), folder]) chmodSync(one, 0o755);
}

/** Makes the lines of a tree, which are written, the current ones. */
export function pointRoots(target: string, tree: string): void {
  const fresh = join(target, `.${CURRENT}.new`);
  rmSync(fresh, { force: true });
  symlinkSync(join(ROOTS, tree), fresh);
  renameSync(fresh, join(target, CURRENT));
}

function write(path: string, line: string): void {
  writeFileSync(path, line);
  chmodSync(path, 0o644);
}

/** Forgets the lines of trees that are no more. */
export function forgetRoots(target: string, trees: readonly string[]): void {
  for (const name of readdirSync(join(target, ROOTS)))
    if (!trees.includes(name)) rmSync(join(target, ROOTS, name), { recursive: true, force: true });
}
