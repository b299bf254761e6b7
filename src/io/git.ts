import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Of git's answer, far more than any list of names. */
const MOST = 256 * 1024 * 1024;

/**
 * The files under a folder that differ from what they were where the present branch left `ref`, those that git
 * does not know yet included.
 * @returns absolute paths; or, where git cannot tell, its own words
 */
export function changedSince(folder: string, ref: string): ReadonlySet<string> | { readonly reason: string } {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: MOST, stdio: 'pipe' })
      .split('\0')
      .filter((name) => name !== '')
      .map((name) => join(folder, name));
  try {
    const since = [
      'diff',
      '--name-only',
      '-z',
      '--relative',
      '--merge-base',
      '--end-of-options',
      ref,
      '--',
      '.',
    ];
    return new Set([...git(...since), ...git('ls-files', '--others', '--exclude-standard', '-z')]);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return { reason: firstLine(stderr || message) };
  }
}

function firstLine(text: string): string {
  return text
    .trim()
    .split('\n')[0]!
    .replace(/^(?:fatal|error): /, '')
    .replace(/\.$/, '');
}
