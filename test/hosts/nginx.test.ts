import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteState } from '../battery/publishing.ts';
import { describeRuleHost } from '../battery/rule-host.ts';
import { describeRuleShapes } from '../battery/rule-shapes.ts';
import { writeState } from '../battery/rule-states.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { include, startNginx } from '../support/servers/nginx.ts';
import { openPath } from '../support/servers/server-process.ts';

/** nginx 1.22, with the two files that are included. */

function start(site: string, port: number) {
  const rules = join(site, '_hosts/nginx');
  return startNginx({
    root: site,
    port,
    configuration: { http: include(join(rules, 'http.conf')), server: include(join(rules, 'server.conf')) },
  });
}

/** nginx reads all lines of a header as one since 1.23 only, and refuses paths that it cannot decode by itself. */
function departure({ headers = [], target }: RawRequest, { status }: RawAnswer): string | undefined {
  if (headers.filter(([name]) => name === 'Accept').length > 1) return 'the first of several Accept lines';
  const [path = ''] = target.split('?');
  if (status === 400 && /%|\/\.\.(?:\/|$)/.test(path)) return 'a path that nginx cannot read';
  return undefined;
}

/** A folder for each release; the configuration names it, so that rules and files change in one step. */
async function publisher(home: string, first: SiteState) {
  const [http, server] = [join(home, 'http.conf'), join(home, 'server.conf')];
  let count = 0;
  const point = (state: SiteState) => {
    const site = join(home, String(count++));
    writeState(site, state.files);
    openPath(site);
    const rules = join(site, '_hosts/nginx');
    replace(http, include(join(rules, 'http.conf')));
    replace(server, `root ${site};\n${include(join(rules, 'server.conf'))}`);
  };
  point(first);
  const running = await startNginx({
    root: '',
    configuration: { http: include(http), server: include(server) },
  });
  return {
    server: running,
    publish: async (state: SiteState, step: (name: string) => Promise<void>) => {
      await step('before the files are there');
      point(state);
      await step('before the reload');
      await running.reload();
      await step('after the reload');
    },
  };
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const nginx = { host: 'nginx', software: 'nginx', start, departure } as const;
describeRuleHost({ ...nginx, publisher });
describeRuleShapes({ ...nginx, answersAtRoot: true });
