import type { HostName } from '../config/site-config.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { QueryTable } from '../query/table.ts';
import type { OutputFile } from '../site/output-file.ts';
import type { Level } from '../site/site.ts';
import type { DatedRelease } from '../taxii/date-added.ts';

/** What a host needs to know of a site to print its rules. */
export interface HostInput {
  readonly table: QueryTable;
  readonly apiRoots: readonly {
    readonly name: string;
    readonly collections: readonly HostCollection[];
  }[];
}

export interface HostCollection {
  readonly id: string;
  readonly alias?: string;
  /** The `date_added` of the first and the last latest version; undefined for an empty collection. */
  readonly dates?: { readonly first: string; readonly last: string };
  readonly releases: readonly DatedRelease[];
}

export interface Emission {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export const nothing: Emission = { files: [], diagnostics: [] };

/** A place where a site can be put. Its folder under `hosts/` says all that is particular to it. */
export interface Host {
  readonly name: HostName;
  readonly title: string;
  readonly level: Level;
  /** What a reader of this host cannot have, for the site's own pages and the README. */
  readonly departures: readonly string[];
  /** The files that the host itself reads, and what of the site it cannot express. */
  readonly emit: (input: HostInput) => Emission;
}
