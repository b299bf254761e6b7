import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherContent } from '../../src/commands/gather/content.ts';
import { hostInput, makeSite } from '../../src/commands/make-site.ts';
import { hosts } from '../../src/hosts/all.ts';
import { isOpen } from '../../src/hosts/edge-pages.ts';
import { isNeverServed } from '../../src/hosts/never-served.ts';
import { planSite } from '../../src/site/plan-site.ts';
import { scratch } from '../support/scratch.ts';

const sample = join(import.meta.dirname, '../../content');

describe('what nobody gets', () => {
  const content = join(scratch('never-served'), 'content');
  const emitted: string[] = [];
  let pages: string[] = [];

  beforeAll(async () => {
    cpSync(sample, content, { recursive: true });
    const config = readFileSync(join(content, 'site.yaml'), 'utf8');
    writeFileSync(join(content, 'site.yaml'), config.replace(/^hosts:.*$/m, 'hosts: [nginx]'));
    const found = gatherContent(content);
    const site = planSite(found.config!, found.collections, new Set([0, 1, 2, 3]), found.workspace.read);
    const input = hostInput(site, site.files);
    for (const host of Object.values(hosts))
      emitted.push(...host.emit(input).files.map(({ path }) => `${host.name} /${path}`));
    const { files } = await makeSite(found, { ...found.config!, hosts: [] });
    pages = files.map(({ path }) => `/${path}`).filter((path) => !path.startsWith('/_taxii/'));
  });
  afterAll(() => rmSync(join(content, '..'), { recursive: true }));

  it('is whatever any host wants to be told', () => {
    expect(emitted.length).toBeGreaterThan(30);
    expect(emitted.filter((line) => !isNeverServed(line.split(' ')[1]!))).toEqual([]);
  });

  it('is no page', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.filter((path) => isNeverServed(path) || !isOpen(path.slice(1).split('/')))).toEqual([]);
  });

  it.each([
    '/_taxii',
    '/_TAXII/site.json',
    '//_hosts/nginx/http.conf',
    '/_taxii-press/state.json',
    '/_headers',
    '/.htaccess',
    '/browse/.htaccess',
    '/.git/config',
    '/.well-known',
    '/.well-known/.htpasswd',
    '/.well-known/../.htaccess',
    '/firebase.JSON',
    '/serve.json.br',
    '/wrangler.jsonc',
  ])('is %s', (path) => {
    expect(isNeverServed(path)).toBe(true);
  });

  it.each([
    '/',
    '/index.html',
    '/browse/_x/',
    '/schemas/site.json',
    '/.well-known/acme-challenge/x_Y-z',
    '/.well-known/security.txt',
  ])('is not %s', (path) => {
    expect(isNeverServed(path)).toBe(false);
  });
});
