import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostName } from '../../src/config/site-config.ts';
import { type RawAnswer, RawClient } from '../support/raw-http.ts';
import { buildContent, type Expected } from '../support/sample-build.ts';
import { scratch } from '../support/scratch.ts';
import { freePort } from '../support/serve-process.ts';
import { type Certificates, makeCertificates, readIdentity } from '../support/servers/certificates.ts';
import { programPath, type ServerName } from '../support/servers/installed.ts';
import type { TlsOptions } from '../support/servers/options.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

export interface User {
  readonly list: string;
  readonly name: string;
  readonly password: string;
}

/** A host that protects: an API root for members, and a collection of a public root for a laboratory. */
export interface ProtectingServer {
  readonly host: HostName;
  readonly software: ServerName;
  readonly start: (site: string, port: number, tls: TlsOptions) => Promise<RunningServer>;
  /** Writes the one user of a list where the server reads it; in htpasswd's form unless said otherwise. */
  readonly writeList?: (folder: string, user: User) => void;
}

export const ANNA: User = { list: 'members', name: 'anna', password: 'pässword: ✓' };
export const BERT: User = { list: 'hull-lab', name: 'bert', password: 'other' };
/** A UUID that nothing has. */
export const NONE = '00000000-0000-4000-8000-000000000000';
export const REALM = 'Harbour Watch';
const sample = join(import.meta.dirname, '../../content');
/** The rules of one stand among the files of the others, and name what is protected. */
const hosts: readonly HostName[] = ['nginx', 'caddy', 'apache'];

export interface Asking {
  readonly as?: Pick<User, 'name' | 'password'> | undefined;
  readonly client?: RawClient;
  readonly method?: string;
  readonly accept?: string;
}

/** A protected site and its server with TLS, from `open` to `close`. Which of the two lists needs certificates too varies. */
export class ProtectedSetting {
  readonly folder: string;
  readonly site: string;
  readonly own: ProtectingServer;
  readonly certified: User;
  certificates!: Certificates;
  collections!: readonly Expected[];
  /** Clients without a certificate, with one, and with one that the server trusts nobody for. */
  nobody!: RawClient;
  member!: RawClient;
  stranger!: RawClient;
  private server: RunningServer | undefined;

  constructor(own: ProtectingServer, certified: User) {
    this.own = own;
    this.certified = certified;
    this.folder = scratch(`${own.host}-protected`);
    this.site = join(this.folder, 'site');
  }

  async open(): Promise<void> {
    openPath(this.folder);
    this.certificates = makeCertificates(join(this.folder, 'tls'));
    const lists = join(this.folder, 'lists');
    mkdirSync(lists);
    for (const user of [ANNA, BERT]) (this.own.writeList ?? writeHtpasswd('-6'))(lists, user);
    openPath(lists);
    const port = await freePort();
    const content = this.writeContent(lists);
    ({ collections: this.collections } = await buildContent(
      content,
      this.site,
      `https://127.0.0.1:${port}/`,
    ));
    openPath(this.site);
    const { certificates } = this;
    this.server = await this.own.start(this.site, port, { certificates, clients: 'optional' });
    const ca = readFileSync(certificates.authority);
    this.nobody = new RawClient({ port, tls: { ca } });
    this.member = new RawClient({ port, tls: { ca, ...readIdentity(certificates.client) } });
    this.stranger = new RawClient({ port, tls: { ca, ...readIdentity(certificates.stranger) } });
  }

  private writeContent(lists: string): string {
    const content = join(this.folder, 'content');
    cpSync(sample, content, { recursive: true });
    const config = readFileSync(join(content, 'site.yaml'), 'utf8');
    const site = config.replace(/^hosts:.*$/m, `hosts: [${hosts.join(', ')}]`);
    const access = `{ folder: ${lists}, realm: ${REALM}, clientCa: ${this.certificates.authority} }`;
    writeFileSync(join(content, 'site.yaml'), `${site}\naccess: ${access}\n`);
    const protect = (file: string, user: User) =>
      appendFileSync(
        join(content, file),
        `\naccess: { readers: ${user.list}, mutualTls: ${user === this.certified} }\n`,
      );
    protect('members/api-root.yaml', ANNA);
    protect('public/hull-malware/collection.yaml', BERT);
    return content;
  }

  async close(): Promise<void> {
    for (const client of [this.nobody, this.member, this.stranger]) client?.close();
    await this.server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  readonly ask = (
    target: string,
    { client = this.nobody, as, method = 'GET', accept }: Asking = {},
  ): Promise<RawAnswer> => {
    const credentials = as && Buffer.from(`${as.name}:${as.password}`).toString('base64');
    const headers: [string, string][] = credentials ? [['Authorization', `Basic ${credentials}`]] : [];
    if (accept !== undefined) headers.push(['Accept', accept]);
    return client.send({ method, target, headers });
  };

  /** Who may read a list: its user, with a certificate where that is wanted. */
  readonly reader = (user: User): Asking => ({
    as: user,
    client: user === this.certified ? this.member : this.nobody,
  });

  of(alias: string): Expected {
    return this.collections.find((one) => one.alias === alias)!;
  }
}

/** @param kind of hash, as an option of `openssl passwd` */
export function writeHtpasswd(kind: '-6' | '-apr1'): (folder: string, user: User) => void {
  return (folder, { list, name, password }) => {
    const { stdout } = spawnSync(programPath('openssl')!, ['passwd', kind, password], { encoding: 'utf8' });
    writeFileSync(join(folder, `${list}.htpasswd`), `${name}:${stdout.trim()}\n`);
  };
}
