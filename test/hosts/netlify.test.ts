import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitNetlifyRules, limits } from '../../src/hosts/netlify/emit.ts';
import { textFile } from '../../src/site/output-file.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import {
  ask,
  askTaxii,
  awkwardTests,
  buildAwkward,
  buildSampleFor,
  levelOneTests,
  type Subject,
  UNKNOWN,
} from '../support/level-one.ts';
import type { SampleBuild } from '../support/sample-build.ts';
import { freePort } from '../support/serve-process.ts';
import type { Emulation } from '../support/servers/emulation.ts';
import { matcherOf, startNetlify } from '../support/servers/netlify.ts';

/** Level 1 on Netlify's own redirect matcher, with an emulation of the rest; both ways to pick headers. */
describe.each(['asked', 'file'] as const)('headers by the path %s', (keyedBy) => {
  let sample: SampleBuild;
  let running: Emulation;
  const subject = (): Subject => ({ server: running.server, sample });

  beforeAll(async () => {
    const port = await freePort();
    sample = await buildSampleFor(['netlify'], `http://127.0.0.1:${port}/`);
    running = await startNetlify(sample.site, keyedBy, port);
  });
  afterAll(async () => {
    await running.stop();
    sample.remove();
  });

  levelOneTests(subject, { hasSingleObjects: true, takesDoubledSlashes: true, hasPreflight: true });

  const list = 'public/collections/port-threats/objects/';

  it('an unknown TAXII path has a TAXII error message, visible to a script', async () => {
    for (const path of ['taxii2/x', 'public/x', 'public/collections/nothing/', `${list}a/b/c/d`]) {
      const { status, headers, text } = await ask(subject(), path);
      expect([status, headers.get('Content-Type')], path).toEqual([404, TAXII]);
      expect(headers.get('Access-Control-Allow-Origin'), path).toBe('*');
      expect(JSON.parse(text)).toMatchObject({ title: 'Not found', http_status: '404' });
    }
  });

  it('the rules are not published', async () => {
    for (const path of ['_headers', '_redirects']) expect((await ask(subject(), path)).status).toBe(404);
  });

  it('what is encoded in a name stays in its place', async () => {
    for (const name of ['..%2f..%2fcollection', 'a%2fb', '%252e%252e'])
      expect((await ask(subject(), `${list}${name}/`)).status, name).not.toBe(200);
  });

  /** What host.ts says that a reader of this host cannot have. */
  describe('departures', () => {
    it('an unknown object has the page of the host', async () => {
      const { status, text } = await ask(subject(), `${list}${UNKNOWN}/`);
      expect([status, text.slice(0, 15)]).toEqual([404, '<!DOCTYPE html>']);
    });

    it('no method and no Accept is declined', async () => {
      const { text } = await askTaxii(subject(), list);
      for (const method of ['POST', 'DELETE'])
        expect((await askTaxii(subject(), list, { method })).text).toBe(text);
      await askTaxii(subject(), list, { headers: { Accept: 'text/html' } });
    });
  });
});

describe('awkward names', () => {
  let awkward: Subject & { stop: () => Promise<void> };
  beforeAll(async () => {
    const port = await freePort();
    const built = await buildAwkward(['netlify'], `http://127.0.0.1:${port}/`);
    const server = await startNetlify(built.site, 'asked', port);
    const stop = () => server.stop().then(built.remove);
    awkward = { server: server.server, sample: built, stop };
  });
  afterAll(() => awkward.stop());
  awkwardTests(() => awkward, { hasSingleObjects: true });
});

/** Why this host is level 1: its rules see the query, but not enough of it to decline what they cannot answer. */
describe('what rules cannot tell apart', () => {
  const rules = '/o/ limit=:n /limit/:n 200\n/o/ match[type]=:t /type/:t 200\n/o/ /first 200\n';
  const to = async (query: string) => (await matcherOf(rules))('/o/', query)?.to;

  it('a parameter that is there twice has its last value', async () => {
    expect(await to('limit=1')).toBe('/limit/1');
    expect(await to('limit=1&limit=2')).toBe('/limit/2');
  });

  it('a number by its size, or from another word', async () => {
    expect([await to('limit=37'), await to('limit=x')]).toEqual(['/limit/37', '/limit/x']);
  });

  it('a parameter with brackets in its name from none at all', async () => {
    for (const query of ['match[type]=tool', 'match%5Btype%5D=tool']) expect(await to(query)).toBe('/first');
  });
});

it('stands in no build beside another host with rules of the same names', async () => {
  await expect(buildSampleFor(['netlify', 'cloudflare-assets'], undefined)).rejects.toThrow(
    'site/output-collision',
  );
});

describe('limits', () => {
  const found = (collections: number, files: string[] = []) =>
    emitNetlifyRules({
      apiRoots: [
        {
          name: 'api',
          collections: Array.from({ length: collections }, (_, n) => ({ id: `id-${n}`, releases: [] })),
        },
      ],
      files: files.map((path) => textFile(path, () => '')),
    }).diagnostics.map(({ code, message }) => `${code}: ${message}`);

  it('of rules stop the build', () => {
    // Six for each collection, and six for what is there once.
    expect(found(1665)).toEqual([]);
    expect(found(1667)).toEqual([
      'host/limit-exceeded: The host netlify takes at most 10000 rules in _redirects; this site has 10008.',
    ]);
  });

  it('of files in one folder stop the build', () => {
    const files = (count: number) => Array.from({ length: count }, (_, n) => `_taxii/x/${n}.json`);
    expect(found(1, [...files(limits.folderFiles.most), 'index.html'])).toEqual([]);
    expect(found(1, files(limits.folderFiles.most + 1))).toEqual([
      'host/limit-exceeded: The host netlify takes at most 54000 files in a folder, such as _taxii/x/; this site has 54001.',
    ]);
  });
});
