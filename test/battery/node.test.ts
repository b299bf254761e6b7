import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { createSiteServer } from '../../src/server/node-server.ts';
import { type RawAnswer, RawClient, type RawRequest } from '../support/raw-http.ts';
import { seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';
import { type BatteryBuild, buildBatterySite } from './battery-site.ts';
import { handlerReference } from './compare.ts';
import { corpus } from './corpus.ts';
import { randomRequests } from './random-requests.ts';
import { type BatteryRun, printReport, runBattery } from './run.ts';
import { type HarvestedToken, harvestTokens } from './tokens.ts';
import { Truth } from './truth.ts';

/** The battery on the level 3 server: what it finds there it must not find, and what is broken it must. */

describe.each([10, 1000])('the Node server with pages of %i', (pageSize) => {
  let build: BatteryBuild;
  let server: Server;
  let client: RawClient;
  const errors: unknown[] = [];

  beforeAll(async () => {
    const port = await freePort();
    build = await buildBatterySite({ baseUrl: `http://127.0.0.1:${port}/`, pageSize });
    server = createSiteServer(new SiteFolder(build.site), (error) => errors.push(error));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    client = new RawClient({ port });
  });
  afterAll(() => {
    client.close();
    server.close();
    server.closeAllConnections();
    build.remove();
    expect(errors).toEqual([]);
  });

  const send = (request: RawRequest) => client.send(request);

  async function battery(
    requestsOf: (tokens: readonly HarvestedToken[]) => BatteryRun['requests'],
    sending: (request: RawRequest) => Promise<RawAnswer> = send,
  ) {
    const site = build.description;
    const storage = new SiteFolder(build.site);
    const tokens = await harvestTokens(send, site);
    expect(tokens.length).toBeGreaterThan(20);
    const reference = handlerReference(storage);
    const truth = new Truth(reference, site, tokens);
    return runBattery({ requests: requestsOf(tokens), send: sending, reference, truth });
  }

  // Small pages have more walks to take tokens from; the size makes no other difference to the corpus.
  it.runIf(pageSize === 10)('answers the corpus as the handler and the standard say', async () => {
    const report = await battery((tokens) => corpus(build.description, tokens));
    expect(report.wrong.length, printReport(report)).toBe(0);
  });

  it('answers 3,000 random requests as the handler and the standard say', async () => {
    const report = await battery((tokens) =>
      randomRequests({ seed, count: 3000, site: build.description, tokens }),
    );
    expect(report.wrong.length, printReport(report)).toBe(0);
    // Chance must not make a battery of refusals.
    expect(report.kinds.get('equal: 200')).toBeGreaterThan(1200);
    for (const status of [204, 400, 403, 404, 405, 406])
      expect(report.kinds.get(`equal: ${status}`)).toBeGreaterThan(10);
  });
});
