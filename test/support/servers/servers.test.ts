import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../content.ts';
import { RawClient } from '../raw-http.ts';
import { scratch } from '../scratch.ts';
import { type ApacheOptions, includeFile, startApache } from './apache.ts';
import { importFile, startCaddy } from './caddy.ts';
import { type Certificates, makeCertificates, readIdentity } from './certificates.ts';
import { isInstalled } from './installed.ts';
import { include, startNginx } from './nginx.ts';
import type { TlsOptions } from './options.ts';
import type { RunningServer } from './server-process.ts';

/** The drivers of real servers, with the smallest configurations that show something. */

interface Tiny {
  readonly server: RunningServer;
  /** Changes what the configuration answers at /word. */
  readonly say: (word: string) => void;
  /** Writes a configuration that the server must refuse. */
  readonly spoil: () => void;
}

type Starter = (folder: string, tls?: TlsOptions) => Promise<Tiny>;

function site(folder: string): string {
  const root = join(folder, 'site');
  mkdirSync(root);
  writeFileSync(join(root, 'file.json'), '{"a":1}');
  return root;
}

const nginx: Starter = async (folder, tls) => {
  const [http, server] = [join(folder, 'http.conf'), join(folder, 'server.conf')];
  const say = (word: string) => writeFileSync(http, `map $uri $word { default "${word}"; }\n`);
  say('one');
  writeFileSync(
    server,
    'location = /word { default_type text/plain; return 200 $word; }\nlocation = /raw { return 200 $request_uri; }\n',
  );
  const configuration = { http: include(http), server: include(server) };
  const running = await startNginx({ root: site(folder), configuration, ...(tls ? { tls } : {}) });
  return { server: running, say, spoil: () => writeFileSync(http, 'map {') };
};

const caddy: Starter = async (folder, tls) => {
  const file = join(folder, 'site.caddy');
  const say = (word: string) => writeFileSync(file, `respond /word "${word}"\nfile_server\n`);
  say('one');
  const options = { root: site(folder), configuration: { site: importFile(file) } };
  const running = await startCaddy({ ...options, ...(tls ? { tls } : {}) });
  return { server: running, say, spoil: () => writeFileSync(file, 'respond {') };
};

/** The words come from a file that rules lead to; Apache has no directive that answers with a text and 200. */
async function apache(folder: string, more: Partial<ApacheOptions> = {}): Promise<Tiny> {
  const root = site(folder);
  const file = more.htaccess ? join(root, '.htaccess') : join(folder, 'directory.conf');
  const say = (word: string) => {
    writeFileSync(join(root, `${word}.txt`), word);
    writeFileSync(file, `RewriteEngine On\nRewriteRule ^word$ ${word}.txt [END]\n`);
  };
  say('one');
  const configuration = more.htaccess ? {} : { directory: includeFile(file) };
  const server = await startApache({ root, configuration, ...more });
  return { server, say, spoil: () => writeFileSync(file, 'NoSuchDirective\n') };
}

const starters = [
  ['nginx', 'nginx', nginx],
  ['caddy', 'caddy', caddy],
  ['apache', 'apache', (folder: string, tls?: TlsOptions) => apache(folder, tls ? { tls } : {})],
] as const;

