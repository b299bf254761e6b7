import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../../node_modules/wrangler/bin/wrangler.js');

export interface WranglerProcess {
  /** Ends in "/". */
  readonly server: string;
  /** What it said, which is where it tells of rules that it does not take. */
  readonly said: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * Cloudflare's own development server, with the asset worker that answers in production, on workerd. Needs no
 * account and no network.
 * @param configuration the path of wrangler.jsonc
 * @throws Error with what it said, where it ends before it listens
 */
export async function startWrangler(configuration: string, port: number): Promise<WranglerProcess> {
  const home = mkdtempSync(join(tmpdir(), 'taxii-press-wrangler-'));
  mkdirSync(join(home, 'work'));
  const options = [
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--inspector-port',
    '0',
    '--persist-to',
    join(home, 'state'),
  ];
  const child = spawn(process.execPath, [program, 'dev', '-c', configuration, '--local', ...options], {
    cwd: join(home, 'work'),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, because workerd is a process below it.
    detached: true,
    env: environment(home),
  });
  const said: string[] = [];
  await listening(child, said);
  const stop = async () => {
    await end(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return { server: `http://127.0.0.1:${port}/`, said, stop };
}

/**
 * What a deploy does before it needs an account.
 * @returns what it printed
 * @throws Error with that, where it fails
 */
export async function dryRun(configuration: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'taxii-press-wrangler-'));
  const child = spawn(process.execPath, [program, 'deploy', '--dry-run', '-c', configuration], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(home),
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => printed.push(chunk));
  const [code] = await once(child, 'close');
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  const text = Buffer.concat(printed).toString();
  if (code !== 0) throw new Error(`wrangler ended with ${code}: ${text}`);
  return text;
}

/** Nothing of the user's, and nothing sent home. */
function environment(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: home,
    CI: '1',
    WRANGLER_SEND_METRICS: 'false',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    NO_COLOR: '1',
  };
}

function listening(child: ChildProcess, said: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = (line: string) => {
      said.push(line);
      if (line.includes('Ready on')) resolve();
    };
    createInterface(child.stdout!).on('line', hear);
    createInterface(child.stderr!).on('line', hear);
    child.once('close', (code) => reject(new Error(`wrangler ended with ${code}: ${said.join('\n')}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error('wrangler had ended by itself');
  const closed = once(child, 'close');
  process.kill(-child.pid!, 'SIGTERM');
  const late = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), 5000);
  await closed;
  clearTimeout(late);
}
