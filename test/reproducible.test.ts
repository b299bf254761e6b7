import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledCli, project, runCli, type Surroundings } from './support/compiled.ts';
import { findNode } from './support/node-versions.ts';
import { hasIcs, icsContent } from './support/shared.ts';
import { copyReversed, differences, readTree, type Tree } from './support/tree.ts';

/** DESIGN §4: the same tree gives the same bytes on any machine, time zone, locale and Node version. */

const folder = mkdtempSync(join(tmpdir(), 'taxii-press-reproducible-'));
beforeAll(() => void compiledCli());
afterAll(() => rmSync(folder, { recursive: true }));

function place(name: string): string {
  return mkdtempSync(join(folder, `${name}-`));
}

async function buildTree(content: string, surroundings: Surroundings): Promise<Tree> {
  const out = join(place('out'), 'site');
  const { cwd = process.cwd() } = surroundings;
  const args = ['--content', relative(cwd, content), 'build', '--out', relative(cwd, out)];
  const { code, stdout, stderr } = await runCli(args, surroundings);
  if (code !== 0) throw new Error(`build ended with ${code}\n${stdout}${stderr}`);
  return readTree(out);
}

/** A plain machine, and nothing of the one that the test runs on. */
const plain = { PATH: process.env.PATH, HOME: folder, TZ: 'UTC', LANG: 'C', LC_ALL: 'C' };
/** As far from it as can be: another day, decimal commas, and an "i" whose capital is no "I". */
const far = {
  PATH: process.env.PATH,
  HOME: '/',
  TZ: 'Pacific/Chatham',
  LANG: 'tr_TR.UTF-8',
  LC_ALL: 'tr_TR.UTF-8',
  FORCE_COLOR: '1',
};

const subjects = [
  { name: 'the sample content', content: () => sampleContent(), when: true },
  { name: 'six releases of ICS ATT&CK', content: () => icsContent(['serve', 'node'], 6), when: hasIcs },
].filter(({ when }) => when);

function sampleContent(): string {
  const content = join(place('sample'), 'content');
  cpSync(join(project, 'content'), content, { recursive: true });
  return content;
}

describe.each(subjects)('$name gives the same bytes', ({ content: make }) => {
  let content: string;
  let expected: Tree;
  beforeAll(async () => {
    content = make();
    expected = await buildTree(content, { cwd: project, env: plain, first: 'umask 022' });
  });

  it('and something at all', () => {
    expect(expected.size).toBeGreaterThan(20);
    expect([...expected.keys()]).toContain('_taxii/site.json');
  });

  it('in another time zone, locale, working directory, umask and order of files', async () => {
    const copy = join(place('far'), 'elsewhere/content');
    copyReversed(content, copy);
    const tree = await buildTree(copy, { cwd: dirname(copy), env: far, first: 'umask 077' });
    expect(differences(expected, tree)).toEqual([]);
  });

  it.each([22, 24])('under Node %i', async (major) => {
    const node = findNode(major);
    if (!node) return;
    const tree = await buildTree(content, { cwd: folder, env: far, node });
    expect(differences(expected, tree)).toEqual([]);
  });
});

describe('the comparison of trees', () => {
  it('tells what differs', async () => {
    const [a, b] = [place('tree'), place('tree')];
    for (const name of ['same', 'gone', 'other']) writeFileSync(join(a, name), name);
    for (const name of ['same', 'new']) writeFileSync(join(b, name), name);
    writeFileSync(join(b, 'other'), 'changed');
    expect(readFileSync(join(a, 'same'), 'utf8')).toBe('same');
    expect(differences(readTree(a), readTree(b))).toEqual(['gone: is gone', 'new: is new', 'other: differs']);
  });
});
