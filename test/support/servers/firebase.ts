import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment, type EmulatedAnswer, type Emulation, mediaType, startEmulation } from './emulation.ts';

interface FirebaseJson {
  readonly hosting: {
    readonly public: string;
    readonly ignore: readonly string[];
    readonly cleanUrls: boolean;
    readonly rewrites: readonly { readonly regex: string; readonly destination: string }[];
    readonly headers: readonly {
      readonly regex: string;
      readonly headers: readonly { readonly key: string; readonly value: string }[];
    }[];
  };
}

/**
 * An **emulation** of Firebase Hosting. Its rules and where they are from:
 *
 * - an exact file goes before a rewrite, and that before `404.html` (Firebase documentation, "Configure hosting
 *   behavior", "Priority order of Hosting responses");
 * - a folder's URL gives its `index.html`, and leads there from the URL without the slash, query and all (the same
 *   page on `trailingSlash`; firebase/superstatic, `middleware/files.js`);
 * - a rewrite has one destination, whatever the path was (superstatic, `middleware/rewrites.ts`);
 * - headers go by the path that was asked for; `regex` is RE2 and not anchored (superstatic, `utils/patterns.js`);
 *   of two rules for one header the later counts (superstatic, `middleware/headers.js`);
 * - all methods are answered like GET (seen in superstatic 10).
 *
 * @throws Error where firebase.json holds what is not emulated
 */
export function startFirebase(folder: string, port?: number): Promise<Emulation> {
  const { hosting } = JSON.parse(readFileSync(join(folder, 'firebase.json'), 'utf8')) as FirebaseJson;
  const known = ['public', 'ignore', 'cleanUrls', 'rewrites', 'headers'];
  const unknown = Object.keys(hosting).filter((key) => !known.includes(key));
  if (unknown.length > 0 || hosting.public !== '.' || hosting.cleanUrls)
    throw new Error(`not emulated: ${unknown}`);
  const rewrites = hosting.rewrites.map((rule) => ({ ...rule, pattern: re2(rule.regex) }));
  const headers = hosting.headers.map((rule) => ({ ...rule, pattern: re2(rule.regex) }));
  const site = new Deployment(folder, (path) => !hosting.ignore.some((glob) => isIgnored(glob, path)));

  return startEmulation(({ path, query }) => {
    const own = path.replace(/\/{2,}/g, '/').slice(1);
    const isFolder = own === '' || own.endsWith('/');
    const index = `${isFolder ? own : `${own}/`}index.html`;
    if (site.read(own)) return send(200, own);
    if (site.read(index))
      return isFolder ? send(200, index) : { status: 301, headers: { Location: `/${own}/${query}` } };
    const rewrite = rewrites.find(({ pattern }) => pattern.test(path));
    return rewrite ? send(200, rewrite.destination.slice(1)) : send(404, '404.html');

    function send(status: number, file: string): EmulatedAnswer {
      const body = site.read(file);
      if (!body) throw new Error(`a rewrite to ${file}, which is not deployed`);
      const own = headers.filter(({ pattern }) => pattern.test(path)).flatMap((rule) => rule.headers);
      const set = Object.fromEntries(own.map(({ key, value }) => [key, value]));
      return { status, headers: { 'Content-Type': mediaType(file), ...set }, body };
    }
  }, port);
}

/** @throws Error where RE2 would not take it */
function re2(regex: string): RegExp {
  if (/\(\?[=!<]|\\[1-9]/.test(regex)) throw new Error(`no RE2: ${regex}`);
  return new RegExp(regex, 'u');
}

/** The three forms of gitignore's patterns that the file uses. */
function isIgnored(glob: string, path: string): boolean {
  if (glob === '**/.*') return path.split('/').some((name) => name.startsWith('.'));
  if (glob.endsWith('/**')) return path.startsWith(glob.slice(0, -2));
  return path === glob;
}
