import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';

/** `UPDATE_GOLDEN=1` writes what there is now; where nobody would look at the difference, that is refused. */
export function expectGolden(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN) {
    if (process.env.CI) throw new Error('golden files are not updated in CI');
    writeFileSync(path, text);
  }
  expect(existsSync(path), `${basename(path)} is missing; UPDATE_GOLDEN=1 writes it`).toBe(true);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
