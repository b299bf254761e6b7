import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { gatherContent } from '../../src/commands/gather/content.ts';
import type { HostName } from '../../src/config/site-config.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { type RawAnswer, RawClient } from '../support/raw-http.ts';
import { scratch } from '../support/scratch.ts';
import { freePort } from '../support/serve-process.ts';
import { type Certificates, makeCertificates, readIdentity } from '../support/servers/certificates.ts';
import { isInstalled, type ServerName } from '../support/servers/installed.ts';
import type { TlsOptions } from '../support/servers/options.ts';
import { openPath, type RunningServer } from '../support/servers/server-process.ts';

/** A host of level 2 that protects: an API root for members, and a collection of a public root for partners. */
export interface ProtectedHost {
  readonly host: HostName;
  readonly software: ServerName;
  readonly start: (site: string, port: number, tls?: TlsOptions) => Promise<RunningServer>;
  /** Where the server wants its users in another form than htpasswd's: writes them beside the file. */
  readonly convert?: (folder: string) => void;
  /** What a client without the certificate that it needs is told. */
  readonly withoutCertificate?: number;
}

const content = join(import.meta.dirname, '../../content');
const MEMBERS = { id: '5794d046-c44f-44bb-b445-f608d7629c43', root: 'members' };
const PARTNERS = { id: '0a82c212-67e7-4a46-a18d-064388e5ebd4', root: 'public' };
const OPEN = { id: 'e8a951d7-b916-46e7-9b6d-dff58cccad23', root: 'public' };

export function describeProtectedHost(own: ProtectedHost): void {
  const available = isInstalled(own.software) && isInstalled('openssl');
  describe.skipIf(!available)(`${own.host} protects`, () => {
    describe('by passwords', () => describePasswords(own));
    describe('by certificates as well', () => describeCertificates(own));
  });
}

class Setting {
  readonly folder: string;
  readonly site: string;
  server!: RunningServer;
  client!: RawClient;

  constructor(name: string) {
    this.folder = scratch(`${name}-protected`);
    this.site = join(this.folder, 'site');
  }

  async open(own: ProtectedHost, mutualTls: boolean, certificates?: Certificates): Promise<void> {
    const port = await freePort();
    const credentials = join(this.folder, 'credentials');
    writeContent(join(this.folder, 'content'), own.host, credentials, mutualTls, certificates);
    writeUsers(credentials);
    own.convert?.(credentials);
    const result = await build({
      content: join(this.folder, 'content'),
      out: this.site,
      baseUrl: `http${certificates ? 's' : ''}://127.0.0.1:${port}/`,
    });
    if (result.exitCode !== 0) throw new Error(JSON.stringify(result.diagnostics));
    openPath(this.site);
    openPath(credentials);
    const tls = certificates ? { certificates, clients: 'optional' as const } : undefined;
    this.server = await own.start(this.site, port, tls);
    this.client = new RawClient({ port, ...(certificates ? { tls: authorityOf(certificates) } : {}) });
  }

  async ask(target: string, user?: string, client = this.client): Promise<RawAnswer> {
    const authorization: [string, string][] = user
      ? [['Authorization', `Basic ${Buffer.from(user).toString('base64')}`]]
      : [];
    return client.send({ method: 'GET', target, headers: [['Accept', TAXII], ...authorization] });
  }

