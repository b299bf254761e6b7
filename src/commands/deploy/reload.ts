import { spawnSync } from 'node:child_process';
import { now } from '../../io/clock.ts';
import { type Reloads, readReloads, writeReloads } from '../../io/deploy-reloads.ts';
import type { DeployTarget } from '../../io/deploy-target.ts';

/**
 * What became of the servers: told · told before of this very tree · not told although they should be · told, and
 * they refused.
 */
export type Reload = 'done' | 'not needed' | 'due' | 'failed';

/** Milliseconds. */
const LONGEST = 120_000;

/** Tells servers of a tree, and remembers which trees they may still go by. */
export class Reloader {
  private readonly target: DeployTarget;
  private readonly command: string | undefined;
  private reloads: Reloads | undefined;

  /** @param command for the shell; undefined where none is asked for */
  constructor(target: DeployTarget, command: string | undefined) {
    this.target = target;
    this.command = command;
    this.reloads = readReloads(target.folder, target.names());
  }

  /** What becomes of the servers if this tree is deployed and all goes well; undefined where nobody reloads here. */
  foresee(tree: string): Reload | undefined {
    if (this.command !== undefined) return this.isDue(tree) ? 'done' : 'not needed';
    return this.reloads && this.isDue(tree) ? 'due' : undefined;
  }

  /**
   * Notes that a tree is about to be current. Before that, so that a kill right after it does not make the next
   * deployment forget. Where nothing was known so far, the servers may go by any tree that is there.
   */
  expect(tree: string): void {
    if (!this.isDue(tree) || (this.command === undefined && !this.reloads)) return;
    const former = this.reloads?.trees ?? this.target.names();
    this.write({ trees: [...new Set([...former, tree])], isDue: true });
  }

  /** @returns what became of the servers; with a reason where they refused */
  run(tree: string): { readonly reload?: Reload; readonly reloadFault?: string } {
    const reload = this.foresee(tree);
    if (reload === undefined) return {};
    if (reload !== 'done' || this.command === undefined) return { reload };
    const reloadFault = faultOf(this.command);
    if (reloadFault !== undefined) return { reload: 'failed', reloadFault };
    // Readers were sent to these until now, whenever they ceased to be current.
    const left = this.reloads?.trees.filter((name) => name !== tree) ?? [];
    this.target.touch(left, Date.parse(now()));
    this.write({ trees: [tree], isDue: false });
    return { reload };
  }

  /** Trees that must stay whatever their age. */
  protected(): readonly string[] {
    return this.reloads?.trees ?? [];
  }

  private isDue(tree: string): boolean {
    return this.reloads === undefined || this.reloads.isDue || this.target.current() !== tree;
  }

  private write(reloads: Reloads): void {
    this.reloads = reloads;
    writeReloads(this.target.folder, reloads);
  }
}

function faultOf(command: string): string | undefined {
  const options = { shell: true, encoding: 'utf8', timeout: LONGEST } as const;
  const { status, signal, error, stderr } = spawnSync(command, options);
  if (status === 0) return undefined;
  const said = stderr?.trim().split('\n').at(-1);
  return [error?.message ?? (signal ? `it was ended by ${signal}` : `it ended with ${status}`), said]
    .filter(Boolean)
    .join(': ');
}
