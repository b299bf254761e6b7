import type { CollectionConfig, SiteConfig } from '../config/site-config.ts';
import type { Ledger } from '../release/ledger.ts';
import type { ReadText } from '../release/source-object.ts';
import type { OutputFile } from './output-file.ts';
import type { RuleSite } from './rule-site.ts';

/**
 * What a host can do, and so what is published for it:
 * 0 serve files · 1 set headers by path · 2 rewrite on the query as well · 3 run a function.
 */
export type Level = 0 | 1 | 2 | 3;

/** Faults of one kind that were let through in one release. */
export interface LetThrough {
  readonly code: string;
  readonly objects: number;
  /** The ids of a few of them. */
  readonly examples: readonly string[];
  /** Why, each reason once. */
  readonly reasons: readonly string[];
}

export interface PublishedCollection {
  readonly config: CollectionConfig;
  readonly ledger: Ledger;
  /** What of a release was published although it is against the standard, by release. */
  readonly letThrough?: ReadonlyMap<string, readonly LetThrough[]>;
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
  /** What level 2 adds, where a host of that level is wanted. */
  readonly rules?: RuleSite;
}
