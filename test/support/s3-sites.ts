import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Level } from '../../src/site/site.ts';
import type { History } from './history.ts';
import { type Files, publishHistory } from './memory-site.ts';

/** The site after each release of a history, with some pages for people. */
export function sitesOf(history: History, levels: readonly Level[] = [1, 3]): Files[] {
  return publishHistory(history, 1000, levels).stages.map((files, stage) => {
    const page = (text: string) => new TextEncoder().encode(`<!doctype html><title>${text}</title>`);
    return new Map([
      ...files,
      ['index.html', page(`Release ${stage}`)],
      ['404.html', page('Not found')],
      ['browse/api/index.html', page(`API ${stage}`)],
      ['style.css', new TextEncoder().encode('p { margin: 0 }')],
    ]);
  });
}

/** Makes a folder hold a site and nothing else, as a build does. */
export function writeSite(folder: string, files: Files): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
