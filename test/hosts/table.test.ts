import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hosts } from '../../src/hosts/all.ts';
import type { Answer, Capability } from '../../src/hosts/capabilities.ts';
import type { Host } from '../../src/hosts/host.ts';
import { hostRows, printHostFacts, printHostTable } from '../../src/hosts/table.ts';

const all = Object.values(hosts);
const project = join(import.meta.dirname, '../..');

/** What stands between two marks of a file; `UPDATE_GOLDEN=1` puts what there is now. */
function expectMarked(file: string, mark: string, text: string): void {
  const [start, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const before = readFileSync(file, 'utf8');
  const parts = before.split(start);
  const rest = parts[1]?.split(end);
  if (parts.length !== 2 || rest?.length !== 2) throw new Error(`${file} needs one ${start} … ${end}`);
  if (process.env.UPDATE_GOLDEN && !process.env.CI)
    writeFileSync(file, `${parts[0]}${start}\n${text}${end}${rest[1]}`);
  expect(readFileSync(file, 'utf8'), `${file}: UPDATE_GOLDEN=1 writes it anew`).toContain(
    `${start}\n${text}${end}`,
  );
}

describe('the table of hosts', () => {
  it('in the README is that of the hosts', () => {
    expectMarked(join(project, 'README.md'), 'hosts', printHostTable(all, 'templates/hosts'));
  });

  it('has a row for each host, those that can do least first', () => {
    const rows = hostRows(all);
    expect(rows.map(({ host }) => host.name).sort()).toEqual(Object.keys(hosts).sort());
    const levels = rows.map(({ host }) => host.level);
    expect(levels).toEqual([...levels].sort());
  });

  it('stays a table whatever a title holds', () => {
    const odd: Host = { ...hosts.files, testedWith: 'a | b' };
    const [header, rule, row] = printHostTable([odd], '.').split('\n');
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    expect([cells(rule!), cells(row!)]).toEqual([cells(header!), cells(header!)]);
    expect(row).toContain('a \\| b');
  });
});

const queries: Capability[] = [
  'next',
  'limit',
  'addedAfter',
  'matchType',
  'matchId',
  'matchVersion',
  'combinations',
];

/** DESIGN §6: what a level means for the answers to a query. */
const allowed: Record<Host['level'], readonly Answer[]> = {
  0: ['no'],
  1: ['ignored'],
  2: ['exact', 'part', 'declined'],
  3: ['exact'],
};

describe.each(all.map((host) => [host.name, host] as const))('%s', (name, host) => {
  it('answers as its level says', () => {
    expect(host.name).toBe(name);
    for (const query of queries) expect(allowed[host.level], query).toContain(host.answers[query]);
    expect(host.answers.mediaType).toBe(host.level === 0 ? 'no' : 'exact');
    if (host.level > 1) expect(['exact', 'part']).toContain(host.answers.errors);
  });

  it('tells what it departs in, where it does', () => {
    const perfect = Object.values(host.answers).every((answer) => answer === 'exact');
    if (!perfect && host.level < 2) expect(host.departures.length).toBeGreaterThan(0);
    for (const sentence of host.departures) expect(sentence).toMatch(/^\S.*\.$/);
  });

  it('has limits with a source', () => {
    for (const { what, most, source } of host.limits) {
      expect(what).toMatch(/\S/);
      expect(most).toBeGreaterThan(0);
      expect(source.length).toBeGreaterThan(8);
    }
    expect(host.testedWith).toMatch(/\S/);
  });

  it('has a page that says how to put a site there', () => {
    const page = join(project, 'templates/hosts', `${name}.md`);
    expect(existsSync(page), `templates/hosts/${name}.md`).toBe(true);
    expect(readFileSync(page, 'utf8')).toMatch(/^# \S/);
    expect(readFileSync(page, 'utf8'), 'how site.yaml names it').toContain(`hosts: [${name}`);
    expectMarked(page, 'facts', printHostFacts(host));
  });
});
