import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/hosts/cloudflare-assets/check-rules.ts';
import { emitAssetRules } from '../../src/hosts/cloudflare-assets/emit.ts';
import { textFile } from '../../src/site/output-file.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import {
  ask,
  askTaxii,
  awkwardTests,
  buildAwkward,
  buildSampleFor,
  dateHeaderNames,
  levelOneTests,
  pathsOf,
  type Subject,
  UNKNOWN,
} from '../support/level-one.ts';
import type { SampleBuild } from '../support/sample-build.ts';
import { freePort } from '../support/serve-process.ts';
import { dryRun, startWrangler, type WranglerProcess } from '../support/servers/wrangler.ts';

/** Level 1 on Cloudflare's own asset server: `wrangler dev`, as an owner would start it. */

/** Wrangler takes some seconds to start, and far more on a busy machine. */
const START = 400_000;

let sample: SampleBuild;
let running: WranglerProcess;
const subject = (): Subject => ({ server: running.server, sample });

beforeAll(async () => {
  const port = await freePort();
  sample = await buildSampleFor(['cloudflare-assets'], `http://127.0.0.1:${port}/`);
  running = await startWrangler(configuration(sample), port);
}, START);
afterAll(async () => {
  await running.stop();
  sample.remove();
});

function configuration({ site }: SampleBuild): string {
  return join(site, '_hosts/cloudflare-assets/wrangler.jsonc');
}

levelOneTests(subject, { hasSingleObjects: true, takesDoubledSlashes: true, hasPreflight: false });

const list = 'public/collections/port-threats/objects/';

describe('the rules', () => {
  it('are all taken by the host', () => {
    const lines = (name: string) => readFileSync(join(sample.site, name), 'utf8').split('\n');
    const redirects = lines('_redirects').filter(Boolean).length;
    const headers = lines('_headers').filter((line) => line.startsWith('/')).length;
    const said = running.said.join('\n');
    expect(said).toContain(`Parsed ${redirects} valid redirect rules.`);
    expect(said).toContain(`Parsed ${headers} valid header rules.`);
    expect(said).not.toMatch(/invalid|ignor|skipping|warning/i);
  });

  it('and the files are taken by a deploy, as far as one goes without an account', async () => {
    const printed = await dryRun(configuration(sample));
    expect(printed).toContain(`files from the assets directory ${sample.site}`);
    expect(printed).toContain('--dry-run: exiting now.');
    expect(printed).not.toMatch(/warning|error/i);
  });

  it('are not published, nor is what is for the deploy', async () => {
    for (const path of ['_headers', '_redirects', '.assetsignore', '_hosts/cloudflare-assets/wrangler.jsonc'])
      expect((await ask(subject(), path)).status, path).toBe(404);
  });
});

