import type { Asker, Asking } from './asker.ts';
import { objectOf } from './json-value.ts';
import type { Entry, Page } from './lists.ts';
import { readPage } from './lists.ts';
import { contentType, isTaxii } from './media-type.ts';
import type { ApiRoot, Site } from './site.ts';
import type { Target } from './target.ts';
import { type Query, segment, withQuery } from './urls.ts';
import { Declined, demand, Fault, Skip } from './verdict.ts';
import type { Exchange } from './wire.ts';

export type List = 'objects' | 'manifest';

/** All pages of a list. */
export interface Walk {
  readonly pages: readonly Page[];
  readonly entries: readonly Entry[];
  /** False where it was left before its end. */
  readonly isWhole: boolean;
}

/** What checks ask a server through. It remembers every answer, so that they need not know of each other. */
export class Probe {
  readonly asker: Asker;
  readonly site: Site;
  readonly found: Target | undefined;
  private readonly walks = new Map<string, Promise<Walk>>();

  constructor(asker: Asker, site: Site, target: Target | undefined) {
    this.asker = asker;
    this.site = site;
    this.found = target;
  }

  /** The collection that is looked into. */
  get target(): Target {
    if (!this.found) throw new Skip('there is no collection that can be read');
    return this.found;
  }

  get root(): ApiRoot {
    return this.target.root;
  }

  ask(url: string, asking?: Asking): Promise<Exchange> {
    return this.asker.ask(url, asking);
  }

  listUrl(list: List): string {
    return `${this.target.url}${list}/`;
  }

  objectUrl(id: string): string {
    return `${this.listUrl('objects')}${segment(id)}/`;
  }

  /** One answer of a list. */
  async page(list: List, query: Query = [], asking?: Asking): Promise<Page> {
    return readPage(await this.ask(withQuery(this.listUrl(list), query), asking));
  }

  /** The same for what level 2 may decline. */
  async pageOrDeclined(list: List, query: Query): Promise<Page> {
    const exchange = await this.ask(withQuery(this.listUrl(list), query));
    if (isRefusal(exchange)) throw new Declined(exchange.request);
    return readPage(exchange);
  }

  /**
   * Follows `next` to the end, with the query that it began with (§3.5).
   * @throws Fault where it has no end, or comes back to where it was
   */
  walk(list: List, query: Query = []): Promise<Walk> {
    return this.steps(list, query, Number.POSITIVE_INFINITY);
  }

  /** The same, for so many pages at most. */
  steps(list: List, query: Query, most: number): Promise<Walk> {
    const key = `${most} ${withQuery(this.listUrl(list), query)}`;
    const walk = this.walks.get(key) ?? this.follow(list, query, most);
    this.walks.set(key, walk);
    return walk;
  }

  /** The same for what level 2 may decline. */
  async walkOrDeclined(list: List, query: Query): Promise<Walk> {
    await this.pageOrDeclined(list, query);
    return this.walk(list, query);
  }

  /** The latest versions of the whole collection; other requirements see to it that this can be had. */
  async whole(list: List): Promise<readonly Entry[]> {
    try {
      return (await this.walk(list)).entries;
    } catch (error) {
      if (error instanceof Fault) throw new Skip(`${list}/ cannot be read as a whole`);
      throw error;
    }
  }

  /** At least so many entries, or there is nothing to be tried. */
  async wholeOf(list: List, least: number): Promise<readonly Entry[]> {
    const entries = await this.whole(list);
    if (entries.length < least) throw new Skip(`the collection has fewer than ${least} objects`);
    return entries;
  }

  private async follow(list: List, query: Query, most: number): Promise<Walk> {
    const pages: Page[] = [];
    const met = new Set<string>();
    for (let step = query; ; ) {
      const page = await this.page(list, step);
      pages.push(page);
      if (!page.more || pages.length === most)
        return { pages, entries: pages.flatMap(({ entries }) => entries), isWhole: !page.more };
      demandProgress(page, met);
      step = nextStep(query, page);
    }
  }
}

function demandProgress(page: Page, met: Set<string>): void {
  const keys = page.entries.map(({ id, version }) => `${id} ${version}`);
  const isNew = keys.some((key) => !met.has(key)) || keys.length === 0;
  demand(isNew, page.exchange, 'a page that holds what was there before, and more: true', 'a walk that ends');
  const token = `next ${page.next}`;
  demand(
    !met.has(token) || page.next === undefined,
    page.exchange,
    `next: ${page.next}, once more`,
    'a walk that ends',
  );
  for (const key of [...keys, token]) met.add(key);
}

/** §3.5: with `next`; or, where there is none, with `added_after` from the header. */
function nextStep(query: Query, page: Page): Query {
  if (page.next !== undefined) return [...query, ['next', page.next]];
  const last = page.exchange.headers.get('X-TAXII-Date-Added-Last');
  demand(
    last,
    page.exchange,
    'more: true, neither next nor X-TAXII-Date-Added-Last',
    'a way to the next page',
  );
  return [...query.filter(([name]) => name !== 'added_after'), ['added_after', last]];
}

/** A TAXII error that says "not this way": no fault of the server's, and none about who asks or what for. */
export function isRefusal(exchange: Exchange): boolean {
  const { status } = exchange;
  const mayDecline = status === 501 || (status >= 400 && status < 500 && ![401, 404, 406].includes(status));
  return mayDecline && isTaxii(contentType(exchange)) && typeof objectOf(exchange)?.title === 'string';
}
