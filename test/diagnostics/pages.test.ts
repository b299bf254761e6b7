import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allCodes } from '../../src/commands/codes.ts';
import type { CommandResult } from '../../src/commands/result.ts';
import { type CodePage, firstSentence, parsePage } from '../../src/diagnostics/page.ts';
import { runExample } from './run-example.ts';

const project = resolve(import.meta.dirname, '../..');
const folder = join(project, 'templates/codes');

/**
 * What the STIX validator says of one value, for the pages of its rules; set it, and the codes with it, once the
 * validator is there.
 */
type Judge = (value: unknown) => { codes: string[]; warnings: string[] };
const judge: Judge | undefined = undefined;

const isStix = (code: string) => code.startsWith('stix/');
const known = allCodes.map(({ code }) => code).filter((code) => judge !== undefined || !isStix(code));
const paged = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.replaceAll('\\', '/').replace(/\.md$/, ''))
  .filter((code) => judge !== undefined || !isStix(code));

const pages = paged.map((code) => {
  const text = readFileSync(join(folder, `${code}.md`), 'utf8');
  return { code, text, page: parsePage(text) };
});

test('every code has a page, and every page a code', () => {
  expect([...paged].sort()).toEqual([...known].sort());
});

describe.each(pages)('$code', ({ code, text, page }) => {
  test('has the form of a page', () => {
    expect(page.title).toBe(code);
    expect(page.about).toMatch(/^[`A-Z].*\.$/);
    expect(firstSentence(page.about).length).toBeLessThan(250);
    expect(page.about.length).toBeLessThan(1000);
    expect(text.endsWith('\n') && !text.includes('\n\n\n')).toBe(true);
    // Either examples or a reason; the reason names a test that has the code in it.
    expect([page.failing.length > 0, page.mended.length > 0]).toEqual([!page.notShown, !page.notShown]);
    if (page.notShown) expect(testOf(page.notShown.test), page.notShown.test).toContain(`'${code}'`);
  });
});

function testOf(path: string): string {
  return existsSync(join(project, path)) ? readFileSync(join(project, path), 'utf8') : '';
}

const shown = pages.filter(({ page }) => !page.notShown);

describe('the examples of a content folder', () => {
  const examples = shown.filter(({ code }) => !isStix(code));

  test.each(examples)('$code: failing', async ({ code, page }) => {
    const results = await runExample(page.failing);
    const { severity } = allCodes.find((info) => info.code === code)!;
    // What comes before the fault is sound, and the fault is the only one of its weight.
    for (const result of results.slice(0, -1)) expect(errorsOf(result)).toEqual([]);
    expect(codesOf(results.at(-1)!)).toContain(code);
    expect(errorsOf(results.at(-1)!)).toEqual(severity === 'error' ? [code] : []);
  });

  test.each(examples)('$code: mended', async ({ code, page }) => {
    const results = await runExample(page.mended);
    for (const result of results) expect(errorsOf(result)).toEqual([]);
    expect(codesOf(results.at(-1)!)).not.toContain(code);
  });
});

function codesOf({ diagnostics }: CommandResult): string[] {
  return diagnostics.map(({ code }) => code);
}

function errorsOf({ diagnostics }: CommandResult): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [...new Set(errors.map(({ code }) => code))];
}

/** Blocks of these pages hold one object or bundle each, and no path. */
describe.skipIf(judge === undefined)('the examples of STIX rules', () => {
  const examples = shown.filter(({ code }) => isStix(code));
  const judged = (blocks: CodePage['failing']) =>
    blocks.map((block) => {
      const { codes, warnings } = (judge as Judge | undefined)!(JSON.parse(block.text));
      return { codes, all: [...codes, ...warnings] };
    });

  test.each(examples)('$code: failing', ({ code, page }) => {
    for (const { all } of judged(page.failing)) expect(all).toContain(code);
  });

  test.each(examples)('$code: mended', ({ code, page }) => {
    for (const { codes, all } of judged(page.mended)) {
      expect(all).not.toContain(code);
      expect(codes).toEqual([]);
    }
  });
});
