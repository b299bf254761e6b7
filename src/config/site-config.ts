import type { TlpPolicy } from '../stix/collection/check-tlp.ts';
import type { ValidationConfig } from './validation.ts';

/** The content folder's YAML files as values: checked once, defaults filled once. */

export const hostNames = [
  'nginx',
  'caddy',
  'apache',
  'nginx-njs',
  'files',
  'serve',
  'node',
  'cloudflare-worker',
  'firebase',
  'cloudflare-assets',
  'netlify',
  's3',
  'netlify-edge',
  'lambda-edge',
  'cloudfront',
] as const;
export type HostName = (typeof hostNames)[number];

export interface SiteConfig {
  readonly title: string;
  readonly description?: string;
  readonly contact?: string;
  /** Absolute, ends in "/"; without it the discovery document lists API roots relative to the host. */
  readonly baseUrl?: string;
  readonly defaultApiRoot: string;
  readonly hosts: readonly HostName[];
  /** The most objects that one answer holds. */
  readonly paging: { readonly max: number };
  /** Sends `"objects": []` where the standard wants the property left out (§2). */
  readonly compat: { readonly emptyObjects: boolean };
  /** As given; `credentialPlaces` knows what holds where it is left out. */
  readonly access?: CredentialPlaces;
  readonly apiRoots: readonly ApiRootConfig[];
}

/** Who may read something. */
export interface Access {
  /** The name of the list of those who may: out of a–z, 0–9 and "-". */
  readonly readers: string;
  /** Whether a client must show a certificate as well. */
  readonly mutualTls: boolean;
}

/** Paths on the machine that serves the site, and what clients are told that they log in to. */
export interface CredentialPlaces {
  readonly folder?: string;
  readonly realm?: string;
  readonly clientCa?: string;
}

export interface ApiRootConfig {
  /** The folder's name, which is its path on the server. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly maxContentLength: number;
  /** Of its own documents; undefined where everybody may read them. */
  readonly access?: Access;
  readonly collections: readonly CollectionConfig[];
}

export interface CollectionConfig {
  readonly apiRoot: string;
  /** The folder's path in the content folder, such as `public/port-threats`. */
  readonly folder: string;
  readonly id: string;
  readonly title: string;
  readonly alias?: string;
  readonly description?: string;
  /** What holds for it, its API root considered; undefined where everybody may read it. */
  readonly access?: Access;
  readonly validation: ValidationConfig;
  /** What the collection may carry; anything where it is left out. */
  readonly policy?: TlpPolicy;
  readonly source: WorkingTree | Snapshots;
}

export interface WorkingTree {
  readonly kind: 'working-tree';
}

export interface Snapshots {
  readonly kind: 'snapshots';
  /** Relative to the collection's folder; may lead out of the content folder, to a submodule for instance. */
  readonly directory: string;
  readonly releases: readonly SnapshotRelease[];
}

export interface SnapshotRelease {
  readonly version: string;
  readonly date: string;
  readonly file: string;
  readonly description?: string;
  /** Where given, the file must have this SHA-256. */
  readonly sha256?: string;
  /** The line in collection.yaml that says so. */
  readonly line: number;
}
