import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { readText } from '../../../src/io/files.ts';
import { scratch } from '../scratch.ts';
import { freePort } from '../serve-process.ts';
import { programPath } from './installed.ts';

/** A real server in the foreground, on loopback, with all that it writes in a folder of its own. */
export interface RunningServer {
  /** Ends in "/". */
  readonly url: string;
  readonly port: number;
  /** As the program says it, such as "nginx/1.22.1". */
  readonly version: string;
  /**
   * Has the server read its configuration again, without dropping a request.
   * @throws Error with the server's own words, where it refuses the configuration; the old one stays
   */
  readonly reload: () => Promise<void>;
  /** @throws Error where the server had ended by itself */
  readonly stop: () => Promise<void>;
  /** All that it has said so far, access log included where it has one. */
  readonly logs: () => string;
}

/** What is particular to one server. */
export interface Dialect {
  readonly name: string;
  readonly program: string;
  /** Arguments that make it print its version. */
  readonly versionArguments: readonly string[];
  /** Writes the configuration and says how to start with it. */
  readonly prepare: (place: Place) => Launch;
}

export interface Place {
  readonly folder: string;
  readonly port: number;
}

export interface Launch {
  readonly arguments: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments that only check the configuration. */
  readonly check: readonly string[];
  /** Tells the running server to reload, once its configuration was checked. */
  readonly signal: (running: Running) => Promise<void>;
  /** A log that does not go to the standard streams. */
  readonly logFile?: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly program: string;
  readonly logs: () => string;
  readonly env: NodeJS.ProcessEnv;
}

const ATTEMPTS = 5;
const START = 30_000;
const STOP = 10_000;

/**
 * Starts a server and waits until it answers.
 * @throws Error with what it said, where it ends before that
 */
export async function startServer(
  dialect: Dialect,
  { tls = false, port }: { tls?: boolean; port?: number | undefined },
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort());
    try {
      return await startOn(dialect, chosen, tls);
    } catch (error) {
      // Somebody else may have taken a free port in between.
      if (port !== undefined || attempt === ATTEMPTS || !isTaken((error as Error).message)) throw error;
    }
  }
}

function isTaken(said: string): boolean {
  return /address already in use/i.test(said);
}

async function startOn(dialect: Dialect, port: number, tls: boolean): Promise<RunningServer> {
  const program = programPath(dialect.program);
  if (!program) throw new Error(`${dialect.program} is not installed`);
  const folder = scratch(dialect.name);
  chmodSync(folder, 0o755);
  const launch = dialect.prepare({ folder, port });
  const env = { ...process.env, ...launch.env };
  const child = spawn(program, launch.arguments, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: should it have to be killed, its workers go with it.
    detached: true,
  });
  const logs = listen(child, launch.logFile);
  const running: Running = { process: child, program, logs, env };
  const release = guard(child);
  try {
    await answering(running, port, tls);
  } catch (error) {
    await end(child);
    release();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/`,
    port,
    version: versionOf(program, dialect.versionArguments),
    logs,
    reload: async () => {
      check(program, launch.check, env);
      await launch.signal(running);
    },
    stop: async () => {
      const ended = hasEnded(child);
      await end(child);
      release();
      rmSync(folder, { recursive: true, force: true });
      if (ended) throw new Error(`${dialect.name} had ended by itself:\n${logs()}`);
    },
  };
}

function listen(child: ChildProcess, file: string | undefined): () => string {
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return () => said + (file ? (readText(file) ?? '') : '');
}

/**
 * Servers that a test run leaves behind when it is killed would hold their ports for ever: a shell beside each ends
 * it when the test's process has gone, however that went.
 */
function guard(child: ChildProcess): () => void {
  const script = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -s KILL -- "-$2"';
  const args = ['-c', script, 'sh', String(process.pid), String(child.pid)];
  const shell = spawn('/bin/sh', args, { stdio: 'ignore', detached: true });
  shell.unref();
  return () => signalGroup(shell.pid!, 'SIGKILL');
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It is gone already.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    const killer = setTimeout(() => signalGroup(child.pid!, 'SIGKILL'), STOP);
    await closed;
    clearTimeout(killer);
  }
}

async function answering({ process: child, logs }: Running, port: number, tls: boolean): Promise<void> {
  const deadline = Date.now() + START;
  for (;;) {
    const answers = await hasAnswer(port, tls);
    if (hasEnded(child) || isTaken(logs())) throw new Error(`it ended before it listened:\n${logs()}`);
    if (answers) return;
    if (Date.now() > deadline) throw new Error(`no answer within ${START} ms:\n${logs()}`);
    await sleep(20);
  }
}

/** A handshake is answer enough: without the certificate of a client there may be no other. */
function hasAnswer(port: number, tls: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tls
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connect({ port, host: '127.0.0.1' });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => resolve(false));
    if (tls) socket.once('secureConnect', () => done(true));
    else {
      socket.once('data', () => done(true));
      socket.write('GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    }
  });
}

/** @throws Error with what the program said, where it does not accept its configuration */
function check(program: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`the configuration is refused:\n${stdout}${stderr}`);
}

function versionOf(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return /[A-Za-z]*\/?v?\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
}

/** Waits until the server has said something new that matches. */
export async function waitForLog({ process: child, logs }: Running, from: number, wanted: RegExp) {
  const deadline = Date.now() + START;
  while (!wanted.test(logs().slice(from))) {
    if (hasEnded(child)) throw new Error(`it ended instead:\n${logs()}`);
    if (Date.now() > deadline) throw new Error(`never said ${wanted}:\n${logs().slice(from)}`);
    await sleep(5);
  }
}

/** The ids of a process's children, where the system tells them as Linux does. */
export function childrenOf(id: number): number[] {
  const text = readText(`/proc/${id}/task/${id}/children`) ?? '';
  return text.split(' ').filter(Boolean).map(Number);
}

/** Waits until children have ended; connections that are kept alive may hold them a little. */
export async function waitForEnd({ process: parent, logs }: Running, ids: readonly number[]): Promise<void> {
  const deadline = Date.now() + START;
  while (childrenOf(parent.pid!).some((id) => ids.includes(id))) {
    if (Date.now() > deadline) throw new Error(`${ids} do not end:\n${logs()}`);
    await sleep(5);
  }
}

/** Makes a folder for what a server writes. */
export function subfolder(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/**
 * Lets servers that give up root's rights into a temporary folder, whose makers shut it to others. Files in it
 * are readable unless the umask is a strict one.
 */
export function openPath(folder: string): void {
  for (let at = folder; at !== dirname(at) && at !== tmpdir() && at !== '/dev/shm'; at = dirname(at)) {
    const { mode, uid } = statSync(at);
    if (uid === process.getuid?.()) chmodSync(at, mode | 0o055);
  }
}

/** The account that servers started by root give up its rights for; undefined where we are not root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
