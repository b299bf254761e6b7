import { join } from 'node:path';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts';
import { readText } from '../io/files.ts';
import type { AccessControl } from '../query/access-control.ts';
import { SITE_INDEX, type SiteIndex } from '../query/store-format.ts';
import { type FoundReaders, ReadersFolder } from '../server/readers-folder.ts';

/** Milliseconds; how long a reader who was taken off a list may go on. */
const LOOK_AGAIN = 2000;

export interface FollowedReaders {
  readonly control: AccessControl | undefined;
  readonly warnings: readonly Diagnostic[];
  readonly stop: () => void;
}

interface FollowOptions {
  readonly readers?: string;
  readonly say: (text: string, found: readonly Diagnostic[]) => void;
  readonly report: (error: unknown) => void;
}

/**
 * Follows the readers lists of a folder while a site is served.
 * @param site the folder of the site, for the lists that it needs
 */
export function followReaders(site: string, { readers, say, report }: FollowOptions): FollowedReaders {
  const needed = neededLists(site);
  if (readers === undefined) {
    const warnings = needed.map((list) => noReaders(list, 'no folder of readers lists was named'));
    return { control: undefined, warnings, stop: () => undefined };
  }
  const folder = new ReadersFolder(readers);
  let isBroken = false;
  const warnings = look() ?? [];
  const timer = setInterval(() => {
    const found = look();
    if (found) say('The readers lists have changed.', found);
  }, LOOK_AGAIN);
  return { control: folder.control, warnings, stop: () => clearInterval(timer) };

  function look(): Diagnostic[] | undefined {
    try {
      const found = folder.refresh();
      isBroken = false;
      return found && judge(found, needed, readers!);
    } catch (error) {
      // Told once, not every time.
      if (isBroken) return undefined;
      isBroken = true;
      const { code, path = readers! } = error as NodeJS.ErrnoException;
      // Nobody gets in meanwhile, so it is no reason to stop.
      if (code) return [diagnose('io/unreadable', { path, reason: code }, { severity: 'warning' })];
      report(error);
      return undefined;
    }
  }
}

function judge({ lists, unusable }: FoundReaders, needed: readonly string[], folder: string): Diagnostic[] {
  return [
    ...unusable.map(({ file, line }) => diagnose('host/unusable-credential', { file, line })),
    ...needed
      .filter((list) => !lists.has(list))
      .map((list) => noReaders(list, `${folder} has no line for it`)),
  ];
}

function noReaders(list: string, place: string): Diagnostic {
  return diagnose('host/no-readers', { list, place });
}

function neededLists(site: string): string[] {
  const { apiRoots } = JSON.parse(readText(join(site, SITE_INDEX))!) as SiteIndex;
  const parts = apiRoots.flatMap((root) => [root, ...root.collections]);
  return [...new Set(parts.flatMap(({ readers }) => (readers === undefined ? [] : [readers])))].sort();
}
