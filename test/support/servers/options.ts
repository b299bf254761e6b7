import type { Certificates } from './certificates.ts';

/** What all servers have in common. */
export interface ServerOptions {
  /** The folder of the built site; empty where the configuration names it by itself. */
  readonly root: string;
  /** A free one where it is not given. */
  readonly port?: number;
  readonly tls?: TlsOptions;
}

export interface TlsOptions {
  readonly certificates: Certificates;
  /** What the main configuration asks of clients; with "none" that is left to what the site emits. */
  readonly clients?: 'none' | 'optional' | 'required';
}
