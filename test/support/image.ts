import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RunningServer } from './servers/server-process.ts';

/** The server of the Docker image, as its CMD starts it; where it listens and what it serves is the caller's. */
export async function startImageServer(
  site: string,
  port: number,
): Promise<Pick<RunningServer, 'url' | 'stop'>> {
  const env = { ...process.env, SITE: site, PORT: String(port), ADDRESS: '127.0.0.1' };
  const server = spawn(process.execPath, [join(site, '_hosts/node/server.mjs')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Serving')) resolve();
    });
    server.once('close', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'close');
    },
  };
}
