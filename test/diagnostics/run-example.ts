import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from '../../src/commands/build.ts';
import { diff } from '../../src/commands/diff.ts';
import { explain } from '../../src/commands/explain.ts';
import { release } from '../../src/commands/release.ts';
import type { CommandResult } from '../../src/commands/result.ts';
import { validate } from '../../src/commands/validate.ts';
import type { Block } from '../../src/diagnostics/page.ts';
import { temporaryFolder } from '../support/content.ts';

const base = join(import.meta.dirname, 'example');

/**
 * Plays the blocks of a page in order, on top of a small sound content folder: files are written, commands are
 * run. Where the last block is no command, the folder is validated.
 * @returns what each command of the program said
 */
export async function runExample(blocks: readonly Block[]): Promise<CommandResult[]> {
  const folder = temporaryFolder();
  cpSync(base, folder, { recursive: true });
  const results: CommandResult[] = [];
  for (const { path, language, text } of blocks) {
    if (path !== undefined) write(join(folder, path), text);
    else if (language !== 'sh') throw new Error(`a block in ${language} has no path`);
    else results.push(...(await runLines(folder, text)));
  }
  const isLastCommand = blocks.at(-1)?.text.trim().split('\n').at(-1)?.startsWith('taxii-press ');
  if (!isLastCommand) results.push(await runProgram(folder, ['validate']));
  return results;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function runLines(folder: string, text: string): Promise<CommandResult[]> {
  const results: CommandResult[] = [];
  for (const line of text.trim().split('\n')) {
    const [program, ...args] = line.split(' ');
    if (program === 'taxii-press') results.push(await runProgram(folder, args));
    else execFileSync('/bin/sh', ['-ec', line], { cwd: folder, stdio: 'pipe' });
  }
  return results;
}

/** In this process: a page has several commands, and starting each would take longer than its work. */
async function runProgram(folder: string, [command, ...args]: readonly string[]): Promise<CommandResult> {
  const { words, options } = parse(args);
  const content = join(folder, options.content ?? 'content');
  const [first = '', second = ''] = words;
  switch (command) {
    case 'validate':
      return validate({ ...options, content });
    case 'build':
      return build({ content, out: join(folder, options.out ?? 'dist') });
    case 'release':
      return release({ ...options, content, version: first });
    case 'diff':
      return diff({ ...options, content, from: first, to: second });
    case 'explain':
      return explain({ code: first });
    default:
      throw new Error(`taxii-press ${command} is not known to the examples`);
  }
}

/** Every option of an example has a value. */
function parse(args: readonly string[]): { words: string[]; options: Record<string, string> } {
  const words: string[] = [];
  const options: Record<string, string> = {};
  for (let index = 0; index < args.length; index += 1) {
    const name = /^--(.+)$/.exec(args[index]!)?.[1];
    if (name === undefined) words.push(args[index]!);
    else options[camelCase(name)] = args[++index] ?? '';
  }
  return { words, options };
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
