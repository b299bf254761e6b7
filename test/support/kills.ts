import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { startCli } from './compiled.ts';

/**
 * Where in a build a kill is aimed: anywhere, by the clock; or, as the files tell, from when writing begins,
 * when it ends, when the new site is in its place, or when the old one is put aside.
 */
export type Aim = 'anywhere' | 'writing' | 'swapping' | 'swapped' | 'clearing';

export interface Kill {
  readonly aim: Aim;
  /** When within its span, 0 to 1. */
  readonly chance: number;
  /** True to spare the processes that the build itself has started. */
  readonly alone: boolean;
}

/** What a plan of kills needs to know of the build. */
export interface Target {
  readonly home: string;
  /** A file that is written last. */
  readonly lastFile: string;
  /** How long a whole build takes. */
  readonly milliseconds: number;
}

/** Kills a build as planned; false where it was over before. */
export async function killBuild(
  { child, finished }: ReturnType<typeof startCli>,
  { aim, chance, alone }: Kill,
  { home, lastFile, milliseconds }: Target,
): Promise<boolean> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const until = async (isTime: () => boolean, pause: number) => {
    while (!isTime() && !isOver()) await sleep(pause);
  };
  const place = join(home, 'dist');
  const node = statSync(place).ino;
  if (aim === 'writing') await until(() => existsSync(join(home, '.dist.new')), 1);
  if (aim === 'swapping' || aim === 'swapped')
    await until(() => existsSync(join(home, '.dist.new', lastFile)), 1);
  // A few milliseconds lie between this and the next step, so there is no time to sleep; nor is it waited long.
  const deadline = performance.now() + 1000;
  if (aim === 'swapped') while (statSync(place).ino === node && performance.now() < deadline);
  if (aim === 'clearing') await until(() => existsSync(join(home, '.dist.old')), 1);
  const spans = { anywhere: milliseconds, writing: 120, swapping: 20, swapped: 0, clearing: 60 };
  if (spans[aim] > 0) await sleep(chance * spans[aim]);
  const group = child.pid!;
  if (!isOver()) process.kill(alone ? group : -group, 'SIGKILL');
  const { signal } = await finished;
  await groupToEnd(group);
  return signal === 'SIGKILL';
}

/** A spared process may be in the middle of the swap. */
async function groupToEnd(group: number): Promise<void> {
  for (let waited = 0; waited < 200; waited += 1) {
    try {
      process.kill(-group, 0);
    } catch {
      return;
    }
    await sleep(5);
  }
}
