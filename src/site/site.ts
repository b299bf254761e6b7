import type { CollectionConfig, SiteConfig } from '../config/site-config.ts';
import type { Ledger } from '../release/ledger.ts';
import type { ReadText } from '../release/source-object.ts';
import type { OutputFile } from './output-file.ts';

/**
 * What a host can do, and so what is published for it:
 * 0 serve files · 1 set headers by path · 2 rewrite on the query as well · 3 run a function.
 */
export type Level = 0 | 1 | 2 | 3;

export interface PublishedCollection {
  readonly config: CollectionConfig;
  readonly ledger: Ledger;
  /** `about.md`, as it stands. */
  readonly about?: string;
}

/** Everything to publish but the pages for people, as one value. */
export interface Site {
  readonly config: SiteConfig;
  readonly levels: ReadonlySet<Level>;
  readonly collections: readonly PublishedCollection[];
  readonly read: ReadText;
  readonly files: readonly OutputFile[];
}
