import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BuildOptions, build } from '../../src/commands/build.ts';
import { release } from '../../src/commands/release.ts';
import { collectionId, day, TestContent, temporaryFolder, tool, url } from '../support/content.ts';
import { differences, readTree } from '../support/tree.ts';

function released(hosts?: string): TestContent {
  const content = new TestContent(hosts);
  content.object('one', tool(1));
  content.object('url', url('https://a.example/'));
  expect(release({ content: content.folder, version: '1.0.0', date: day(60) }).exitCode).toBe(0);
  return content;
}

const out = () => join(temporaryFolder(), 'dist');
const make = (content: TestContent, place: string, more: Partial<BuildOptions> = {}) =>
  build({ content: content.folder, out: place, ...more });
const paths = (folder: string) => [...readTree(folder).keys()];

describe('build', () => {
  test('writes a site, says so, and gives the same bytes again', async () => {
    const [content, place, other] = [released(), out(), out()];
    const { exitCode, diagnostics, text, data } = await make(content, place);
    expect([exitCode, diagnostics]).toEqual([0, []]);
    expect(text).toContain('Things: 2 objects in 2 versions, 2 versions ever published\n');
    expect(text).toMatch(/1\.0\.0 +2024-02-29T00:00:00\.000Z +2 +0 +0 +0 +0 +2\n/);
    expect(text).toContain(`Wrote ${paths(place).length} files to ${place}\n`);
    expect(data).toMatchObject({
      out: place,
      files: paths(place).length,
      written: true,
      collections: [
        { collection: 'api/things', id: collectionId, objects: 2, objectVersions: 2, everPublished: 2 },
      ],
    });
    await make(content, other);
    expect(differences(readTree(place), readTree(other))).toEqual([]);
    expect(readdirSync(join(place, '..'))).toEqual(['dist']);
  });

  test('replaces a former site as a whole: what is no longer wanted is gone', async () => {
    const [content, place] = [released('serve, node'), out()];
    await make(content, place);
    const former = paths(place);
    content.write('site.yaml', 'title: Site\nhosts: [node]\n');
    expect((await make(content, place)).exitCode).toBe(0);
    const now = paths(place);
    expect(former).toContain('serve.json');
    expect(now).not.toContain('serve.json');
    expect(now.filter((path) => !former.includes(path))).toEqual([]);
  });

  test('leaves what is not released yet out, and says so', async () => {
    const [content, place, other] = [released(), out(), out()];
    await make(content, place);
    content.object('two', tool(2));
    const { exitCode, diagnostics } = await make(content, other);
    expect([exitCode, content.shown(diagnostics)]).toEqual([0, ['release/unreleased -']]);
    expect(differences(readTree(place), readTree(other))).toEqual([]);
  });

  test('with faults leaves the former site as it is', async () => {
    const [content, place] = [released(), out()];
    await make(content, place);
    const former = readTree(place);
    content.append('api/things/releases/1.0.0.json', ' ');
    const { exitCode, text, diagnostics } = await make(content, place);
    expect([exitCode, text, content.shown(diagnostics)]).toEqual([
      1,
      '',
      ['release/edited api/things/releases/1.0.0.json'],
    ]);
    expect(differences(former, readTree(place))).toEqual([]);
    expect(readdirSync(join(place, '..'))).toEqual(['dist']);
  });

  test('takes another base URL', async () => {
    const [content, place] = [released(), out()];
    content.append('site.yaml', 'baseUrl: https://a.example/\n');
    await make(content, place, { baseUrl: 'https://b.example/sub/' });
    expect(JSON.parse(readFileSync(join(place, '_taxii/discovery.json'), 'utf8'))).toMatchObject({
      default: 'https://b.example/sub/api/',
      api_roots: ['https://b.example/sub/api/'],
    });
    expect(
      paths(place).filter((path) => readFileSync(join(place, path), 'utf8').includes('a.example/api')),
    ).toEqual([]);
  });
});