  async close(): Promise<void> {
    this.client?.close();
    await this.server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function authorityOf({ authority, server }: Certificates) {
  return { ca: readIdentity({ certificate: authority, key: server.key }).cert };
}

function writeContent(
  copy: string,
  host: string,
  folder: string,
  mutualTls: boolean,
  certificates?: Certificates,
): void {
  cpSync(content, copy, { recursive: true });
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')));
  const access = (readers: string) =>
    `\naccess: { readers: ${readers}${mutualTls ? ', mutualTls: true' : ''} }\n`;
  const ca = certificates ? `, clientCa: ${certificates.authority}` : '';
  edit(
    'site.yaml',
    (text) =>
      `${text.replace(/^hosts:.*$/m, `hosts: [${host}]`)}\naccess: { folder: ${folder}, realm: Harbour Watch${ca} }\n`,
  );
  edit('members/api-root.yaml', (text) => text + access('members'));
  edit('public/hull-malware/collection.yaml', (text) => text + access('partners'));
}

const USERS = { members: 'mia:rope and tide', partners: 'pat:anchor:chain' };

function writeUsers(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [list, user] of Object.entries(USERS)) {
    const at = user.indexOf(':');
    const { stdout } = spawnSync('openssl', ['passwd', '-6', user.slice(at + 1)], { encoding: 'utf8' });
    writeFileSync(join(folder, `${list}.htpasswd`), `${user.slice(0, at)}:${stdout.trim()}\n`);
  }
}

function describePasswords(own: ProtectedHost): void {
  const setting = new Setting(own.host);
  beforeAll(() => setting.open(own, false));
  afterAll(() => setting.close());

  const endpoints = ({ id, root }: { id: string; root: string }) => {
    const base = `/${root}/collections/${id}/`;
    const lists = ['objects/', 'objects', 'manifest/', 'objects/?limit=1', 'objects/?match[type]=malware'];
    return [base, ...lists.map((list) => base + list)];
  };
  const guarded: [string, keyof typeof USERS][] = [
    ...endpoints(PARTNERS).map((path): [string, keyof typeof USERS] => [path, 'partners']),
    ...endpoints(MEMBERS).map((path): [string, keyof typeof USERS] => [path, 'members']),
    ['/members/', 'members'],
    ['/members/collections/', 'members'],
  ];

  it.each(guarded)('%s is for %s', async (path, list) => {
    const other = list === 'members' ? USERS.partners : USERS.members;
    for (const user of [undefined, ':', 'mia:wrong', `${USERS[list]}x`, other]) {
      const answer = await setting.ask(path, user);
      expect([answer.status, user]).toEqual([401, user]);
      expect(answer.header('WWW-Authenticate')).toMatch(/^Basic realm="Harbour Watch"/i);
      expect(answer.header('Content-Type')).toBe(TAXII);
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        http_status: '401',
        title: expect.any(String),
      });
    }
    const answer = await setting.ask(path, USERS[list]);
    expect(answer.status).toBe(200);
    expect(answer.header('Content-Type')).toBe(TAXII);
    expect(answer.header('Cache-Control')).toMatch(/private/);
    expect(answer.header('Vary')).toMatch(/Authorization/);
  });

  it('what is public stays open, whatever credentials come', async () => {
    for (const user of [undefined, ':', 'mia:wrong', USERS.members])
      for (const path of ['/taxii2/', '/public/', '/public/collections/', ...endpoints(OPEN)])
        expect([(await setting.ask(path, user)).status, path]).toEqual([200, path]);
  });

  it('lists leave out what not everybody may read', async () => {
    const discovery = JSON.parse((await setting.ask('/taxii2/')).body.toString());
    expect(discovery.api_roots).toHaveLength(1);
    const { collections } = JSON.parse((await setting.ask('/public/collections/')).body.toString());
    expect(collections.map(({ id }: { id: string }) => id)).toEqual([OPEN.id]);
  });

  it('no file of it is reachable by another path', async () => {
    const secrets = secretsOf(join(setting.folder, 'content'));
    expect(secrets.length).toBeGreaterThan(20);
    let open = 0;
    for (const path of filesOf(setting.site)) {
      for (const spelling of [`/${path}`, `//${path}`, `/public/../${path}`, `/%5f${path.slice(1)}`]) {
        const answer = await setting.ask(spelling);
        if (answer.status !== 200) continue;
        open += 1;
        const text = answer.body.toString();
        expect(
          secrets.filter((secret) => text.includes(secret)),
          spelling,
        ).toEqual([]);
      }
    }
    expect(open).toBeGreaterThan(20);
  });
}

/** Ids, titles and identifiers of objects that no stranger may see; those that public collections hold are none. */
function secretsOf(folder: string): string[] {
  const { collections } = gatherContent(folder);
  const ids = (wanted: boolean) =>
    collections
      .filter(({ config }) => (config.access !== undefined) === wanted)
      .flatMap(({ config, ledger }) => [config.id, config.title, ...ledger.present.keys()]);
  const open = new Set(ids(false));
  return ids(true).filter((text) => !open.has(text));
}

/** At most some hundred: of each folder's files a few. */
function filesOf(site: string): string[] {
  const names = readdirSync(site, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(site, name)).isFile());
  const step = Math.max(1, Math.floor(files.length / 400));
  const guardedFiles = files.filter((name) => /config|json$|html$/.test(name));
  return guardedFiles.filter((name, index) => index % step === 0 || !name.startsWith('_taxii/'));
}

function describeCertificates(own: ProtectedHost): void {
  const setting = new Setting(own.host);
  let certificates: Certificates;
  beforeAll(async () => {
    openPath(setting.folder);
    certificates = makeCertificates(join(setting.folder, 'tls'));
    await setting.open(own, true, certificates);
  });
  afterAll(() => setting.close());

  it('the password alone does not do, and neither does a stranger’s certificate', async () => {
    const path = `/${MEMBERS.root}/collections/${MEMBERS.id}/objects/?limit=1`;
    const as = (identity: Certificates['client']) =>
      new RawClient({
        port: setting.server.port,
        tls: { ...authorityOf(certificates), ...readIdentity(identity) },
      });
    const refused = await setting.ask(path, USERS.members);
    expect(refused.status).toBe(own.withoutCertificate ?? 403);
    expect(refused.header('Content-Type')).toBe(TAXII);
    const member = as(certificates.client);
    expect((await setting.ask(path, USERS.members, member)).status).toBe(200);
    expect((await setting.ask(path, undefined, member)).status).toBe(401);
    member.close();
    const stranger = as(certificates.stranger);
    const status = await setting.ask(path, USERS.members, stranger).then(
      (answer) => answer.status,
      () => 'no handshake',
    );
    expect([400, 403, 'no handshake']).toContain(status);
    stranger.close();
    expect((await setting.ask('/taxii2/')).status).toBe(200);
  });
}