describe.each(starters)('%s', (name, program, start: Starter) => {
  const available = isInstalled(program);
  let tiny: Tiny;
  let client: RawClient;
  let folder: string;

  describe.skipIf(!available)('in the foreground', () => {
    beforeAll(async () => {
      folder = scratch('drivers');
      tiny = await start(folder);
      client = new RawClient({ port: tiny.server.port });
    });
    afterAll(async () => {
      client.close();
      await tiny.server.stop();
      rmSync(folder, { recursive: true });
      await expect(fetch(tiny.server.url)).rejects.toThrow();
    });
    const word = async () => (await client.send({ method: 'GET', target: '/word' })).body.toString();

    it('serves files and what the configuration says, over connections that stay', async () => {
      expect(tiny.server.version).toMatch(/\d+\.\d+\.\d+/);
      const file = await client.send({ method: 'GET', target: '/file.json' });
      expect([file.status, file.body.toString()]).toEqual([200, '{"a":1}']);
      expect(await word()).toBe('one');
      expect((await client.send({ method: 'GET', target: '/missing' })).status).toBe(404);
      const head = await client.send({ method: 'HEAD', target: '/file.json' });
      expect([head.status, head.header('content-length'), head.body.length]).toEqual([200, '7', 0]);
    });

    it('reloads without losing a request, and refuses what is wrong', async () => {
      const stop = { now: false };
      const statuses = (async () => {
        const seen = new Set<number | string>();
        const ask = () => client.send({ method: 'GET', target: '/word' });
        while (!stop.now)
          await ask().then(
            ({ status }) => seen.add(status),
            (error) => seen.add(String(error)),
          );
        return seen;
      })();
      tiny.say('two');
      await tiny.server.reload();
      const fresh = new RawClient({ port: tiny.server.port });
      expect((await fresh.send({ method: 'GET', target: '/word' })).body.toString()).toBe('two');
      fresh.close();
      tiny.spoil();
      await expect(tiny.server.reload()).rejects.toThrow(/refused/);
      expect(await word()).toBe('two');
      stop.now = true;
      expect([...(await statuses)]).toEqual([200]);
    });
  });

  describe.skipIf(!available || !isInstalled('openssl'))('over TLS', () => {
    it('wants the certificate of a client that it trusts', async () => {
      const folder = temporaryFolder();
      const certificates = makeCertificates(join(folder, 'tls'));
      const { server } = await start(folder, { certificates, clients: 'required' });
      const ask = (identity?: Certificates['client']) => {
        const ca = readIdentity({ certificate: certificates.authority, key: certificates.server.key }).cert;
        const tls = { ca, ...(identity ? readIdentity(identity) : {}) };
        return new RawClient({ port: server.port, tls }).send({
          method: 'GET',
          target: '/word',
          headers: [['Connection', 'close']],
        });
      };
      expect((await ask(certificates.client)).body.toString()).toBe('one');
      for (const other of [undefined, certificates.stranger]) {
        const status = await ask(other).then(
          (answer) => answer.status,
          () => 'no handshake',
        );
        // nginx lets the handshake pass and says 400.
        expect(name === 'nginx' ? 400 : 'no handshake').toBe(status);
      }
      await server.stop();
    });
  });

  it.skipIf(!available)('says why it does not start', async () => {
    const wrong = { root: temporaryFolder(), configuration: { server: 'nonsense;', site: 'nonsense' } };
    const started = { nginx: startNginx, caddy: startCaddy, apache: startApache }[name](wrong);
    await expect(started).rejects.toThrow(/nonsense/);
  });
});

describe.skipIf(!isInstalled('apache'))('apache with nothing but .htaccess', () => {
  it('follows it without a reload', async () => {
    const { server, say } = await apache(temporaryFolder(), { htaccess: true });
    const client = new RawClient({ port: server.port });
    const word = async () => (await client.send({ method: 'GET', target: '/word' })).body.toString();
    expect(await word()).toBe('one');
    say('two');
    expect(await word()).toBe('two');
    client.close();
    await server.stop();
  });
});

describe.skipIf(!isInstalled('nginx'))('the raw client', () => {
  it('sends a target as it is', async () => {
    const { server } = await nginx(temporaryFolder());
    const client = new RawClient({ port: server.port });
    for (const target of ['/raw?match%5btype%5D=a&x=%zz', '/./raw?..//%2e', '/raw?\xe9', '//raw']) {
      const { body } = await client.send({ method: 'GET', target });
      expect(body.toString('latin1')).toBe(target);
    }
    expect((await client.send({ method: 'GET', target: 'raw' })).status).toBe(400);
    client.close();
    await server.stop();
  });

  it('sends a thousand requests in less than five seconds', async () => {
    const { server } = await nginx(temporaryFolder());
    const client = new RawClient({ port: server.port });
    const begin = performance.now();
    for (let n = 0; n < 1000; n += 1) await client.send({ method: 'GET', target: `/raw?${n}` });
    expect(performance.now() - begin).toBeLessThan(5000);
    client.close();
    await server.stop();
  });
});

describe('a server that is missing', () => {
  afterEach(() => void vi.unstubAllEnvs());
  it('skips with the name of the package, and fails on CI', () => {
    vi.stubEnv('PATH', '/nonexistent');
    vi.stubEnv('CI', '');
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect(isInstalled('openssl')).toBe(false);
    expect(warn.mock.calls[0]![0]).toMatch(/Skipped: .*Debian package openssl/);
    vi.stubEnv('CI', 'true');
    expect(() => isInstalled('openssl')).toThrow(/CI runs every server: openssl is not installed/);
    warn.mockRestore();
  });
});

describe.skipIf(!isInstalled('nginx'))('a server that ends by itself', () => {
  it('is an error when it is to be stopped', async () => {
    const { server } = await nginx(temporaryFolder());
    const pid = Number(/pid|(\d+)#\1/.exec(server.logs())?.[1]);
    process.kill(pid, 'SIGTERM');
    while (
      await fetch(server.url).then(
        () => true,
        () => false,
      )
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expect(server.stop()).rejects.toThrow('had ended by itself');
  });
});
