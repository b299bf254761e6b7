import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APACHE_MODULES } from './installed.ts';
import type { ServerOptions, TlsOptions } from './options.ts';
import {
  childrenOf,
  isRoot,
  openPath,
  type Place,
  type Running,
  type RunningServer,
  startServer,
  subfolder,
  waitForEnd,
  waitForLog,
} from './server-process.ts';

/** Text for the server's own context and for the `<Directory>` of the site, such as what `include` gives. */
export interface ApacheConfiguration {
  readonly server?: string;
  readonly directory?: string;
}

export interface ApacheOptions extends ServerOptions {
  readonly configuration?: ApacheConfiguration;
  /** For shared hosting, where the site has its `.htaccess` and nothing else: true, or what that may override. */
  readonly htaccess?: boolean | string;
  /** Names of further modules, such as "asis". */
  readonly modules?: readonly string[];
}

/** A line that includes a file. */
export function includeFile(path: string): string {
  return `Include ${quoted(path)}`;
}

/**
 * Debian's Apache around what a site emits.
 * @throws Error with Apache's words, where it does not start
 */
export function startApache(options: ApacheOptions): Promise<RunningServer> {
  openPath(options.root);
  return startServer(
    {
      name: 'apache',
      program: 'apache2',
      versionArguments: ['-v'],
      prepare: (place) => {
        const file = join(place.folder, 'httpd.conf');
        writeFileSync(file, printConfiguration(options, place));
        const common = ['-d', place.folder, '-f', file];
        return {
          arguments: [...common, '-DFOREGROUND'],
          check: ['-t', ...common],
          signal: graceful,
          logFile: logFile(place.folder),
        };
      },
    },
    { tls: options.tls !== undefined, port: options.port },
  );
}

/** Apache opens its log by its path, which a pipe has not. */
function logFile(folder: string): string {
  return join(folder, 'error.log');
}

/** Those who answered by the old configuration take connections for a moment longer, until they leave. */
async function graceful(running: Running): Promise<void> {
  const from = running.logs().length;
  const old = childrenOf(running.process.pid!);
  running.process.kill('SIGUSR1');
  await waitForLog(running, from, /AH00493[\s\S]*AH00489/);
  await waitForEnd(running, old);
}

/** What Debian and shared hosters have switched on, and what else a site may be expected to ask for. */
const MODULES = [
  'mpm_event',
  'access_compat',
  'alias',
  'auth_basic',
  'authn_core',
  'authn_file',
  'authz_core',
  'authz_host',
  'authz_user',
  'autoindex',
  'brotli',
  'deflate',
  'dir',
  'env',
  'expires',
  'filter',
  'headers',
  'mime',
  'negotiation',
  'rewrite',
  'setenvif',
];
const TLS_MODULES = ['socache_shmcb', 'ssl'];

function printConfiguration(options: ApacheOptions, { folder, port }: Place): string {
  const { root, configuration: { server = '', directory = '' } = {}, htaccess = false, tls } = options;
  const modules = [...MODULES, ...(tls ? TLS_MODULES : []), ...(options.modules ?? [])];
  subfolder(folder, 'run');
  return `
DefaultRuntimeDir ${quoted(join(folder, 'run'))}
PidFile ${quoted(join(folder, 'apache.pid'))}
ErrorLog ${quoted(logFile(folder))}
LogLevel notice
ServerName localhost
${modules.map((name) => `LoadModule ${name}_module ${quoted(`${APACHE_MODULES}/mod_${name}.so`)}`).join('\n')}
${isRoot() ? 'User www-data\nGroup www-data' : ''}
StartServers 1
MaxRequestWorkers 50
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout 30
TypesConfig /etc/mime.types
Listen 127.0.0.1:${port}
DocumentRoot ${quoted(root)}
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory ${quoted(root)}>
  Options Indexes FollowSymLinks
  AllowOverride ${typeof htaccess === 'string' ? htaccess : htaccess ? 'All' : 'None'}
  Require all granted
  DirectoryIndex index.html
${directory}
</Directory>
${tls ? printTls(tls) : ''}
${server}
`;
}

function printTls({ certificates: { server, authority }, clients = 'none' }: TlsOptions): string {
  const verify = { none: 'none', optional: 'optional', required: 'require' }[clients];
  return `
SSLEngine on
SSLCertificateFile ${quoted(server.certificate)}
SSLCertificateKeyFile ${quoted(server.key)}
${clients === 'none' ? '' : `SSLCACertificateFile ${quoted(authority)}\nSSLVerifyClient ${verify}`}`;
}

function quoted(text: string): string {
  if (/["\\$%\n]/.test(text)) throw new Error(`cannot be written into httpd.conf: ${text}`);
  return `"${text}"`;
}
