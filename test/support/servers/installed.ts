import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The server software of other makers that tests run against. */
export type ServerName = 'nginx' | 'nginx-njs' | 'nginx-brotli' | 'caddy' | 'apache' | 'openssl';

interface Software {
  /** Debian's package. */
  readonly package: string;
  readonly program: string;
  /** A file that has to be there as well. */
  readonly file?: string;
}

export const NGINX_MODULES = '/usr/lib/nginx/modules';
export const APACHE_MODULES = '/usr/lib/apache2/modules';

const software: Readonly<Record<ServerName, Software>> = {
  nginx: { package: 'nginx', program: 'nginx' },
  'nginx-njs': {
    package: 'libnginx-mod-http-js',
    program: 'nginx',
    file: `${NGINX_MODULES}/ngx_http_js_module.so`,
  },
  'nginx-brotli': {
    package: 'libnginx-mod-http-brotli-static',
    program: 'nginx',
    file: `${NGINX_MODULES}/ngx_http_brotli_static_module.so`,
  },
  caddy: { package: 'caddy', program: 'caddy' },
  apache: { package: 'apache2', program: 'apache2', file: `${APACHE_MODULES}/mod_rewrite.so` },
  openssl: { package: 'openssl', program: 'openssl' },
};

/**
 * Whether tests can run against a server; where they cannot, says so with the name of the package.
 * @throws Error on CI, where nothing may be skipped
 */
export function isInstalled(name: ServerName): boolean {
  const { package: debian, program, file } = software[name];
  if (programPath(program) && (!file || existsSync(file))) return true;
  const message = `${name} is not installed (Debian package ${debian})`;
  if (process.env.CI) throw new Error(`CI runs every server: ${message}`);
  console.warn(`Skipped: tests on the real ${name}, because ${message}`);
  return false;
}

/** The full path of a program; those of servers stand in folders that only root has in its PATH. */
export function programPath(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
