import type { HostName } from '../config/site-config.ts';
import { host as apache } from './apache/host.ts';
import { host as caddy } from './caddy/host.ts';
import { host as cloudflareAssets } from './cloudflare-assets/host.ts';
import { host as cloudflareWorker } from './cloudflare-worker/host.ts';
import { host as cloudfront } from './cloudfront/host.ts';
import { host as files } from './files/host.ts';
import { host as firebase } from './firebase/host.ts';
import type { Host } from './host.ts';
import { host as lambdaEdge } from './lambda-edge/host.ts';
import { host as netlify } from './netlify/host.ts';
import { host as netlifyEdge } from './netlify-edge/host.ts';
import { host as nginx } from './nginx/host.ts';
import { host as nginxNjs } from './nginx-njs/host.ts';
import { host as node } from './node/host.ts';
import { host as s3 } from './s3/host.ts';
import { host as serve } from './serve/host.ts';

/** Every host that a site can be built for. */
export const hosts: Readonly<Record<HostName, Host>> = {
  nginx,
  caddy,
  apache,
  files,
  serve,
  firebase,
  'cloudflare-assets': cloudflareAssets,
  netlify,
  'nginx-njs': nginxNjs,
  node,
  'cloudflare-worker': cloudflareWorker,
  'netlify-edge': netlifyEdge,
  'lambda-edge': lambdaEdge,
  cloudfront,
  s3,
};