describe('a dry run', () => {
  test('says what would be written, folder by folder, and writes nothing', async () => {
    const [content, place, real] = [released(), out(), out()];
    const { exitCode, text, data } = await make(content, place, { dryRun: true });
    expect([exitCode, existsSync(place), readdirSync(join(place, '..'))]).toEqual([0, false, []]);
    await make(content, real);
    const sizes = paths(real).map((path) => readFileSync(join(real, path)).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(text).toContain(`Would write ${sizes.length} files, ${total} bytes, to ${place}:\n`);
    const counts = [...text.slice(text.indexOf('Would write')).matchAll(/^ {2}\S*\/ +(\d+)$/gm)].map(
      ([, count]) => Number(count),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(sizes.length);
    expect(data).toMatchObject({ written: false, files: sizes.length });
  });

  test('leaves a former site as it is', async () => {
    const [content, place] = [released(), out()];
    await make(content, place);
    const former = readTree(place);
    content.write('site.yaml', 'title: Other\nhosts: [files]\n');
    expect((await make(content, place, { dryRun: true })).exitCode).toBe(0);
    expect(differences(former, readTree(place))).toEqual([]);
  });
});

describe('the output folder', () => {
  test('that holds something else is refused, and keeps it', async () => {
    const [content, place] = [released(), out()];
    mkdirSync(place);
    writeFileSync(join(place, 'thesis.txt'), 'x');
    for (const dryRun of [false, true]) {
      const { exitCode, diagnostics } = await make(content, place, { dryRun });
      expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([1, ['io/not-a-site']]);
      expect(diagnostics[0]!.message).toContain('thesis.txt');
    }
    expect(readdirSync(place)).toEqual(['thesis.txt']);
  });

  test('that is the content is refused', async () => {
    const content = released();
    expect((await make(content, content.folder)).diagnostics.map(({ code }) => code)).toEqual([
      'io/not-a-site',
    ]);
    expect(existsSync(content.path('site.yaml'))).toBe(true);
  });

  test('that is a file is refused', async () => {
    const [content, place] = [released(), out()];
    writeFileSync(place, 'x');
    const { exitCode, diagnostics } = await make(content, place);
    expect([exitCode, diagnostics.length]).toEqual([1, 1]);
    expect(readFileSync(place, 'utf8')).toBe('x');
  });

  test('under a file is refused', async () => {
    const [content, place] = [released(), out()];
    writeFileSync(place, 'x');
    const { exitCode, diagnostics } = await make(content, join(place, 'dist'));
    expect([exitCode, diagnostics.length]).toEqual([1, 1]);
  });

  test('that is empty, or not there with the folders above it, is taken', async () => {
    const [content, place] = [released(), out()];
    mkdirSync(place);
    expect((await make(content, place)).exitCode).toBe(0);
    expect((await make(content, join(place, '../a/b/dist'))).exitCode).toBe(0);
  });
});

describe('hosts get what they need and nothing else', () => {
  const isTaxii = /discovery|collections?\.json|api-root\.json|manifest|\/whole\/|\/store\/|serve\.json/;
  const built = async (hosts: string) => {
    const place = out();
    expect((await make(released(hosts), place)).exitCode).toBe(0);
    return paths(place);
  };

  test('files: no TAXII', async () => {
    const found = await built('files');
    expect(found.filter((path) => isTaxii.test(path))).toEqual([]);
    expect(found).toContain('index.html');
  });

  test('serve: whole answers and rules, no store', async () => {
    const found = await built('serve');
    expect(found.filter((path) => path.includes('/store/'))).toEqual([]);
    expect(found.filter((path) => path.includes('/whole/'))).toHaveLength(6);
    expect(found).toContain('serve.json');
    expect(found).toContain('_taxii/discovery.json');
  });

  test('node: a store, no file per object, no rules', async () => {
    const found = await built('node');
    expect(found.filter((path) => /\/whole\/|serve\.json/.test(path))).toEqual([]);
    expect(found).toContain(`_taxii/api/${collectionId}/store/head.json`);
    expect(found).toContain('_taxii/discovery.json');
  });

  test('serve and node: both', async () => {
    const both = await built('serve, node');
    expect(both).toEqual([...new Set([...(await built('serve')), ...(await built('node'))])].sort());
  });

  test('that is no name, the working directory, or holds the content, is refused', async () => {
    const content = released();
    for (const place of ['', '.', content.folder, join(content.folder, '..'), '/']) {
      const { exitCode, diagnostics } = await make(content, place);
      expect([place, exitCode, diagnostics.map(({ code }) => code)]).toEqual([place, 1, ['io/not-a-site']]);
    }
    expect(content.read('site.yaml')).toContain('title');
  });

  test('that another build is writing is left to it', async () => {
    const [content, place] = [released(), out()];
    writeFileSync(join(place, '../.dist.lock'), '1');
    expect((await make(content, place)).diagnostics.map(({ code }) => code)).toEqual(['io/busy']);
    // A build that was killed locks nothing.
    writeFileSync(join(place, '../.dist.lock'), '999999999');
    expect((await make(content, place)).exitCode).toBe(0);
  });

  test('that is a link stays a link to the new site', async () => {
    const [content, place] = [released(), out()];
    mkdirSync(join(place, '../real'));
    symlinkSync(join(place, '../real'), place);
    expect((await make(content, place)).exitCode).toBe(0);
    expect(lstatSync(place).isSymbolicLink()).toBe(true);
    expect(existsSync(join(place, '../real/index.html'))).toBe(true);
  });
});
