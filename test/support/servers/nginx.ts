import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NGINX_MODULES } from './installed.ts';
import type { ServerOptions, TlsOptions } from './options.ts';
import {
  isRoot,
  type Place,
  type Running,
  type RunningServer,
  startServer,
  subfolder,
  waitForLog,
} from './server-process.ts';

/** Text for the contexts of nginx.conf, such as what `include` gives. */
export interface NginxConfiguration {
  readonly main?: string;
  readonly http?: string;
  readonly server?: string;
}

export interface NginxOptions extends ServerOptions {
  readonly configuration: NginxConfiguration;
  /** Names of dynamic modules, such as "ngx_http_js_module". */
  readonly modules?: readonly string[];
}

/** A line that includes a file, or what a pattern such as `*.conf` finds. */
export function include(path: string): string {
  return `include ${quoted(path)};`;
}

/**
 * Debian's nginx around what a site emits.
 * @throws Error with nginx's words, where it does not start
 */
export function startNginx(options: NginxOptions): Promise<RunningServer> {
  return startServer(
    {
      name: 'nginx',
      program: 'nginx',
      versionArguments: ['-v'],
      prepare: (place) => {
        const file = join(place.folder, 'nginx.conf');
        writeFileSync(file, printConfiguration(options, place));
        const common = ['-p', place.folder, '-c', file, '-e', 'stderr'];
        return { arguments: common, check: ['-t', ...common], signal: hangUp };
      },
    },
    { tls: options.tls !== undefined, port: options.port },
  );
}

/** The old worker says when it leaves: from then on only the new configuration answers. */
async function hangUp(running: Running): Promise<void> {
  const from = running.logs().length;
  running.process.kill('SIGHUP');
  await waitForLog(running, from, /gracefully shutting down/);
}

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

function printConfiguration(
  { root, configuration: { main = '', http = '', server = '' }, modules = [], tls }: NginxOptions,
  { folder, port }: Place,
): string {
  return `
daemon off;
worker_processes 1;
${isRoot() ? 'user root root;' : ''}
pid ${quoted(join(folder, 'nginx.pid'))};
error_log stderr notice;
${modules.map((name) => `load_module ${quoted(`${NGINX_MODULES}/${name}.so`)};`).join('\n')}
${main}
events { worker_connections 512; }
http {
  access_log off;
  ${TEMPORARY.map((name) => `${name}_temp_path ${quoted(subfolder(folder, name))};`).join('\n  ')}
  ${http}
  server {
    listen 127.0.0.1:${port}${tls ? ' ssl' : ''};
    server_name localhost;
    ${root === '' ? '' : `root ${quoted(root)};`}
    ${tls ? printTls(tls) : ''}
    ${server}
  }
}
`;
}

function printTls({ certificates: { server, authority }, clients = 'none' }: TlsOptions): string {
  const verify = { none: '', optional: 'ssl_verify_client optional;', required: 'ssl_verify_client on;' };
  return `
    ssl_certificate ${quoted(server.certificate)};
    ssl_certificate_key ${quoted(server.key)};
    ${clients === 'none' ? '' : `ssl_client_certificate ${quoted(authority)};`}
    ${verify[clients]}`;
}

function quoted(text: string): string {
  if (/["\\$\n]/.test(text)) throw new Error(`cannot be written into nginx.conf: ${text}`);
  return `"${text}"`;
}
