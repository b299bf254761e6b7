import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allCodes } from '../../src/commands/codes.ts';
import type { CommandResult } from '../../src/commands/result.ts';
import { type CodePage, firstSentence, parsePage } from '../../src/diagnostics/page.ts';
import { Validator } from '../../src/stix/validator.ts';
import { runExample } from './run-example.ts';

const project = resolve(import.meta.dirname, '../..');
const folder = join(project, 'templates/codes');

const known = allCodes.map(({ code }) => code);
const paged = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.replaceAll('\\', '/').replace(/\.md$/, ''));

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
/** Pages of rules on one object hold objects and bundles, and no paths. */
const isOfObject = ({ page }: { page: CodePage }) =>
  page.failing.every(({ language, path }) => language === 'json' && path === undefined);

describe('the examples of a content folder', () => {
  const examples = shown.filter((example) => !isOfObject(example));

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

describe('the examples of rules on one object', () => {
  const examples = shown.filter(isOfObject);

  test.each(examples)('$code: failing', ({ code, page }) => {
    for (const block of page.failing) expect(judge(block.text, code).codes).toContain(code);
  });

  test.each(examples)('$code: mended', ({ code, page }) => {
    for (const block of page.mended) {
      const { codes, errors } = judge(block.text, code);
      expect(codes).not.toContain(code);
      expect(errors).toEqual([]);
    }
  });
});

/** A rule that nobody hears of who does not ask for it is asked for. */
function judge(text: string, code: string): { codes: string[]; errors: string[] } {
  const found = new Validator({ [code]: 'warning' }).validate(JSON.parse(text));
  const errors = found.filter(({ severity }) => severity === 'error');
  return { codes: found.map((finding) => finding.code), errors: errors.map((finding) => finding.code) };
}
