import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteState } from '../battery/publishing.ts';
import { describeRuleHost } from '../battery/rule-host.ts';
import { writeState } from '../battery/rule-states.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { startApache } from '../support/servers/apache.ts';
import { openPath } from '../support/servers/server-process.ts';

/** Apache 2.4 as on shared hosting: the site has its `.htaccess` files and nothing else. */

function start(site: string, port: number) {
  return startApache({ root: site, port, htaccess: true });
}

/** What Apache does by itself, before it reads any `.htaccess`. */
function departure({ target }: RawRequest, { status, header }: RawAnswer): string | undefined {
  const [path = ''] = target.split('?');
  if (header('Content-Type')?.startsWith('application/taxii+json')) return undefined;
  if (status === 400 && /%(?![0-9A-Fa-f]{2})|\/\.\.(?:\/|$)/.test(path)) return 'a path without a meaning';
  if (status === 404 && /%2F|%00/i.test(path)) return 'an escaped "/" or zero';
  return undefined;
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

describeRuleHost({ host: 'apache', software: 'apache', start, departure, publisher });
