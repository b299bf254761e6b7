import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SiteState } from '../battery/publishing.ts';
import { describeRuleHost } from '../battery/rule-host.ts';
import { describeRuleShapes } from '../battery/rule-shapes.ts';
import { writeState } from '../battery/rule-states.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { startApache } from '../support/servers/apache.ts';
import { openPath } from '../support/servers/server-process.ts';

/** Apache 2.4 as on shared hosting: the site has its `.htaccess` files and nothing else. */

function start(site: string, port: number, base: string) {
  return startApache({ root: rootOf(site, base), port, htaccess: true });
}

/** The site stands where the base URL's path leads to, in a folder that has other things to offer. */
function rootOf(site: string, base: string): string {
  if (base === '/') return site;
  const root = `${site}-root`;
  const place = join(root, base.slice(0, -1));
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(site, place);
  return root;
}

/** What Apache does by itself, before it reads any `.htaccess`. */
function departure({ method, target }: RawRequest, { status, header }: RawAnswer): string | undefined {
  const [path = ''] = target.split('?');
  if (header('Content-Type')?.startsWith('application/taxii+json')) return undefined;
  const dotted = path.replace(/%2e/gi, '.');
  if (status === 400 && /%(?![0-9A-Fa-f]{2})|\/\.\.(?:\/|$)/.test(dotted)) return 'a path without a meaning';
  if (status === 404 && /%2F|%00/i.test(path)) return 'an escaped "/" or zero';
  // There it is not the site that answers, and to OPTIONS Apache itself says 200.
  const isRefused = status === 404 || status === 405 || method === 'OPTIONS';
  if (isRefused && leavesSite(dotted)) return 'a path out of the folder of the site';
  return undefined;
}

function leavesSite(path: string): boolean {
  let depth = 0;
  return path.split(/\/+/).some((segment) => {
    if (segment === '..') depth -= 1;
    else if (segment !== '.' && segment !== '') depth += 1;
    return depth < 0;
  });
}

/** A folder for each release, and a link to one of them, which is replaced. */
async function publisher(home: string, first: SiteState) {
  const current = join(home, 'current');
  let count = 0;
  const write = (state: SiteState): string => {
    const site = join(home, String(count++));
    writeState(site, state.files);
    openPath(site);
    return site;
  };
  const point = (site: string) => {
    symlinkSync(site, `${current}.new`);
    renameSync(`${current}.new`, current);
  };
  point(write(first));
  const server = await startApache({ root: current, htaccess: true });
  return {
    server,
    publish: async (state: SiteState, step: (name: string) => Promise<void>) => {
      const site = write(state);
      await step('before the link is replaced');
      point(site);
      await step('after the link is replaced');
    },
  };
}

const apache = { host: 'apache', software: 'apache', start, departure } as const;
describeRuleHost({ ...apache, publisher, mayCut: true });
describeRuleShapes({ ...apache, answersAtRoot: false });
