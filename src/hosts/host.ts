import type { Access, HostName, SiteConfig } from '../config/site-config.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { OutputFile } from '../site/output-file.ts';
import type { RuleSite } from '../site/rule-site.ts';
import type { Level, PublishedCollection } from '../site/site.ts';
import type { DatedRelease } from '../taxii/date-added.ts';
import type { Answer, Capability } from './capabilities.ts';

/** What a host needs to know of a site to print its rules. */
export interface HostInput {
  readonly config: SiteConfig;
  readonly collections: readonly PublishedCollection[];
  readonly apiRoots: readonly {
    readonly name: string;
    /** Of the API root's own documents. */
    readonly access?: Access;
    readonly collections: readonly HostCollection[];
  }[];
  /** What level 2 serves and is told, where a host of that level is wanted. */
  readonly rules?: RuleSite;
  /** Everything that is published but the emissions of hosts: TAXII's files and the pages for people. */
  readonly files: readonly OutputFile[];
}

export interface HostCollection {
  readonly id: string;
  readonly alias?: string;
  /** What holds for it, its API root considered; undefined where everybody may read it. */
  readonly access?: Access;
  /** The `date_added` of the first and the last latest version; undefined for an empty collection. */
  readonly dates?: { readonly first: string; readonly last: string };
  readonly releases: readonly DatedRelease[];
}

export interface Emission {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export const nothing: Emission = { files: [], diagnostics: [] };

/** A bound of a host, as data: what it counts, the most of it, and who says so. */
export interface Limit {
  readonly what: string;
  readonly most: number;
  readonly source: string;
}

/** A place where a site can be put. Its folder under `hosts/` says all that is particular to it. */
export interface Host {
  readonly name: HostName;
  readonly title: string;
  readonly level: Level;
  /** What it answers, for the table of hosts. */
  readonly answers: Readonly<Record<Capability, Answer>>;
  /** What a reader of this host cannot have, for the site's own pages and the README. */
  readonly departures: readonly string[];
  readonly limits: readonly Limit[];
  /** What stands behind the host in the tests, for the table of hosts. */
  readonly testedWith: string;
  /** True where the host gives out the `.gz` and `.br` files beside a file. */
  readonly usesPrecompressed?: boolean;
  /** The files that the host itself reads, and what of the site it cannot express. */
  readonly emit: (input: HostInput) => Emission;
}
