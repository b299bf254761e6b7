import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type VerifyOptions, verify } from '../../src/commands/verify.ts';
import { hosts } from '../../src/hosts/all.ts';
import type { Report } from '../../src/verify/verify.ts';
import { buildForHosts, type EdgeSite, emptyFolder } from '../support/edge-site.ts';
import { freePort } from '../support/serve-process.ts';
import { isInstalled } from '../support/servers/installed.ts';
import { imageOn, type LivingHost, livingHosts, type Stop } from './living-hosts.ts';

/** `verify` finds every host to be of the level that it says of itself, and sound at that. */

async function look(url: string, more: Partial<VerifyOptions> = {}) {
  const options = { url, maxRequests: 2000, timeout: 60, version: 'test', ...more };
  const { exitCode, text, data } = await verify(options);
  return { exitCode, text: text!, report: data as Report };
}

function found({ results }: Report, verdict: string): string[] {
  return results.filter(({ outcome }) => outcome.verdict === verdict).map(({ id }) => id);
}

/** What a host cannot have, as its departures say; nothing else may be missing or warned of. */
const short: Readonly<Record<string, readonly string[]>> = {
  firebase: ['T-5.6-1', 'T-5.8-1', 'T-5.8-2'],
  'cloudflare-assets': ['H-cors-2'],
  // CORS is a setting of the bucket, which s3rver does not have by itself.
  's3 s3rver': ['T-3.2-1', 'T-3.2-3', 'H-cors-1', 'H-cors-2'],
  's3 that may not be listed': [
    'T-5.2-3',
    'T-3.2-1',
    'T-3.2-3',
    'T-5.6-2',
    'T-4.3-1',
    'H-cors-1',
    'H-cors-2',
  ],
};

const nameOf = ({ host, how }: LivingHost) => [host, how].filter(Boolean).join(' ');

describe.each(livingHosts.map((one) => [nameOf(one), one] as const))('%s', (name, { host, start }) => {
  const isHere = host !== 'nginx-njs' || isInstalled('nginx-njs');
  const { level } = hosts[host];
  let site: EdgeSite;
  let stop: Stop;
  let address: string;

  beforeAll(async () => {
    if (!isHere) return;
    const port = await freePort();
    address = `http://127.0.0.1:${port}/`;
    site = await buildForHosts([host], { baseUrl: address, pageSize: 20 });
    stop = await start(site.site, port);
  }, 400_000);
  afterAll(async () => {
    await stop?.();
    site?.remove();
  });

  it.skipIf(!isHere)(`is of level ${level}`, async () => {
    const own = site.collections.filter(({ apiRoot }) => apiRoot === site.defaultApiRoot);
    expect(own.length).toBeGreaterThan(1);
    for (const { id } of level === 0 ? own.slice(0, 1) : own) {
      const { exitCode, text, report } = await look(address, level === 0 ? { level } : { collection: id });
      console.log(`${name}: ${text.split('\n').slice(-4).join(' ')}`);
      expect([exitCode, report.level, report.conforms], text).toEqual([0, level, true]);
      for (const verdict of ['fail', 'lacking'])
        expect(short[name] ?? [], `${verdict}: ${text}`).toEqual(
          expect.arrayContaining(found(report, verdict)),
        );
    }
    if (level < 3) expect((await look(address, { level: (level + 1) as 1 | 2 })).exitCode).toBe(1);
  });
});

it('every host is looked into here or with its own battery', () => {
  // describeRuleHost, and test/hosts/cloudfront.test.ts
  const elsewhere = ['nginx', 'caddy', 'apache', 'cloudfront'];
  const here = livingHosts.map(({ host }) => host);
  expect([...new Set([...here, ...elsewhere])].sort()).toEqual(Object.keys(hosts).sort());
  expect(elsewhere.filter((host) => here.some((one) => one === host))).toEqual([]);
});

describe('a site below the root of its host', () => {
  it('is of level 3, from the host and from its own address', async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}/`;
    const site = await buildForHosts(['node'], { baseUrl: `${address}feeds/cti/`, pageSize: 20 });
    const stop = await imageOn(site.site, port);
    try {
      for (const url of [address, `${address}feeds/cti/`]) {
        const { exitCode, text, report } = await look(url, { level: 3 });
        expect([exitCode, report.level], text).toEqual([0, 3]);
        expect(report.collection!.url).toContain(`${address}feeds/cti/`);
      }
    } finally {
      await stop();
      site.remove();
    }
  });
});

describe('a site with a protected API root', () => {
  const TOKEN = 'a-token-that-only-its-reader-has';
  let site: EdgeSite;
  let address: string;
  let stop: Stop;
  const of = (apiRoot: string) => site.collections.find((one) => one.apiRoot === apiRoot)!.id;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}/`;
    const protect = { apiRoot: 'members', readers: 'members' };
    site = await buildForHosts(['node'], { baseUrl: address, pageSize: 20, protect });
    const readers = emptyFolder('readers');
    const digest = createHash('sha256').update(TOKEN).digest('hex');
    writeFileSync(join(readers, 'members.tokens'), `harbour:${digest}\n`);
    stop = await imageOn(site.site, port, readers);
  });
  afterAll(async () => {
    await stop();
    site.remove();
  });

  it('is of level 3 for a reader, who alone gets at it', async () => {
    for (const url of [address, `${address}members/`]) {
      const { exitCode, text, report } = await look(url, {
        token: TOKEN,
        collection: of('members'),
        level: 3,
      });
      expect([exitCode, report.level], text).toEqual([0, 3]);
      for (const id of ['T-5.4-1', 'H-17-1']) expect(found(report, 'pass')).toContain(id);
    }
  });

  it('is of level 3 for everybody else, in what is open', async () => {
    const { exitCode, text, report } = await look(address, { collection: of('public'), level: 3 });
    expect([exitCode, report.level], text).toEqual([0, 3]);
    expect(found(report, 'fail')).toEqual([]);
    const chosen = await look(address);
    expect([chosen.exitCode, chosen.report.collection!.url]).toEqual([
      0,
      expect.stringContaining('/public/'),
    ]);
  });

  it('cannot be verified by somebody else, in what is not', async () => {
    const shut = await look(`${address}members/`);
    expect([shut.exitCode, shut.text]).toEqual([2, expect.stringContaining('status 401')]);
    expect((await look(address, { collection: of('members') })).exitCode).toBe(2);
    const wrong = await look(`${address}members/`, { token: 'another-token' });
    expect([wrong.exitCode, wrong.text]).toEqual([2, expect.stringContaining('see --user and --token')]);
  });
});
