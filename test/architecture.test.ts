import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkArchitecture, type Rooms } from './support/architecture.ts';

/** DESIGN §8. That `commands` is imported by `cli.ts` alone, and `cli.ts` by nobody, follows from the ranks. */
const rooms: Rooms = {
  json: { rank: 0 },
  diagnostics: { rank: 1 },
  stix: { rank: 2 },
  taxii: { rank: 2 },
  config: { rank: 3 },
  // Ships to the edge, where there is no node_modules.
  query: { rank: 3, imports: ['json', 'taxii'], isBare: true },
  release: { rank: 3 },
  site: { rank: 4 },
  hosts: { rank: 5, isDivided: true },
  // Knows a server by what it answers, and nothing of how this project makes one.
  verify: { rank: 5, imports: ['json', 'diagnostics', 'taxii'] },
  io: { rank: 6 },
  html: { rank: 6 },
  server: { rank: 7 },
  commands: { rank: 8 },
  'cli.ts': { rank: 9, isVoice: true },
};

const src = join(import.meta.dirname, '../src');

function readSources(): Map<string, string> {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return new Map(
    names.sort().map((name) => [name.split(sep).join('/'), readFileSync(join(src, name), 'utf8')]),
  );
}

describe('the rooms of the code', () => {
  it('are those of the table, and keep to it', () => {
    expect(checkArchitecture(readSources(), rooms)).toEqual([]);
  });
});

/** One empty file in each room, so that only the case's own sources can be at fault. */
function check(sources: Record<string, string>, table: Rooms = rooms): string[] {
  const empty = Object.keys(rooms).map(
    (room) => [room.endsWith('.ts') ? room : `${room}/empty.ts`, ''] as const,
  );
  return checkArchitecture(new Map([...empty, ...Object.entries(sources)]), table);
}

describe('the check of the rooms', () => {
  it('takes what is allowed', () => {
    const allowed = {
      'json/digest.ts': `import { hash } from 'node:crypto';`,
      'release/a.ts': `import { b } from './b.ts'; import type { c } from '../stix/c.ts'; new Date(0); Date.parse('');`,
      'query/a.ts': `import { a } from '../json/a.ts'; export const a = (b: { process: 1 }) => b.process;`,
      'hosts/caddy/emit.ts': `import { host } from '../host.ts'; import { ok } from './quote.ts';`,
      'hosts/all.ts': `import { caddy } from './caddy/host.ts';`,
      'config/a.ts': `import { parse } from 'yaml'; // console.log(process.stdout)`,
      'io/clock.ts': `import { existsSync } from 'node:fs'; new Date(); process.platform; Buffer.from('');`,
      'cli.ts': `import { build } from './commands/build.ts'; process.stdout.write(''); console.log();`,
    };
    expect(check(allowed)).toEqual([]);
  });

  it.each([
    ['an upward import', 'json/a.ts', `import { x } from '../site/x.ts';`],
    ['a type-only upward import', 'release/a.ts', `import type { X } from '../site/x.ts';`],
    ['a sideways import', 'stix/a.ts', `import { x } from '../taxii/x.ts';`],
    ['a sideways import between hands', 'html/a.ts', `import { x } from '../io/x.ts';`],
    ['a re-export', 'json/a.ts', `export * from '../site/x.ts';`],
    ['a dynamic import', 'site/a.ts', `export const f = () => import('../io/x.ts');`],
    ['an import type', 'site/a.ts', `export type X = import('../io/x.ts').X;`],
    ['a dynamic import of a computed name', 'io/a.ts', `export const f = (x: string) => import(x);`],
    ['require', 'json/a.ts', `const fs = require('fs');`],
    ['a module of Node in a pure room', 'site/a.ts', `import { readFileSync } from 'node:fs';`],
    ['a module of Node without its prefix', 'site/a.ts', `import { readFileSync } from 'fs';`],
    ['hashing elsewhere', 'release/a.ts', `import { hash } from 'node:crypto';`],
    ['another module where hashing is', 'json/digest.ts', `import { readFileSync } from 'node:fs';`],
    ['the process, imported', 'io/a.ts', `import { stdout } from 'node:process';`],
    ['the process in a pure room', 'hosts/a.ts', `export const a = process.env['A'];`],
    ['the process through globalThis', 'hosts/a.ts', `export const a = globalThis.process;`],
    ['Buffer in a pure room', 'json/a.ts', `export const a = Buffer.from('');`],
    ['the clock, by Date.now', 'release/a.ts', `export const a = Date.now();`],
    ['the clock, by new Date()', 'release/a.ts', `export const a = new Date();`],
    ['the clock, by new Date', 'release/a.ts', `export const a = new Date;`],
    ['the clock, by Date()', 'release/a.ts', `export const a = Date();`],
    ['chance', 'release/a.ts', `export const a = Math.random();`],
    ['the locale', 'site/a.ts', `export const a = (b: string[]) => b.sort((x, y) => x.localeCompare(y));`],
    ['a host that imports a host', 'hosts/caddy/emit.ts', `import { x } from '../nginx/quote.ts';`],
    ['a room that query may not know', 'query/a.ts', `import { x } from '../diagnostics/x.ts';`],
    ['a package in query', 'query/a.ts', `import { x } from 'yaml';`],
    ['a command imported by a room', 'server/a.ts', `import { build } from '../commands/build.ts';`],
    ['cli.ts imported by a command', 'commands/a.ts', `import { x } from '../cli.ts';`],
    ['console outside cli.ts', 'commands/a.ts', `console.log('');`],
    ['standard output outside cli.ts', 'commands/a.ts', `process.stdout.write('');`],
    ['standard error outside cli.ts', 'io/a.ts', `process.stderr.write('');`],
    ['a way out of src', 'site/a.ts', `import { x } from '../../test/x.ts';`],
  ])('finds %s', (_, path, text) => {
    const found = check({ [path]: text });
    expect(found).not.toEqual([]);
    for (const line of found) expect(line).toMatch(new RegExp(`^${path.replace('.', '\\.')}`));
  });

  it('finds a room that the table lacks', () => {
    expect(check({ 'utils/a.ts': '' })).toEqual(['utils: is no room of the table']);
    expect(check({ 'index.ts': '' })).toEqual(['index.ts: is no room of the table']);
    expect(check({ 'io/a.ts': `import { x } from '../utils/x.ts';` })).toHaveLength(1);
  });

  it('finds a row of the table without a folder', () => {
    expect(check({}, { ...rooms, edge: { rank: 5 } })).toEqual(['edge: is in the table only']);
  });
});
