import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeProtectedHost } from '../battery/protected-host.ts';
import { BERT, type ProtectedSetting, type User } from '../battery/protected-setting.ts';
import { importFile, startCaddy } from '../support/servers/caddy.ts';
import { programPath } from '../support/servers/installed.ts';

/** As the page of the host says to; or as `htpasswd -B` writes it, which many have already. */
function writeList(folder: string, user: User): void {
  const { list, name, password } = user;
  const { stdout } = spawnSync(programPath('caddy')!, ['hash-password', '--plaintext', password], {
    encoding: 'utf8',
  });
  const hash = user === BERT ? stdout.replace('$2a$', () => '$2y$') : stdout;
  writeFileSync(join(folder, `${list}.caddy`), `${name} ${hash.trim()}\n`);
}

function describeOwn(setting: ProtectedSetting): void {
  it('has the block that asks for certificates', () => {
    const file = join(setting.folder, 'Caddyfile');
    const { certificate, key } = setting.certificates.server;
    const block = importFile(join(setting.site, '_hosts/caddy/client-auth.caddy'));
    writeFileSync(file, `https://localhost:1 {\n  tls ${certificate} ${key} {\n    ${block}\n  }\n}\n`);
    const { stdout, stderr } = spawnSync(programPath('caddy')!, ['adapt', '--config', file], {
      encoding: 'utf8',
    });
    const policies = Object.values(JSON.parse(stdout || stderr).apps.http.servers as object).flatMap(
      (one) => one.tls_connection_policies,
    );
    const { mode, trusted_ca_certs } = policies[0].client_authentication;
    expect(mode).toBe('verify_if_given');
    const text = readFileSync(setting.certificates.authority, 'utf8');
    expect(trusted_ca_certs).toEqual([text.replace(/-----[A-Z ]+-----|\s/g, '')]);
  });
}

describeProtectedHost({
  host: 'caddy',
  software: 'caddy',
  writeList,
  describeOwn,
  start: (root, port, tls) =>
    startCaddy({
      root,
      port,
      tls,
      configuration: { site: importFile(join(root, '_hosts/caddy/site.caddy')) },
    }),
});
