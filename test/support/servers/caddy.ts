import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerOptions, TlsOptions } from './options.ts';
import { type Place, type Running, type RunningServer, startServer, subfolder } from './server-process.ts';

/** Text for the Caddyfile: its global options, and the one site block, such as `import <file>`. */
export interface CaddyConfiguration {
  readonly global?: string;
  readonly site: string;
}

export interface CaddyOptions extends ServerOptions {
  readonly configuration: CaddyConfiguration;
}

/** A line that imports a file. */
export function importFile(path: string): string {
  return `import ${quoted(path)}`;
}

/**
 * Debian's Caddy around what a site emits. `root` is set before that.
 * @throws Error with Caddy's words, where it does not start
 */
export function startCaddy(options: CaddyOptions): Promise<RunningServer> {
  return startServer(
    {
      name: 'caddy',
      program: 'caddy',
      versionArguments: ['version'],
      prepare: (place) => {
        const file = join(place.folder, 'Caddyfile');
        writeFileSync(file, printConfiguration(options, place));
        const config = ['--config', file, '--adapter', 'caddyfile'];
        return {
          arguments: ['run', ...config],
          env: homes(place.folder),
          check: ['validate', ...config],
          signal: (running) => reload(running, [...config, '--address', adminAddress(place.folder)]),
        };
      },
    },
    { tls: options.tls !== undefined, port: options.port },
  );
}

/** `caddy reload` comes back when the new configuration is at work. */
async function reload({ program, env }: Running, args: readonly string[]): Promise<void> {
  // Without --force an unchanged Caddyfile is not read again, although what it imports has changed.
  const { status, stderr } = spawnSync(program, ['reload', '--force', ...args], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`caddy reload: ${stderr}`);
}

/** A socket rather than a port, so that several run side by side. */
function adminAddress(folder: string): string {
  return `unix/${join(folder, 'admin.sock')}`;
}

function homes(folder: string): Record<string, string> {
  const [config, data] = [subfolder(folder, 'config'), subfolder(folder, 'data')];
  return { HOME: folder, XDG_CONFIG_HOME: config, XDG_DATA_HOME: data };
}

function printConfiguration(
  { root, configuration: { global = '', site }, tls }: CaddyOptions,
  { folder, port }: Place,
): string {
  return `
{
  admin ${adminAddress(folder)}
  auto_https off
  ${global}
}
${tls ? 'https' : 'http'}://:${port} {
  bind 127.0.0.1
  root * ${quoted(root)}
  ${tls ? printTls(tls) : ''}
  ${site}
}
`;
}

function printTls({ certificates: { server, authority }, clients = 'none' }: TlsOptions): string {
  const mode = { none: '', optional: 'verify_if_given', required: 'require_and_verify' }[clients];
  const verify = `client_auth {
      mode ${mode}
      trusted_ca_cert_file ${quoted(authority)}
    }`;
  return `tls ${quoted(server.certificate)} ${quoted(server.key)} {
    ${mode ? verify : ''}
  }`;
}

function quoted(text: string): string {
  if (/["\\{}\n]/.test(text)) throw new Error(`cannot be written into a Caddyfile: ${text}`);
  return `"${text}"`;
}
