import { spawnSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';

/**
 * Puts one folder in another's place in a single step, where the system can: no reader, and no kill, ever
 * finds the place empty. Linux can (renameat2 with RENAME_EXCHANGE), but Node does not offer it; coreutils
 * since 9.5 and Perl do. Elsewhere two renames come close: a kill between them leaves both folders whole under
 * other names, and `recover` puts the old one back.
 */
export function exchange(fresh: string, place: string, aside: string): void {
  if (!existsSync(place)) {
    renameSync(fresh, place);
    return;
  }
  if (exchangeInOneStep(fresh, place)) {
    renameSync(fresh, aside);
    return;
  }
  if (!existsSync(fresh)) throw new Error(`${fresh} has gone`);
  renameSync(place, aside);
  renameSync(fresh, place);
}

/** Puts back a folder that a kill between two renames left aside. */
export function recover(place: string, aside: string): void {
  if (!existsSync(place) && existsSync(aside)) renameSync(aside, place);
}

/** System call numbers of renameat2 (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h). */
const RENAMEAT2: Partial<Record<NodeJS.Architecture, number>> = { x64: 316, arm64: 276 };

function exchangeInOneStep(a: string, b: string): boolean {
  if (process.platform !== 'linux') return false;
  const call = RENAMEAT2[process.arch];
  // AT_FDCWD is -100, RENAME_EXCHANGE is 2
  const script = `exit(syscall(${call}, -100, $ARGV[0], -100, $ARGV[1], 2) == 0 ? 0 : 1)`;
  const ways: [string, string[]][] = [
    ...(call === undefined ? [] : [['perl', ['-e', script, '--', a, b]] as [string, string[]]]),
    ['mv', ['--exchange', '--no-target-directory', '--', a, b]],
  ];
  return ways.some(([command, values]) => spawnSync(command, values, { stdio: 'ignore' }).status === 0);
}
