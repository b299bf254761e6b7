import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder for many small files, in memory where the system offers that: some disks take a millisecond to
 * make a file, and that is not what is tested or measured.
 */
export function scratch(name: string): string {
  return mkdtempSync(join(inMemory() ?? tmpdir(), `taxii-press-${name}-`));
}

function inMemory(): string | undefined {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return undefined;
  }
}