describe('what the host does', () => {
  it('an unknown TAXII path has a TAXII error message, visible to a script', async () => {
    const path = pathsOf(sample.collections[0]!)[0]!;
    for (const one of [
      `${path}objects/${UNKNOWN}/`,
      'public/collections/nothing',
      'public/x',
      'taxii2/x/y',
    ]) {
      const { status, headers, text } = await ask(subject(), one);
      expect([status, headers.get('Content-Type')], one).toEqual([404, TAXII]);
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(JSON.parse(text)).toMatchObject({ title: 'Not found', http_status: '404' });
    }
  });

  it('an unknown object has no dates', async () => {
    const { headers } = await ask(subject(), `${list}${UNKNOWN}/`);
    for (const name of dateHeaderNames) expect(headers.has(name)).toBe(false);
  });

  it('HEAD has the headers and no body; an entity tag spares an unchanged answer', async () => {
    const { headers, text } = await ask(subject(), list, { method: 'HEAD' });
    expect([text, headers.get('Content-Type')]).toEqual(['', TAXII]);
    const again = await ask(subject(), list, { headers: { 'If-None-Match': headers.get('ETag')! } });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

/** What host.ts says that a reader of this host cannot have. */
describe('departures', () => {
  it('other methods, preflight requests included, are refused without words', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, text } = await ask(subject(), list, { method });
      expect([status, text], method).toEqual([405, '']);
    }
  });

  it('no Accept is declined', async () => {
    for (const Accept of ['text/html', 'application/taxii+json;version=2.0'])
      await askTaxii(subject(), list, { headers: { Accept } });
  });

  it('an encoded slash and two slashes are redirected, and lead to nothing but a 404 or the path itself', async () => {
    const encoded = await ask(subject(), `${list}a%2fb/`);
    expect(encoded.status).toBe(307);
    expect((await ask(subject(), encoded.headers.get('Location')!.slice(1))).status).toBe(404);
    const inside = await ask(subject(), `${list.replace('/', '//')}?limit=1`);
    expect(inside.status).toBe(307);
    const target = new URL(inside.headers.get('Location')!, subject().server);
    expect([target.pathname, target.search]).toEqual([`/${list}`, '?limit=1']);
    const doubled = await ask(subject(), `/${list}`);
    expect([doubled.status, doubled.headers.get('Location')]).toEqual([307, `/${list}`]);
  });
});

describe('awkward names', () => {
  let awkward: Subject & { stop: () => Promise<void> };
  beforeAll(async () => {
    const port = await freePort();
    const built = await buildAwkward(['cloudflare-assets'], `http://127.0.0.1:${port}/`);
    const server = await startWrangler(configuration(built), port);
    const stop = () => server.stop().then(built.remove);
    awkward = { server: server.server, sample: built, stop };
  }, START);
  afterAll(() => awkward.stop());
  awkwardTests(() => awkward, { hasSingleObjects: true });
});

describe('limits', () => {
  const dates = { first: '2026-01-01T00:00:00.000000Z', last: '2026-01-02T00:00:00.000000Z' };
  const found = (collections: number, files = [textFile('a', () => '')], alias?: string) => {
    const roots = [
      {
        name: 'api',
        collections: Array.from({ length: collections }, (_, n) => ({
          id: `id-${n}`,
          dates,
          releases: [],
          ...(alias ? { alias: `${alias}${n}` } : {}),
        })),
      },
    ];
    return emitAssetRules({ apiRoots: roots, files }).diagnostics;
  };
  const messages = (...args: Parameters<typeof found>) =>
    found(...args).map(({ code, severity, message }) => {
      expect([code, severity]).toEqual(['host/limit-exceeded', 'error']);
      return message;
    });

  it('of rules stop the build', () => {
    expect(messages(22, undefined, 'a')).toEqual([]);
    expect(messages(23, undefined, 'a')).toEqual([
      'The host cloudflare-assets takes at most 100 rules with a placeholder in _redirects; this site has 101.',
    ]);
    expect(messages(90)).toEqual([]);
    expect(messages(91)).toEqual([
      'The host cloudflare-assets takes at most 100 rules in _headers; this site has 101.',
    ]);
    expect(messages(400).join()).toMatch(/at most 2000 rules without a placeholder/);
    expect(messages(1, undefined, 'x'.repeat(1000)).join()).toMatch(
      /1000 characters in a line of _redirects/,
    );
  });

  it('of files stop the build, and name the file', () => {
    const mebibyte = new Uint8Array(1024 * 1024);
    const big = (count: number) => ({ path: '_taxii/big.json', chunks: () => Array(count).fill(mebibyte) });
    expect(messages(1, [big(25)])).toEqual([]);
    expect(
      messages(1, [{ path: '_taxii/big.json', chunks: () => [...big(25).chunks(), new Uint8Array(1)] }]),
    ).toEqual([
      'The host cloudflare-assets takes at most 26214400 bytes in one file, which _taxii/big.json is; this site has 26214401.',
    ]);
    const many = Array.from({ length: limits.files.most }, (_, n) => textFile(`${n}`, () => ''));
    expect(messages(1, many)).toHaveLength(1);
  });
});
