import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Another process is at work on the same place. */
export class LockedError extends Error {}

/** Milliseconds after which a holder that shows no sign of life on another machine counts as gone. */
const SILENCE = 10 * 60_000;
const SIGN = 10_000;

/**
 * A lock on a folder that may be mounted on several machines. It names its holder: on this machine a process
 * that is gone holds nothing, elsewhere one that has been silent for long.
 */
export class FolderLock {
  private readonly path: string;
  private readonly mine = JSON.stringify({ host: hostname(), process: process.pid });
  private lastSign = Date.now();

  /** @throws LockedError */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, '.lock');
    while (!this.take()) this.clearStale();
  }

  /** A sign of life, for who waits on another machine. */
  refresh(): void {
    const now = Date.now();
    if (now - this.lastSign < SIGN) return;
    this.lastSign = now;
    utimesSync(this.path, now / 1000, now / 1000);
  }

  release(): void {
    if (this.holder() === this.mine) rmSync(this.path, { force: true });
  }

  /** By a link, which fails where the name is taken and never shows a file that is half written. */
  private take(): boolean {
    const own = `${this.path}.${hostname()}.${process.pid}`;
    try {
      writeFileSync(own, this.mine);
      linkSync(own, this.path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code !== 'EPERM' && code !== 'ENOTSUP') throw error;
      return this.takeWithoutLinks();
    } finally {
      rmSync(own, { force: true });
    }
  }

  /** Some file systems have no links. */
  private takeWithoutLinks(): boolean {
    try {
      writeFileSync(this.path, this.mine, { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  private clearStale(): void {
    const holder = this.holder();
    if (holder === undefined) return;
    if (holder !== this.mine && this.isAlive(holder)) throw new LockedError(describe(holder));
    // Moved first: of two that find it stale, one gets it, and sees whether it was still the same.
    const aside = `${this.path}.${process.pid}.stale`;
    try {
      renameSync(this.path, aside);
      if (readFileSync(aside, 'utf8') !== holder) linkSync(aside, this.path);
    } catch (error) {
      if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    } finally {
      rmSync(aside, { force: true });
    }
  }

  private holder(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8');
    } catch {
      return undefined;
    }
  }

  private isAlive(holder: string): boolean {
    const { host, process: id } = parse(holder);
    if (host === hostname()) return isRunning(id);
    const seen = statSync(this.path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - seen < SILENCE;
  }
}

function parse(holder: string): { host?: string; process: number } {
  try {
    return JSON.parse(holder);
  } catch {
    return { process: 0 };
  }
}

function describe(holder: string): string {
  const { host, process: id } = parse(holder);
  return `process ${id} on ${host} is at it`;
}

function isRunning(id: number): boolean {
  try {
    return id > 0 && process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
