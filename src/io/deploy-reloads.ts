import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from './files.ts';
import { writeText } from './write-text.ts';

/** What deployments know of servers that read rules and root only when they are told to. */
export interface Reloads {
  /** Trees that the servers may go by: that of the last reload which succeeded, and all that were current since. */
  readonly trees: readonly string[];
  /** True where the servers have yet to be told of the current tree. */
  readonly isDue: boolean;
}

const RECORD = '.reload';

/**
 * The record of a target folder; undefined where no reload was ever asked for, so that nobody knows what servers do.
 * @param present names of the trees that are there; of a record that is spoilt they are what servers may go by
 */
export function readReloads(target: string, present: readonly string[]): Reloads | undefined {
  const text = readText(join(target, RECORD));
  if (text === undefined) return undefined;
  return parse(text) ?? { trees: present, isDue: true };
}

export function writeReloads(target: string, { trees, isDue }: Reloads): void {
  const path = join(target, RECORD);
  // What a kill has left; a file of another user could not be written over.
  rmSync(`${path}.new`, { force: true });
  writeText(path, `${JSON.stringify({ trees, isDue })}\n`);
}

function parse(text: string): Reloads | undefined {
  try {
    const { trees, isDue } = JSON.parse(text) as Reloads;
    const isRecord = Array.isArray(trees) && trees.every((name) => typeof name === 'string');
    return isRecord && typeof isDue === 'boolean' ? { trees, isDue } : undefined;
  } catch {
    return undefined;
  }
}
