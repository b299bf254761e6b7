import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

export const project = resolve(import.meta.dirname, '../..');

// Inside the project, because the program looks for its packages above itself.
const cache = join(project, 'node_modules/.cache/taxii-press');
const AN_HOUR = 3_600_000;

/**
 * Compiles the sources once, for tests that start many processes: tsx would take longer to start than a build.
 * @returns the path of the compiled `cli.js`; its folder is named after the sources, so that tests may share it
 */
export function compiledCli(): string {
  // A test goes on with what it began with, even where somebody edits the sources meanwhile.
  compiled ??= compile();
  return compiled;
}

let compiled: string | undefined;

function compile(): string {
  const place = join(cache, digestOfSources());
  const cli = join(place, 'src/cli.js');
  if (existsSync(cli)) return cli;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'new-'));
  const tsc = join(project, 'node_modules/typescript/bin/tsc');
  // Types are checked by `npm test` before any test runs.
  const options = ['-p', 'tsconfig.package.json', '--outDir', fresh, '--declaration', 'false', '--noCheck'];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options], {
    cwd: project,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the sources do not compile:\n${stdout}`);
  cpSync(join(project, 'templates'), join(fresh, 'templates'), { recursive: true });
  settle(fresh, place);
  clearOld();
  return cli;
}

/** Another test may have been quicker; what it made is the same. */
function settle(fresh: string, place: string): void {
  try {
    renameSync(fresh, place);
  } catch {
    rmSync(fresh, { recursive: true });
  }
}

function clearOld(): void {
  for (const name of readdirSync(cache)) {
    const age = Date.now() - (statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > AN_HOUR) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const list = (folder: string) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    );
  const names = [
    'tsconfig.json',
    'tsconfig.package.json',
    'package-lock.json',
    ...list('src'),
    ...list('templates'),
  ];
  for (const name of names.filter((path) => /\.[a-z]+$/.test(path)).sort())
    hash.update(name).update(readFileSync(join(project, name)));
  return hash.digest('hex').slice(0, 16);
}

export interface Surroundings {
  readonly cwd?: string;
  /** Instead of the environment of the test. */
  readonly env?: NodeJS.ProcessEnv;
  /** Another Node than the test's own. */
  readonly node?: string;
  /** Commands of the shell that come first, such as `umask 077`. */
  readonly first?: string;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a command in a process group of its own. */
export function start(command: readonly string[], { cwd, env, first }: Surroundings = {}) {
  const [file, ...rest] = first ? ['/bin/sh', '-c', `${first}; exec "$@"`, 'sh', ...command] : command;
  const child = spawn(file!, rest, {
    ...(cwd ? { cwd } : {}),
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const finished = new Promise<Finished>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code, signal, ...output }));
  });
  return { child, finished };
}

export function run(command: readonly string[], surroundings?: Surroundings): Promise<Finished> {
  return start(command, surroundings).finished;
}

/** Starts the compiled program. */
export function startCli(args: readonly string[], surroundings: Surroundings = {}) {
  return start([surroundings.node ?? process.execPath, compiledCli(), ...args], surroundings);
}

export function runCli(args: readonly string[], surroundings?: Surroundings): Promise<Finished> {
  return startCli(args, surroundings).finished;
}
