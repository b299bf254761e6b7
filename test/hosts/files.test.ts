import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitForPages, limits } from '../../src/hosts/files/host.ts';
import { textFile } from '../../src/site/output-file.ts';
import { ask, buildSampleFor, type Subject } from '../support/level-one.ts';
import type { SampleBuild } from '../support/sample-build.ts';
import type { Emulation } from '../support/servers/emulation.ts';
import { startGithubPages } from '../support/servers/github-pages.ts';

/** Level 0 on an emulation of GitHub Pages: as a site of its own, and as a project's site below another. */
describe.each(['/', '/feeds/'])('a site at %s', (base) => {
  let sample: SampleBuild;
  let running: Emulation;
  const subject = (): Subject => ({ server: `${running.server}${base.slice(1)}`, sample });

  beforeAll(async () => {
    sample = await buildSampleFor(['files'], `https://cert.example${base}`);
    running = await startGithubPages(sample.site, base);
  });
  afterAll(async () => {
    await running.stop();
    sample.remove();
  });

  it('every link and every fragment leads somewhere, from the front page to the last', async () => {
    const pages = await crawl(subject().server);
    expect([...pages.keys()]).toContain(`${subject().server}browse/public/port-threats/index.html`);
    const html = readdirSync(sample.site, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.html'),
    );
    for (const name of html.filter((name) => name !== '404.html'))
      expect(
        [...pages.keys()].some((url) => url.endsWith(name)),
        name,
      ).toBe(true);
  });

  it('the page for what is missing works at any depth', async () => {
    for (const path of ['nothing', 'browse/public/nothing/at/all/']) {
      const { status, headers, text } = await ask(subject(), path);
      expect([status, headers.get('Content-Type')], path).toEqual([404, 'text/html; charset=utf-8']);
      for (const url of linksIn(text).filter((link) => !link.startsWith('#'))) {
        const target = new URL(url, `${subject().server}${path}`);
        expect((await fetch(target)).status, url).toBe(200);
      }
    }
  });

  it('a page is found by the name of its folder', async () => {
    const folder = `${subject().server}browse/public/port-threats`;
    const [first, second] = await Promise.all([fetch(folder), fetch(`${folder}/`)]);
    expect([first.url, first.status, second.status]).toEqual([`${folder}/`, 200, 200]);
    expect(linksIn(await second.text())).toContain('../../../style.css');
  });

  it('claims no TAXII: no file, no path and no word of it but that it is none', async () => {
    const files = readdirSync(sample.site, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(sample.site, join(entry.parentPath, entry.name)));
    expect(files.length).toBeGreaterThan(5);
    const inTaxiiFolder = files.filter((path) => path.startsWith('_taxii/'));
    expect(inTaxiiFolder).toEqual(['_taxii/site.json']);
    for (const path of files) {
      const url = `${subject().server}${path}`;
      expect((await fetch(url)).headers.get('Content-Type'), path).not.toContain('taxii');
      if (!path.endsWith('.html')) continue;
      const text = readFileSync(join(sample.site, path), 'utf8');
      expect(text, path).not.toMatch(/taxii2\/|application\/taxii|over TAXII/);
    }
    expect(readFileSync(join(sample.site, 'index.html'), 'utf8')).toContain('is not a TAXII server');
    for (const path of ['taxii2/', 'public/', 'public/collections/'])
      expect((await ask(subject(), path)).status).toBe(404);
  });

  it('no name is one that a host, a disk or Jekyll stumbles over', () => {
    const names = readdirSync(sample.site, { recursive: true, encoding: 'utf8' });
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9._/-]+$/);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(names).toContain('.nojekyll');
  });
});

/** Every page that can be reached from the front page, by its URL. */
async function crawl(start: string): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const open = [start];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (pages.has(url)) continue;
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status, url).toBe(200);
    const text = await response.text();
    pages.set(url, text);
    if (!response.headers.get('Content-Type')?.startsWith('text/html')) continue;
    for (const link of linksIn(text)) {
      const target = new URL(link, url);
      if (!target.href.startsWith(start)) throw new Error(`${url} leads to ${link}`);
      const page = target.href.replace(/#.*$/, '');
      open.push(page);
      if (target.hash) expect(await fragmentsOf(page), `${url}: ${link}`).toContain(target.hash.slice(1));
    }
  }
  return pages;
}

async function fragmentsOf(url: string): Promise<string[]> {
  const text = await (await fetch(url)).text();
  return [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
}

/** Links and sources but for mail, other sites and the empty icon. */
function linksIn(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)]
    .map(([, url]) => url!)
    .filter((url) => !/^(?:mailto:|https?:|data:,$)/.test(url));
}

describe('what is emitted', () => {
  it('keeps the names that Jekyll would drop', async () => {
    const sample = await buildSampleFor(['files'], undefined);
    const running = await startGithubPages(sample.site);
    expect((await ask({ server: running.server, sample }, '_taxii/site.json')).status).toBe(200);
    await running.stop();
    sample.remove();
  });

  const found = (files: Parameters<typeof emitForPages>[0]['files']) =>
    emitForPages({ files }).diagnostics.map(
      ({ code, severity, message }) => `${code} ${severity}: ${message}`,
    );
  /** Only its length is looked at. */
  const bytes = (length: number) => ({ length }) as Uint8Array;
  const file = (path: string, ...lengths: number[]) => ({ path, chunks: () => lengths.map(bytes) });

  it('a site within the limits is taken', () => {
    const most = limits.fileBytes.most;
    expect(found([file('a.json', most), file('b.json', most - 1, 1)])).toEqual([]);
  });

  it('too large a file, too large a site and too many files stop the build', () => {
    const most = limits.fileBytes.most;
    expect(found([file('a.json', most, 1)])).toEqual([
      'host/limit-exceeded error: The host files takes at most 104857600 bytes in one file, which a.json is; this site has 104857601.',
    ]);
    const ten = Array.from({ length: 10 }, (_, n) => file(`${n}.json`, most));
    expect(found(ten)).toEqual([
      'host/limit-exceeded error: The host files takes at most 1000000000 bytes in the whole site; this site has 1048576000.',
    ]);
    const many = Array.from({ length: limits.files.most + 1 }, (_, n) => textFile(`${n}`, () => ''));
    expect(found(many)).toHaveLength(1);
  });
});
