import { harmlessJson } from './visible.ts';

/** A document for programs that a terminal can show as well. */
export function printJson(value: unknown): string {
  return `${harmlessJson(JSON.stringify(value, null, 2))}\n`;
}
