import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { capabilityTitles } from '../../src/hosts/table.ts';
import { renderPages } from '../../src/html/render-pages.ts';
import { sampleSite } from '../../src/html/sample-site.ts';
import type { Site } from '../../src/site/site.ts';

const COLLECTION = 'browse/public/port-threats/index.html';

async function render(site: Site): Promise<Record<string, string>> {
  const files = await renderPages(site);
  return Object.fromEntries(files.map(({ path, chunks }) => [path, Buffer.concat([...chunks()]).toString()]));
}

function urlsIn(html: string): string[] {
  return [...html.matchAll(/(?:href|src|action|srcset|poster|data)="([^"]*)"/g)].map(([, url]) => url!);
}

/** Links and sources inside the site: not mail, other sites, or the empty icon. */
function internalUrls(html: string): string[] {
  return urlsIn(html).filter((url) => !/^(?:mailto:|https?:|data:,$)/.test(url));
}

describe('the pages of a site', () => {
  let pages: Record<string, string>;
  beforeAll(async () => {
    pages = await render(sampleSite());
  });

  test('are these', () => {
    expect(Object.keys(pages)).toEqual(['404.html', COLLECTION, 'hosts.html', 'index.html', 'style.css']);
  });

  test('link to each other relatively, and to nothing that is not there', () => {
    for (const path of ['index.html', 'hosts.html', COLLECTION]) {
      for (const url of internalUrls(pages[path]!)) {
        expect(url).not.toMatch(/^\//);
        const target = new URL(url, `https://site.invalid/${path}`);
        expect(Object.keys(pages)).toContain(target.pathname.slice(1));
        if (target.hash) expect(pages[target.pathname.slice(1)]).toContain(`id="${target.hash.slice(1)}"`);
      }
    }
  });

  test('the hosts’ answers are a table with headings, and tell their words', () => {
    const page = pages['hosts.html']!;
    expect(page.match(/<th scope="row">/g)?.length).toBe(capabilityTitles.length);
    expect(page).toContain('<th scope="col">npm serve (level 1)</th>');
    const words = new Set([...page.matchAll(/<td>([a-z]+)<\/td>/g)].map(([, word]) => word));
    expect(words.size).toBeGreaterThan(1);
    for (const word of words) expect(page).toContain(`<dt>${word}</dt>`);
  });

  test('load nothing from elsewhere and run nothing', () => {
    for (const html of Object.values(pages)) {
      expect(html).not.toMatch(/<script|<iframe|<img|\son\w+=|@import|url\(/i);
      expect(html.match(/<link [^>]*href="(?:https?:)?\/\//)).toBeNull();
    }
  });

  test('each have a language, one main heading, a skip link and a title', () => {
    for (const path of ['404.html', 'index.html', 'hosts.html', COLLECTION]) {
      expect(pages[path]).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
      expect(pages[path]!.match(/<h1>/g)).toHaveLength(1);
      expect(pages[path]).toContain('<a class="skip" href="#content">');
      expect(pages[path]).toMatch(/<title>[^<]+<\/title>/);
    }
  });

  test('show URLs and examples', () => {
    expect(pages['index.html']).toContain('<code>https://taxii.example.org/taxii2/</code>');
    expect(pages[COLLECTION]).toContain('added_after=2026-01-31T12:00:00.002000Z');
    expect(pages[COLLECTION]).toContain('<h4>How to use it</h4>');
  });
});

test('the page for what is missing links from the root, since it is shown at any depth', async () => {
  const pages = await render(sampleSite({ config: { baseUrl: 'https://cert.example/feeds/' } }));
  expect(internalUrls(pages['404.html']!)).toEqual([
    '/feeds/style.css',
    '#content',
    '/feeds/index.html',
    '/feeds/',
  ]);
});

test('a site without TAXII says so and shows no TAXII URL', async () => {
  const pages = await render(sampleSite({ levels: [0], config: { hosts: ['files'] } }));
  for (const path of ['index.html', 'hosts.html', COLLECTION]) {
    expect(pages[path]).toContain('This site is not a TAXII server.');
    expect(pages[path]).not.toMatch(/taxii2\/|\/collections\/|application\/taxii/);
  }
});

test('nothing that content says becomes markup', async () => {
  const evil = `<script>alert(1)</script>"'{{ site.title }}{% raw %}`;
  const site = sampleSite({
    config: { title: evil, description: evil, contact: evil },
    collection: { title: evil, description: evil },
    about: `${evil}\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))`,
  });
  const pages = await render(site);
  for (const path of ['404.html', 'index.html', 'hosts.html', COLLECTION]) {
    expect(pages[path]).not.toMatch(/<script|href="javascript:/i);
    expect(pages[path]).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(pages[path]).toContain('{{ site.title }}{% raw %}');
  }
});

describe('rendering', () => {
  const cwd = process.cwd();
  afterEach(() => {
    process.chdir(cwd);
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test('gives the same bytes again, in any time zone and folder', async () => {
    const before = await render(sampleSite());
    vi.stubEnv('TZ', 'Pacific/Kiritimati');
    process.chdir(tmpdir());
    expect(await render(sampleSite())).toEqual(before);
    process.chdir('/');
    expect(await render(sampleSite())).toEqual(before);
  });

  test('minds nothing that lies in the working directory', async () => {
    const before = await render(sampleSite());
    const folder = mkdtempSync(join(tmpdir(), 'taxii-press-'));
    writeFileSync(join(folder, 'package.json'), '{ broken');
    writeFileSync(join(folder, 'eleventy.config.js'), 'throw new Error()');
    for (const name of ['.eleventyignore', '.gitignore'])
      writeFileSync(join(folder, name), '**/*.liquid\n..');
    process.chdir(folder);
    expect(await render(sampleSite())).toEqual(before);
    process.chdir(cwd);
    rmSync(folder, { recursive: true });
  });

  test('of another site in the same process shows that one', async () => {
    await render(sampleSite());
    const pages = await render(sampleSite({ config: { title: 'Another' } }));
    expect(pages['index.html']).toContain('<h1>Another</h1>');
  });

  test('of several sites at a time mixes nothing up', async () => {
    const titles = ['One', 'Two', 'Three'];
    const sites = await Promise.all(titles.map((title) => render(sampleSite({ config: { title } }))));
    expect(sites.map((pages) => /<h1>(.*)<\/h1>/.exec(pages['index.html']!)?.[1])).toEqual(titles);
  });

  test('writes no file, prints nothing and leaves no listener', async () => {
    const printed = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const logged = (['log', 'warn', 'error', 'info'] as const).map((name) => vi.spyOn(console, name));
    const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const before = listeners();
    await render(sampleSite());
    expect(listeners()).toEqual(before);
    for (const spy of [...printed, ...logged]) expect(spy).not.toHaveBeenCalled();
    expect(existsSync('_site')).toBe(false);
  });
});
