import { pathToFileURL } from 'node:url';

// The parts of a build, each timed:  stages <compiled sources> <content> <out>

const [, , lib = '', content = '', out = ''] = process.argv;
const load = <Module>(path: string) => import(pathToFileURL(`${lib}/${path}`).href) as Promise<Module>;

const seconds: Record<string, number> = {};
let last = 0;
function lap(name: string): void {
  const now = performance.now();
  seconds[name] = (now - last) / 1000;
  last = now;
}

const { gatherContent } = await load<typeof import('../../src/commands/gather/content.ts')>(
  'commands/gather/content.js',
);
const { planSite } = await load<typeof import('../../src/site/plan-site.ts')>('site/plan-site.js');
const { hosts } = await load<typeof import('../../src/hosts/all.ts')>('hosts/all.js');
const { renderPages } = await load<typeof import('../../src/html/render-pages.ts')>('html/render-pages.js');
const { replaceTree } = await load<typeof import('../../src/io/write-tree.ts')>('io/write-tree.js');
// Eleventy is loaded on use, which would count as rendering.
await import(pathToFileURL(`${process.cwd()}/node_modules/@11ty/eleventy/src/Eleventy.js`).href);
lap('load');
const { config, collections, workspace } = gatherContent(content);
lap('gather');
const levels = new Set(config!.hosts.map((name) => hosts[name].level));
const site = planSite(config!, collections, levels, workspace.read);
lap('plan');
const pages = await renderPages(site);
lap('pages');
const files = [...site.files, ...pages].sort((a, b) => (a.path < b.path ? -1 : 1));
await replaceTree(out, files, () => undefined);
lap('write');
console.log(JSON.stringify(seconds));
