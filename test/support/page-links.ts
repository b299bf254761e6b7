import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ask, EdgeAnswer } from './edge-site.ts';

/** Somebody who follows all links of a site's pages, on whatever host the site is. */
export interface Crawl {
  /** Every path that was asked for, sorted. */
  readonly seen: readonly string[];
  /** What was not answered as it should be, with the page that led there. */
  readonly broken: readonly string[];
}

/** What a browser that follows a link sends (HTML Standard, "Navigate"). */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/**
 * Begins with every page of the site and with a path that leads nowhere, whose answer has links as well.
 * @param site the folder of the built site
 * @param baseUrl as the site was built for; its path is that of every page
 */
export async function crawlPages(ask: Ask, site: string, baseUrl: string): Promise<Crawl> {
  const base = new URL(baseUrl);
  const nowhere = `${base.pathname}nothing/at/all`;
  const from = new Map<string, string>();
  const follow = (target: string, page: string) => from.has(target) || from.set(target, page);
  for (const target of [base.pathname, nowhere, ...pagesOf(site).map((file) => base.pathname + file)])
    follow(target, 'the site');
  const broken: string[] = [];
  for (const [target, page] of from) {
    const answer = await ask({ method: 'GET', target, headers: [['Accept', BROWSER]] });
    if (answer.status !== (target === nowhere ? 404 : 200))
      broken.push(`${answer.status} for ${target} on ${page}`);
    if (isHtml(answer))
      for (const link of linksOf(answer)) {
        const { origin, pathname, search } = new URL(link, new URL(target, base));
        if (origin === base.origin) follow(pathname + search, target);
      }
  }
  return { seen: [...from.keys()].sort(), broken };
}

/** The HTML files of a built site, relative to it. */
export function pagesOf(site: string): string[] {
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => join(entry.parentPath, entry.name).slice(site.length + 1))
    .sort();
}

function isHtml({ header }: EdgeAnswer): boolean {
  return (header('Content-Type') ?? '').startsWith('text/html');
}

function linksOf({ body }: EdgeAnswer): string[] {
  return [...body.toString().matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) =>
    link!.replaceAll('&amp;', '&'),
  );
}
