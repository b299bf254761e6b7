import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  buildForHosts,
  differences,
  type EdgeSite,
  emptyFolder,
  makeBattery,
  reference,
} from '../support/edge-site.ts';
import { RawClient } from '../support/raw-http.ts';
import { seed } from '../support/seed.ts';
import { freePort } from '../support/serve-process.ts';

/** The image definition, its steps and commands carried out in a folder instead of by Docker. */

interface Instruction {
  readonly name: string;
  readonly text: string;
}

let site: EdgeSite;
let port: number;
let client: RawClient;
let server: ChildProcess;
let said = '';
/** Stands for the root of the image's file system. */
let root: string;
let instructions: readonly Instruction[];

const inRoot = (text: string) => text.replaceAll(/(^|\s|=)\/(site|server\.mjs)/g, `$1${root}/$2`);
const of = (name: string) => instructions.filter((one) => one.name === name).map(({ text }) => text);
const command = (text: string): string[] => JSON.parse(text.slice(text.indexOf('[')));

function run(words: readonly string[], options: readonly string[] = []): ChildProcess {
  const [program, ...rest] = words.map(inRoot);
  expect(program).toBe('node');
  const env = Object.fromEntries(
    of('ENV').flatMap((text) => text.split(' ').map((pair) => inRoot(pair).split('='))),
  );
  // Without rights, as USER says; the system's own user for that is there on every machine.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  return spawn(process.execPath, [...options, ...rest], {
    env: { ...env, PORT: String(port), ADDRESS: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
}

beforeAll(async () => {
  port = await freePort();
  site = await buildForHosts(['node', 'cloudflare-worker'], { baseUrl: `http://127.0.0.1:${port}/` });
  const lines = readFileSync(join(site.site, '_hosts/node/Dockerfile'), 'utf8').split('\n');
  instructions = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ name: line.split(' ', 1)[0]!, text: line.slice(line.indexOf(' ') + 1) }));
  root = emptyFolder('image');
  chmodSync(root, 0o755);
  chmodSync(join(root, '..'), 0o755);
  cpSync(site.site, join(root, 'site'), { recursive: true });
  for (const text of of('RUN')) execFileSync('/bin/sh', ['-ec', inRoot(text)]);
  // The permission model of Node refuses whatever is not allowed here: every write above all.
  const model = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  server = run(command(of('CMD').at(-1)!), [model, `--allow-fs-read=${root}`, '--no-warnings']);
  const listening = new Promise<void>((resolve, reject) => {
    server.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Serving')) resolve();
    });
    server.once('close', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  await listening;
  client = new RawClient({ port });
});
afterAll(() => {
  client.close();
  server.kill('SIGKILL');
  site.remove();
  rmSync(root, { recursive: true });
});

async function health(): Promise<number> {
  const [code] = await once(run(command(of('HEALTHCHECK')[0]!)), 'close');
  return code;
}

describe('the image', () => {
  it('has instructions that Docker knows, in two stages', () => {
    expect(instructions.map(({ name }) => name)).toEqual(
      'FROM COPY RUN FROM ENV COPY COPY USER EXPOSE HEALTHCHECK CMD'.split(' '),
    );
    expect(of('FROM')).toEqual(['node:24-slim AS site', 'node:24-slim']);
    expect(of('USER')).toEqual(['node']);
    expect(of('EXPOSE')).toEqual(['8080']);
  });

  it('copies what is there, and of the hosts’ files the server alone', () => {
    for (const text of of('COPY').filter((copy) => copy.startsWith('--from=site')))
      expect(existsSync(inRoot(text.split(' ')[1]!)), text).toBe(true);
    expect(readdirSync(root).sort()).toEqual(['server.mjs', 'site']);
    expect(existsSync(join(root, 'site/_hosts'))).toBe(false);
    const ignored = readFileSync(join(site.site, '_hosts/node/Dockerfile.dockerignore'), 'utf8');
    expect(ignored.split('\n')).toEqual(['_hosts', '!_hosts/node/server.mjs', '.*', '']);
    expect(statSync(join(root, 'server.mjs')).mode & 0o222).toBe(0);
  });

  it('runs without rights and without writing, and is healthy', async () => {
    expect(await health()).toBe(0);
    expect(said).toContain('Serving');
    expect(said).not.toContain('ERR_ACCESS_DENIED');
  });

  it('answers 1,200 random requests as the handler does', async () => {
    const expectation = reference(site);
    const { requests } = await makeBattery(site, (request) => client.send(request), seed, 1200);
    const differing: string[] = [];
    const refused: string[] = [];
    let compared = 0;
    for (const request of requests) {
      const [expected, answer] = [await expectation(request), await client.send(request)];
      if (expected) {
        compared += 1;
        differing.push(...differences(request, expected, answer));
      } else if (answer.header('Content-Type')?.includes('taxii'))
        refused.push(`${answer.status} ${request.target}`);
    }
    // What is no HTTP gets an error of TAXII, since nobody can say what it was meant for.
    expect(refused.filter((line) => !line.startsWith('400 '))).toEqual([]);
    expect(differing.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(900);
  });

  it('has a composition that is read-only and without capabilities', () => {
    const { services } = parse(readFileSync(join(site.site, '_hosts/node/compose.yaml'), 'utf8'));
    expect(services.taxii).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    const { context, dockerfile } = services.taxii.build;
    expect(existsSync(join(site.site, '_hosts/node', context, dockerfile))).toBe(true);
  });

  // The last test: it ends the server.
  it('stops when it is told to, and is not healthy then', async () => {
    server.kill('SIGTERM');
    const [code, signal] = await once(server, 'close');
    expect([code, signal]).toEqual([0, null]);
    expect(await health()).toBe(1);
  });
});
