import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../src/commands/verify.ts';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { createSiteServer } from '../../src/server/node-server.ts';
import type { Report } from '../../src/verify/verify.ts';
import { runCli } from '../support/compiled.ts';
import { buildSample, type SampleBuild } from '../support/sample-build.ts';
import { freePort, type ServeProcess, startServe } from '../support/serve-process.ts';

/** Over real sockets: our Node server, the real `serve`, and hosts that are no TAXII at all. */

let port: number;
let address: string;
let sample: SampleBuild;
let node: Server;

beforeAll(async () => {
  port = await freePort();
  address = `http://127.0.0.1:${port}/`;
  sample = await buildSample({ baseUrl: address, pageSize: 20 });
  node = createSiteServer(new SiteFolder(sample.site), (error) => {
    throw error;
  });
  node.listen(port, '127.0.0.1');
  await once(node, 'listening');
});
afterAll(async () => {
  await close(node);
  sample.remove();
});

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

const limits = { maxRequests: 2000, timeout: 30, version: '0' };

async function look(url: string, more: Partial<Parameters<typeof verify>[0]> = {}) {
  const { exitCode, text, data } = await verify({ url, ...limits, ...more });
  return { exitCode, text, report: data as Report };
}

function faults({ results }: Report): string[] {
  return results
    .filter(({ outcome }) => ['fail', 'unchecked', 'declined'].includes(outcome.verdict))
    .map(({ id, outcome }) => `${id} ${JSON.stringify(outcome)}`);
}

describe('the Node server', () => {
  test('is level 3, in every collection', async () => {
    for (const { id } of sample.collections) {
      const { exitCode, report } = await look(address, { collection: id, level: 3 });
      expect(faults(report)).toEqual([]);
      expect([exitCode, report.level, report.conforms]).toEqual([0, 3, true]);
    }
  });
});

describe('the real serve', () => {
  let serve: ServeProcess;
  let built: SampleBuild;
  let plain: ServeProcess;
  beforeAll(async () => {
    const [first, second] = [await freePort(), await freePort()];
    built = await buildSample({ baseUrl: `http://127.0.0.1:${first}/` });
    serve = await startServe(built.site, first);
    const files = join(built.site, '../plain');
    mkdirSync(join(files, 'releases'), { recursive: true });
    writeFileSync(join(files, 'index.html'), '<h1>Files</h1>');
    writeFileSync(join(files, 'releases/1.json'), '{"type":"bundle"}');
    plain = await startServe(files, second);
  });
  afterAll(async () => {
    await serve.stop();
    await plain.stop();
    built.remove();
  });

  test('is level 1 with its rules', async () => {
    for (const { id } of built.collections) {
      const { exitCode, report } = await look(serve.server, { collection: id });
      expect(faults(report)).toEqual([]);
      expect([exitCode, report.level, report.conforms]).toEqual([0, 1, true]);
    }
    expect((await look(serve.server, { level: 2 })).exitCode).toBe(1);
  });

  test('is level 0 without them', async () => {
    const { exitCode, report, text } = await look(plain.server, { level: 0 });
    expect(faults(report)).toEqual([]);
    expect([exitCode, report.level]).toEqual([0, 0]);
    expect(text).toContain('Level 0 (files, not TAXII)');
    expect((await look(plain.server)).exitCode).toBe(1);
    expect((await look(`${plain.server}releases/1.json`, { level: 0 })).report.level).toBe(0);
  });
});

describe('what does not answer is exit 2', () => {
  test('nobody there', async () => {
    const { exitCode, text } = await look(`http://127.0.0.1:${await freePort()}/`);
    expect(exitCode).toBe(2);
    expect(text).toMatch(/cannot be verified: no answer: .*ECONNREFUSED/);
  });

  test('silence', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { exitCode, text } = await look(`http://127.0.0.1:${port}/`, { timeout: 1 });
    expect([exitCode, text]).toEqual([2, expect.stringContaining('none in 1 seconds')]);
    await close(silent);
  });

  test('an answer that breaks off, and one that is no HTTP', async () => {
    for (const reply of ['HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"title"', 'hello\r\n\r\n']) {
      const rude = createServer().listen(0, '127.0.0.1');
      rude.on('connection', (socket) => socket.end(reply));
      await once(rude, 'listening');
      const { port } = rude.address() as AddressInfo;
      const { exitCode, text } = await look(`http://127.0.0.1:${port}/`, { timeout: 5 });
      expect([exitCode, text]).toEqual([2, expect.stringContaining('no answer:')]);
      await close(rude);
    }
  });

  test('no such collection', async () => {
    const { exitCode, text } = await look(address, { collection: 'none' });
    expect([exitCode, text]).toEqual([2, expect.stringContaining('there is no collection none')]);
  });
});

describe('on the command line', () => {
  const bare = { PATH: process.env.PATH, HOME: process.env.HOME };
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    runCli(['verify', ...args], { env: { ...bare, ...env } });

  test('a table for people', async () => {
    const { code, stdout, stderr } = await run([address, '--collection', 'port-threats']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ok +T-8\.2\.1-1 +MUST +Discovery is at \/taxii2\//m);
    expect(stdout).toContain('Level 3 (functions: everything, exactly)');
    expect(stdout).toContain('It conforms at level 3.');
    expect(stdout).not.toContain('\u001b');
  });

  test('JSON for programs, with what was seen and how to see it', async () => {
    const { code, stdout } = await run([`${address}`, '--format', 'json', '--max-requests', '40']);
    const { result } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(result).toMatchObject({ url: address, level: 3, conforms: false, requests: 40 });
    expect(result.results.find(({ id }: { id: string }) => id === 'T-8.2.1-1')).toEqual({
      id: 'T-8.2.1-1',
      cites: 'TAXII 2.1 §8.2.1, §4.1',
      strength: 'MUST',
      title: expect.any(String),
      outcome: { verdict: 'pass' },
    });
  });

  test('what fails is told with a line for curl that shows it, without credentials', async () => {
    const broken = createServer((_, outgoing) => {
      outgoing.writeHead(200, { 'Content-Type': 'application/json' });
      outgoing.end('{"title":"It\'s","api_roots":["/"],"versions":[],"max_content_length":1}');
    }).listen(0, '127.0.0.1');
    await once(broken, 'listening');
    const url = `http://127.0.0.1:${(broken.address() as AddressInfo).port}/`;
    const { code, stdout } = await run([url], { TAXII_PRESS_USER: 'reader:open-sesame' });
    await close(broken);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail +T-4\.2\.1-1 /m);
    expect(stdout).toContain(`-H "Authorization: $AUTHORIZATION" '${url}`);
    expect(stdout).not.toMatch(/sesame|cmVhZGVy/);
  });

  test('--requirements lists them all, and asks nobody', async () => {
    const { code, stdout } = await run(['--requirements']);
    expect(code).toBe(0);
    expect(stdout.match(/^[THP]-\S+ /gm)!.length).toBeGreaterThan(80);
    const { result } = JSON.parse((await run(['--requirements', '--format', 'json'])).stdout);
    expect(result[0]).toMatchObject({ id: expect.any(String), levels: [0], title: expect.any(String) });
  });

  test.each([
    [[]],
    [['taxii.example']],
    [['ftp://taxii.example/']],
    [['http://a:b@taxii.example/']],
    [['http://127.0.0.1/', '--level', '4']],
    [['http://127.0.0.1/', '--max-requests', '0']],
    [['http://127.0.0.1/', '--user', 'a:b', '--token', 'c']],
    [['http://127.0.0.1/', '--format', 'sarif']],
  ])('wrong use is exit 2: %j', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: /);
  });
});
