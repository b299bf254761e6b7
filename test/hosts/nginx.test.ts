import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { type BatteryBuild, buildBatterySite } from '../battery/battery-site.ts';
import { handlerReference } from '../battery/compare.ts';
import { corpus } from '../battery/corpus.ts';
import { fileReference, rulesOf } from '../battery/file-reference.ts';
import { randomRequests } from '../battery/random-requests.ts';
import { printReport, runBattery } from '../battery/run.ts';
import { harvestTokens } from '../battery/tokens.ts';
import { Truth } from '../battery/truth.ts';
import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-http.ts';
import { seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { include, startNginx } from '../support/servers/nginx.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** Level 2 on the real nginx, against the file table's meaning and against level 3. */

describe.skipIf(!isInstalled('nginx'))('nginx', () => {
  let build: BatteryBuild;
  let server: RunningServer;
  let client: RawClient;
  let baseUrl: string;

  beforeAll(async () => {
    const port = await freePort();
    baseUrl = `http://127.0.0.1:${port}/`;
    build = await buildBatterySite({ baseUrl, hosts: ['nginx'], pageSize: 100 });
    openPath(build.site);
    const rules = join(build.site, '_hosts/nginx');
    server = await startNginx({
      root: build.site,
      port,
      configuration: { http: include(join(rules, 'http.conf')), server: include(join(rules, 'server.conf')) },
    });
    client = new RawClient({ port });
  });
  afterAll(async () => {
    client?.close();
    await server?.stop();
    build?.remove();
  });

  const send = (request: RawRequest) => client.send(request);

  // nginx has read all lines of a header as one since 1.23 only, and refuses paths that it cannot decode.
  const departure = ({ headers = [], target }: RawRequest, { status }: RawAnswer) => {
    if (headers.filter(([name]) => name === 'Accept').length > 1) return 'the first of several Accept lines';
    const [path = ''] = target.split('?');
    if (status === 400 && /%(?![0-9A-Fa-f]{2})|%00|\/\.\.(?:\/|$)/.test(path))
      return 'a path that cannot be decoded';
    return undefined;
  };

  async function battery(kind: 'corpus' | 'random') {
    const site = build.description;
    const tokens = await harvestTokens(send, site);
    expect(tokens.length).toBeGreaterThan(20);
    const truth = new Truth(handlerReference(new SiteFolder(build.site)), site, tokens);
    const reference = fileReference(build.site, rulesOf(join(build.site, '../content'), baseUrl));
    const requests =
      kind === 'corpus' ? corpus(site, tokens) : randomRequests({ seed, count: 3000, site, tokens });
    const report = await runBattery({ requests, send, reference, truth, declines: true, departure });
    console.log(printReport(report));
    return report;
  }

  it('answers the corpus exactly or declines', async () => {
    const report = await battery('corpus');
    expect(report.wrong.length, printReport(report)).toBe(0);
  });

  it('answers 3,000 random requests as the table says, and none wrongly', async () => {
    const report = await battery('random');
    expect(report.wrong.length, printReport(report)).toBe(0);
  });
});
