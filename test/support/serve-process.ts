import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../node_modules/.bin/serve');

export interface ServeProcess {
  /** Ends in "/". */
  readonly server: string;
  readonly stop: () => Promise<void>;
}

/** A loopback port that was free a moment ago, for a server that must know its address before it starts. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * The real `serve`, as `npx serve <folder>` starts it but for the port and less talk.
 * @throws Error with what it said, where it ends before it listens
 */
export async function startServe(folder: string, port: number): Promise<ServeProcess> {
  const child = spawn(
    process.execPath,
    [program, '-l', `tcp://127.0.0.1:${port}`, '--no-port-switching', '-L', '-n', folder],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_UPDATE_CHECK: '1' } },
  );
  await listening(child);
  return { server: `http://127.0.0.1:${port}/`, stop: () => end(child) };
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const hear = (line: string) => {
      said.push(line);
      if (line.includes('Accepting connections')) resolve();
    };
    createInterface(child.stdout!).on('line', hear);
    createInterface(child.stderr!).on('line', hear);
    child.once('close', (code) => reject(new Error(`serve ended with ${code}: ${said.join('\n')}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error('serve had ended by itself');
  child.kill('SIGKILL');
  await once(child, 'close');
}
