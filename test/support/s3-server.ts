import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratch } from './scratch.ts';
import { freePort } from './serve-process.ts';

export const BUCKET = 'site';

export interface S3Server {
  readonly port: number;
  /** Where the objects of a bucket lie. */
  readonly folderOf: (bucket: string) => string;
  /** A bucket of its own for every test; they share the server, since it takes a while to start. */
  readonly newBucket: () => string;
  readonly stop: () => Promise<void>;
}

const program = join(import.meta.dirname, '../../node_modules/s3rver/bin/s3rver.js');

/** s3rver, a real server of S3's protocol, over files in memory. */
export async function startS3(): Promise<S3Server> {
  const folder = scratch('s3');
  const port = await freePort();
  // It uses DES for the tokens of listings.
  const options = ['--openssl-legacy-provider', program];
  const args = ['-d', folder, '-a', '127.0.0.1', '-p', String(port), '-s'];
  const child = spawn(process.execPath, [...options, ...args], { stdio: 'ignore' });
  await answering(child, port);
  let buckets = 0;
  return {
    port,
    folderOf: (bucket) => join(folder, bucket),
    newBucket: () => {
      buckets += 1;
      mkdirSync(join(folder, `${BUCKET}-${buckets}`));
      return `${BUCKET}-${buckets}`;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
      rmSync(folder, { recursive: true });
    },
  };
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  for (let waited = 0; waited < 300; waited += 1) {
    if (child.exitCode !== null) throw new Error(`s3rver ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer) return;
    await sleep(100);
  }
  throw new Error('s3rver does not answer');
}

/** What s3rver takes for credentials, in the environment of this process and of those that it starts. */
export function useS3Credentials(): void {
  process.env.AWS_ACCESS_KEY_ID = 'S3RVER';
  process.env.AWS_SECRET_ACCESS_KEY = 'S3RVER';
}
