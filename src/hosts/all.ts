import type { HostName } from '../config/site-config.ts';
import { host as files } from './files/host.ts';
import type { Host } from './host.ts';
import { host as node } from './node/host.ts';
import { host as serve } from './serve/host.ts';

/** Every host that a site can be built for. */
export const hosts: Readonly<Record<HostName, Host>> = { files, serve, node };
