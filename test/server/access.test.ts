import { appendFileSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { credentials } from '../../src/commands/credentials.ts';
import { serve } from '../../src/commands/serve.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { hosts } from '../../src/hosts/all.ts';
import { TestContent, temporaryFolder } from '../support/content.ts';
import { crawl, endpoints, filesOf, leaksOf, type Seen, secretsFor, tryAllFiles } from '../support/leaks.ts';
import { buildProtected, guarded, protectedContent, protectingHosts } from '../support/protected-content.ts';

const LONG = 240_000;
const TAXII = 'application/taxii+json;version=2.1';

/** Readers lists as a person makes them, and what each client shows. */
async function makeReaders() {
  const folder = temporaryFolder();
  const add = async (file: string, name: string, token: boolean) => {
    const { result, secret } = await credentials({ name, token });
    appendFileSync(join(folder, file), result.text);
    return token ? `Bearer ${secret}` : `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
  };
  const member = await add('members.htpasswd', 'alice', false);
  const memberByToken = await add('members.tokens', 'opencti', true);
  const board = await add('board.htpasswd', 'carol', false);
  const outsider = await add('others.tokens', 'somebody', true);
  return { folder, clients: { member, memberByToken, board, outsider } };
}

/** Serves until the test ends. */
async function start(site: string, readers?: string, content = site) {
  const stop = new AbortController();
  const said: { text: string; found: readonly Diagnostic[] }[] = [];
  const reported: unknown[] = [];
  let heard: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (heard = resolve));
  const result = serve({
    content,
    ...(content === site ? { site } : {}),
    ...(readers === undefined ? {} : { readers }),
    port: 0,
    address: '127.0.0.1',
    say: (text, found) => {
      said.push({ text, found });
      heard();
    },
    report: (error) => reported.push(error),
    signal: stop.signal,
  });
  onTestFinished(async () => {
    stop.abort();
    await result;
  });
  await Promise.race([listening, result]);
  const url = new URL(/http:\/\/\S+/.exec(said[0]!.text)![0]);
  return { url, said, reported, ask: (path: string, options: AskOptions = {}) => ask(url, path, options) };
}

interface AskOptions {
  readonly authorization?: string | undefined;
  readonly method?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** The path goes over the wire as it is, which fetch would not do. */
function ask(
  { hostname, port }: URL,
  path: string,
  { authorization, method = 'GET' }: AskOptions,
): Promise<Answer> {
  const headers = { Accept: '*/*', ...(authorization === undefined ? {} : { Authorization: authorization }) };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject).end();
  });
}

function seenOf({ status, headers, text }: Answer): Seen {
  return { status, everything: JSON.stringify(headers) + text };
}

describe('every file of a protected site', () => {
  test('in every spelling shows nothing to whoever may not see it', { timeout: LONG }, async () => {
    const site = await buildProtected();
    const { folder, clients } = await makeReaders();
    const { ask, reported } = await start(site, folder);
    // The content is there to be found: the test looks for something.
    expect(filesOf(site).some((file) => file.includes(guarded[3]!.id))).toBe(true);
    const { leaks, shown, tried } = await tryAllFiles(
      site,
      async ({ path, authorization }) => seenOf(await ask(path, { authorization })),
      { wrong: [clients.outsider, 'Basic anVuazpqdW5r'], right: clients.member },
    );
    expect(leaks).toEqual([]);
    expect(shown).toBeGreaterThan(20);
    expect(tried).toBeGreaterThan(500);
    expect(reported).toEqual([]);
  });

  test('and every page that a reader finds', { timeout: LONG }, async () => {
    const site = await buildProtected();
    const { ask } = await start(site);
    const { leaks, broken, seen } = await crawl(async ({ path }) => seenOf(await ask(path)));
    expect([leaks, broken]).toEqual([[], []]);
    expect(seen).toContain('/browse/open/plain-q/index.html');
    const front = (await ask('/')).text;
    expect(front).toContain('some readers have credentials');
    expect(front).toContain('1 collection, 1 object');
  });
});

describe('clients', () => {
  test('each get what they may read, and 401 or 404 for the rest', { timeout: LONG }, async () => {
    const site = await buildProtected(['node']);
    const { folder, clients } = await makeReaders();
    const { ask } = await start(site, folder);
    const cases: [string | undefined, string[]][] = [
      [undefined, []],
      ['Basic anVuazpqdW5r', []],
      ['Bearer nothing', []],
      [clients.outsider, ['others']],
      [clients.member, ['members']],
      [clients.memberByToken, ['members']],
      [clients.board, ['board']],
    ];
    for (const [authorization, lists] of cases) {
      const denied = lists.length === 0 ? 401 : 404;
      for (const collection of guarded)
        for (const path of [...endpoints(collection), ...endpoints(collection, collection.alias)]) {
          const { readers } = collection;
          const mayRead = readers === undefined || lists.includes(readers);
          const answer = await ask(path, { authorization });
          expect(answer.status, `${path} ${lists}`).toBe(mayRead ? 200 : denied);
          expect(answer.headers['content-type']).toBe(TAXII);
          if (answer.status === 401)
            expect(answer.headers['www-authenticate']).toBe(
              'Basic realm="Feeds", charset="UTF-8", Bearer realm="Feeds"',
            );
          if (answer.status !== 200) expect(JSON.parse(answer.text).http_status).toBe(String(denied));
          expect(String(answer.headers.vary).includes('Authorization')).toBe(readers !== undefined);
          if (readers !== undefined) expect(answer.headers['cache-control']).toMatch(/private|no-store/);
          expect(leaksOf(secretsFor(lists), seenOf(answer), path)).toEqual([]);
          // What is not there looks the same.
          const absent = await ask(path.replace(collection.id, '00000009-1111-4111-8111-111111111111'), {
            authorization,
          });
          if (collection.readers && !mayRead && path.includes(collection.id))
            expect(absent.text).toBe(answer.text);
          for (const method of ['POST', 'DELETE', 'PUT'])
            if (!mayRead) expect((await ask(path, { authorization, method })).status).toBe(denied);
          expect((await ask(path, { authorization: undefined, method: 'OPTIONS' })).status).toBe(204);
        }
    }
  });

  test('are told of what they may see, and of no more', { timeout: LONG }, async () => {
    const site = await buildProtected(['node']);
    const { folder, clients } = await makeReaders();
    const { ask } = await start(site, folder);
    const rootsOf = async (authorization?: string) =>
      JSON.parse((await ask('/taxii2/', { authorization })).text);
    expect(await rootsOf()).toMatchObject({ default: '/open/', api_roots: ['/open/'] });
    expect(await rootsOf('Basic anVuazpqdW5r')).toMatchObject({ default: '/open/', api_roots: ['/open/'] });
    expect(await rootsOf(clients.member)).toMatchObject({
      default: '/club/',
      api_roots: ['/club/', '/open/'],
    });
    expect(await rootsOf(clients.board)).toMatchObject({ api_roots: ['/open/'] });
    const idsOf = async (root: string, authorization?: string) => {
      const answer = await ask(`/${root}/collections/`, { authorization });
      expect(answer.headers.vary).toContain('Authorization');
      return (JSON.parse(answer.text).collections ?? []).map(({ alias }: { alias: string }) => alias);
    };
    expect(await idsOf('open')).toEqual(['plain-q']);
    expect(await idsOf('open', clients.outsider)).toEqual(['plain-q']);
    expect(await idsOf('open', clients.member)).toEqual(['mixed-q', 'plain-q']);
    expect(await idsOf('club', clients.member)).toEqual(['inside-q']);
    expect((await ask('/club/collections/')).status).toBe(401);
    expect((await ask('/club/', { authorization: clients.board })).status).toBe(404);
  });
});

describe('readers lists', () => {
  const inside = `/club/collections/${guarded[2]!.id}/`;

  test('that change take effect while the site is served', { timeout: LONG }, async () => {
    const site = await buildProtected(['node']);
    const { folder, clients } = await makeReaders();
    const { ask, said, reported } = await start(site, folder);
    const until = async (status: number, authorization = clients.member) => {
      for (const end = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
        const answer = await ask(inside, { authorization });
        if (answer.status === status) return;
        if (Date.now() > end) throw new Error(`still ${answer.status}`);
      }
    };
    expect(said[0]!.found).toEqual([]);
    await until(200);
    writeFileSync(join(folder, 'members.htpasswd'), '# nobody any more\nalice:$2y$05$secretsecretsecret\n');
    await until(401);
    expect((await ask(inside, { authorization: clients.memberByToken })).status).toBe(200);
    const { found } = said.at(-1)!;
    expect(found.map(({ code }) => code)).toEqual(['host/unusable-credential']);
    expect(found[0]!.message).toContain(`Line 2 of ${join(folder, 'members.htpasswd')}`);
    expect(JSON.stringify(said)).not.toContain('secretsecret');
    renameSync(folder, `${folder}-away`);
    await until(401, clients.memberByToken);
    renameSync(`${folder}-away`, folder);
    await until(200, clients.memberByToken);
    const told = said.flatMap((one) => one.found.map(({ code }) => code));
    expect(told.filter((code) => code === 'io/unreadable')).toHaveLength(1);
    expect(reported).toEqual([]);
  });

  test('that are missing are told of, and let nobody in', { timeout: LONG }, async () => {
    const site = await buildProtected(['node']);
    const without = await start(site);
    const lists = ['board', 'members'];
    expect(without.said[0]!.found.map(({ code }) => code)).toEqual(lists.map(() => 'host/no-readers'));
    expect(without.said[0]!.found.map(({ message }) => /list "(.*?)"/.exec(message)?.[1])).toEqual(lists);
    const { folder, clients } = await makeReaders();
    expect((await without.ask(inside, { authorization: clients.member })).status).toBe(401);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    // A heading in a file puts nobody onto another list.
    writeFileSync(join(empty, 'a.tokens'), `[members]\nx:${'0'.repeat(64)}\n`);
    const { said } = await start(site, empty);
    expect(said[0]!.found.map(({ code }) => code)).toEqual([
      'host/unusable-credential',
      'host/no-readers',
      'host/no-readers',
    ]);
    const { exitCode, diagnostics } = await serve({
      content: site,
      site,
      readers: join(folder, 'nowhere'),
      port: 0,
      address: '127.0.0.1',
      say: () => undefined,
      report: () => undefined,
      signal: new AbortController().signal,
    });
    expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([2, ['io/not-found']]);
  });

  test('protect the content as well that is served while people work on it', { timeout: LONG }, async () => {
    const { folder, clients } = await makeReaders();
    const { ask } = await start('', folder, protectedContent(['node']).folder);
    expect((await ask(inside)).status).toBe(401);
    expect((await ask(inside, { authorization: clients.member })).status).toBe(200);
  });
});

describe('a build', () => {
  const open = Object.values(hosts)
    .map(({ name }) => name)
    .filter((name) => !protectingHosts.includes(name));

  test('there are hosts that can protect, and hosts that cannot', () => {
    expect(protectingHosts).toContain('node');
    expect(open).toEqual(expect.arrayContaining(['files', 'serve']));
  });

  test.each(open)('refuses to put what is protected onto %s, alone and beside others', {
    timeout: LONG,
  }, async (name) => {
    for (const chosen of [[name], ['node', name]]) {
      const content = protectedContent(chosen);
      const out = `${content.folder}-site`;
      const { exitCode, diagnostics } = await build({ content: content.folder, out });
      const errors = diagnostics.filter(({ code }) => code === 'host/cannot-protect');
      expect(exitCode).toBe(1);
      expect(errors.map(({ message }) => message)).toEqual(
        ['API root club', 'collection club/innermost-q', 'collection open/mixed-q'].map((part) =>
          expect.stringContaining(`The host ${name} cannot keep the ${part} `),
        ),
      );
      expect(() => readdirSync(out)).toThrow();
    }
  });

  test('refuses a host that cannot ask for certificates', { timeout: LONG }, async () => {
    const content = new TestContent('node');
    content.write('api/api-root.yaml', 'title: Root\naccess: { readers: members, mutualTls: true }\n');
    const { diagnostics } = await build({ content: content.folder, out: `${content.folder}-site` });
    const [found] = diagnostics.filter(({ severity }) => severity === 'error');
    expect(found).toMatchObject({
      code: 'host/cannot-protect',
      message: expect.stringContaining('it has no mutual TLS'),
    });
  });
});
