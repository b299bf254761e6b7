import { spawnSync } from 'node:child_process';

/**
 * The path of a Node of another major version, from the package registry or npm's cache.
 * @returns undefined, and says so, where it cannot be had; on CI that is an error
 */
export function findNode(major: number): string | undefined {
  if (Number.parseInt(process.versions.node, 10) === major) return process.execPath;
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['-y', '-p', `node@${major}`, '-c', 'node -p process.execPath'],
    {
      encoding: 'utf8',
      timeout: 100_000,
    },
  );
  const path = stdout?.trim().split('\n').at(-1);
  if (status === 0 && path) return path;
  if (process.env.CI) throw new Error(`CI needs node@${major}, which npx could not fetch:\n${stderr}`);
  console.warn(`Skipped: the same build under Node ${major}, because npx could not fetch it`);
  return undefined;
}
