import { Deployment, type EmulatedAnswer, type Emulation, mediaType, startEmulation } from './emulation.ts';

/**
 * An **emulation** of GitHub Pages, since nobody can run the real one. Its rules and where they are from:
 *
 * - a folder's URL gives its `index.html`, and leads there from the URL without the slash; `404.html` answers what
 *   is missing (GitHub documentation, "Creating a custom 404 page", "About GitHub Pages");
 * - `/page` gives `page.html`, and goes before a folder `page` (the survey slorber/trailing-slash-guide);
 * - media types come from mime-db by extension (GitHub documentation, "MIME types on GitHub Pages");
 * - `Access-Control-Allow-Origin: *`, `Cache-Control: max-age=600` (seen in glacials/whatsinstandard#61);
 * - a branch that Jekyll builds loses names that begin with "_", "." or "#", or end in "~"; `.nojekyll` stops that
 *   (GitHub's announcement of it, and Jekyll's documentation on `include` and `exclude`);
 * - nothing of a site sets headers, and a query means nothing.
 */
export function startGithubPages(folder: string, base = '/', port?: number): Promise<Emulation> {
  const everything = new Deployment(folder);
  const site = everything.read('.nojekyll') ? everything : new Deployment(folder, survivesJekyll);
  return startEmulation(({ method, path, query }) => {
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: common };
    if (!path.startsWith(base)) return { status: 404, headers: common };
    return answer(site, path.slice(base.length), base, query);
  }, port);
}

const common = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'max-age=600' };

function survivesJekyll(path: string): boolean {
  return path.split('/').every((name) => !/^[_.#]|~$/.test(name));
}

function answer(site: Deployment, path: string, base: string, query: string): EmulatedAnswer {
  const found = path === '' || path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`];
  const file = found.find((name) => site.read(name));
  if (file) return send(200, site, file);
  if (site.isFolder(path) && !path.endsWith('/'))
    return { status: 301, headers: { ...common, Location: `${base}${path}/${query}` } };
  return site.read('404.html') ? send(404, site, '404.html') : { status: 404, headers: common };
}

function send(status: number, site: Deployment, file: string): EmulatedAnswer {
  const type = mediaType(file) === 'application/json' ? 'application/json; charset=utf-8' : mediaType(file);
  return { status, headers: { ...common, 'Content-Type': type }, body: site.read(file)! };
}
