import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

/**
 * The functions that level 3 hosts run, each as one file that imports nothing: made ahead of time, so that a
 * build needs no bundler. They are left readable, since their owners should be able to see what they deploy, and
 * no host counts bytes so closely that it would matter.
 */
interface Function {
  /** The folder of the host. */
  readonly host: string;
  /** The folder that the entry imports from, if it is another one. */
  readonly from?: string;
  /** Wires the runtime to what only the host has; SETTINGS is put before it by the build. */
  readonly entry: string;
  readonly platform: 'neutral' | 'node';
}

const functions: readonly Function[] = [
  {
    host: 'cloudflare-worker',
    entry: `import { createWorker } from './runtime.ts';
export default createWorker(SETTINGS, (error) => console.error(error));`,
    platform: 'neutral',
  },
  {
    host: 'netlify-edge',
    entry: `import { createEdgeFunction } from './runtime.ts';
const readers = Netlify.env.get('TAXII_PRESS_READERS');
export default createEdgeFunction(SETTINGS, readers, (error) => console.error(error));
export const config = { path: '/*' };`,
    platform: 'neutral',
  },
  {
    host: 'lambda-edge',
    entry: `import { createLambda } from './runtime.ts';
export const handler = createLambda(SETTINGS, (error) => console.error(error));`,
    platform: 'neutral',
  },
  {
    host: 'node',
    from: 'commands',
    entry: `import { imageOptions, isHealthy, serveImage } from './serve-image.ts';
const options = imageOptions(process.env);
if (process.argv[2] === 'health') process.exit((await isHealthy(options)) ? 0 : 1);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());
const say = (text) => console.error(text);
await serveImage(options, { say, report: say, signal: stop.signal });`,
    platform: 'node',
  },
];

const src = join(import.meta.dirname, '..');

// §4(c) of the licence: the notices go along with the work.
const BANNER = `// taxii-press: published under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
// Made by a build; edit the site's content and build again instead.`;

/** Writes `compiled.ts` beside the runtime of every host that has one. */
export function compileEdge(): void {
  for (const made of functions) {
    const text = `// Made by \`npm run schemas\`; not to be edited.
/** One module that imports nothing of the project; a function wants SETTINGS before it. */
export const code: string = ${JSON.stringify(bundle(made))};
`;
    writeIfChanged(join(src, 'hosts', made.host, 'compiled.ts'), text);
  }
}

/** @returns the text of an ES module; the same on every machine */
export function bundle({ host, from = join('hosts', host), entry, platform }: Function): string {
  const options: BuildOptions = {
    stdin: { contents: entry, resolveDir: join(src, from), sourcefile: `${host}.js`, loader: 'js' },
    absWorkingDir: join(src, '..'),
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'inline',
    banner: { js: BANNER },
    logLevel: 'silent',
  };
  const [file] = buildSync(options).outputFiles!;
  const ofNode = platform === 'node' ? '(?!.* from "node:)' : '';
  const outside = new RegExp(`^import ${ofNode}.*|\\b(?:import|require)\\(.*`, 'm').exec(file!.text)?.[0];
  if (outside) throw new Error(`the function of ${host} is not whole: ${outside}`);
  return file!.text;
}

/** A file that is written anew makes watchers and caches work anew. */
function writeIfChanged(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) return;
  } catch {
    // not there yet
  }
  writeFileSync(path, text);
}
