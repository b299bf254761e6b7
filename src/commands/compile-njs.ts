import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { lowerToNjs } from './lower-to-njs.ts';

/** The level 3 handler as one module for njs, made ahead of time, so that a build needs neither bundler nor compiler. */

const folder = join(import.meta.dirname, '../hosts/nginx-njs');

// Before anything else: the other modules use these methods while they load.
const ENTRY = `
import './runtime/missing-methods.ts';
import fs from 'fs';
import { serve } from './runtime/serve.ts';
export default { serve: (request) => serve(request, fs) };
`;

/** What njs has under no name of its own is put where its name stands. */
const STAND_INS = ['collections', 'web', 'regular-expressions'];

/** Writes `compiled.ts` beside the host. */
export function compileNjs(): void {
  const text = `// Made by \`npm run schemas\`; not to be edited.
/** The module that nginx imports. */
export const code: string = ${JSON.stringify(bundleForNjs())};
`;
  writeIfChanged(join(folder, 'compiled.ts'), text);
}

/**
 * @param entry the text of a module that stands in the host's folder
 * @returns the text of a module for njs 0.7.9 and later; the same on every machine
 */
export function bundleForNjs(entry = ENTRY): string {
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir: folder, sourcefile: 'nginx-njs.js', loader: 'js' },
    absWorkingDir: join(folder, '../../..'),
    inject: STAND_INS.map((name) => join(folder, `runtime/${name}.ts`)),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    external: ['fs'],
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'silent',
  });
  return `${BANNER}\n${lowerToNjs(outputFiles[0]!.text)}`;
}

// §4(c) of the licence: the notices go along with the work.
const BANNER = `// taxii-press: published under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
// Made by a build; edit the site's content and build again instead.`;

/** A file that is written anew makes watchers and caches work anew. */
function writeIfChanged(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) return;
  } catch {
    // not there yet
  }
  writeFileSync(path, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) compileNjs();
