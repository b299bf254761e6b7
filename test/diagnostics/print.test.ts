import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { printDiagnostics } from '../../src/diagnostics/print.ts';
import type { Paint } from '../../src/diagnostics/surroundings.ts';
import { sourceReader } from '../../src/io/source-lines.ts';
import { expectGolden } from '../support/golden.ts';
import { exampleTool } from './sarif-tool.ts';

/** `findings.json` is what is printed, the files beside it are what it is about, and `*.out` what comes out. */
const folder = resolve(import.meta.dirname, '../fixtures/printers');
const findings = JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8')) as Diagnostic[];
const source = sourceReader(folder);
const golden = (name: string, text: string) => expectGolden(join(folder, `${name}.out`), text);

const hues = pc.createColors(true);
const styles = { error: hues.red, warning: hues.yellow, note: hues.cyan, dim: hues.dim, strong: hues.bold };
const paint: Paint = (style, text) => styles[style](text);

describe('golden files', () => {
  test('pretty', () => golden('pretty', printDiagnostics(findings, 'pretty', { source })));
  test('pretty, in a narrow terminal', () =>
    golden('narrow', printDiagnostics(findings, 'pretty', { source, width: 50 })));
  test('pretty, in colour', () => {
    const text = printDiagnostics(findings, 'pretty', { source, paint });
    golden('colour', text.replaceAll('\u001b', '␛'));
  });
  test('json', () => golden('json', printDiagnostics(findings, 'json')));
  test('sarif', () => golden('sarif', printDiagnostics(findings, 'sarif', { tool: exampleTool })));
  test('github', () => golden('github', printDiagnostics(findings, 'github')));
});

const one: Diagnostic = {
  code: 'a/b',
  severity: 'error',
  message: 'It is wrong.',
  help: 'Mend it.',
  at: { file: 'x.json', line: 1, column: 1 },
};
const warning: Diagnostic = { ...one, severity: 'warning' };
const times = (count: number, diagnostic = one) => Array.from({ length: count }, () => diagnostic);

describe('nothing found', () => {
  test('prints nothing to people and logs, and an empty document to programs', () => {
    expect(printDiagnostics([], 'pretty')).toBe('');
    expect(printDiagnostics([], 'github')).toBe('');
    expect(JSON.parse(printDiagnostics([], 'json'))).toEqual({ diagnostics: [] });
    expect(JSON.parse(printDiagnostics([], 'sarif')).runs[0].results).toEqual([]);
  });
});

describe('what can be hostile', () => {
  const harmful = /(?!\n)[\p{Cc}\p{Bidi_C}\u2028\u2029\ufeff]/u;
  const evil =
    '\u0000\u0007\u001b[31m\u007f\u0085\u009b31m\u061c\u200e\u2028\u202e\u2066\ufeff\ud800\r\n::stop::\t';
  const everywhere: Diagnostic = {
    ...one,
    message: evil,
    help: evil,
    at: { file: evil, line: 1, column: 1, pointer: `/${evil}` },
    object: { id: evil, type: evil },
    related: [{ message: evil, at: { file: evil, line: 1 } }],
  };
  const line = { number: 1, text: evil.replaceAll('\n', ''), column: 1, isCut: false };

  test.each(['pretty', 'json', 'sarif', 'github'] as const)('no control gets out of %s', (format) => {
    const text = printDiagnostics([everywhere], format, { source: () => ({ line }) });
    expect(text).not.toMatch(harmful);
    expect(text).not.toMatch(/^::stop/m);
    expect(text).not.toMatch(/\p{Cs}/u);
  });

  test('programs get what was found all the same', () => {
    expect(JSON.parse(printDiagnostics([everywhere], 'json')).diagnostics).toEqual([everywhere]);
  });
});

describe('many findings', () => {
  test('of one code five are shown, and the rest is counted', () => {
    const text = printDiagnostics(times(1003), 'pretty');
    expect(text.split('It is wrong.')).toHaveLength(6);
    expect(text).toContain('… and 998 more errors like these, 1003 in all [a/b]; --format json shows each\n');
    expect(text).toMatch(/\n1003 errors in 1 file\n$/);
  });

  test('an error is not hidden among warnings of the same code', () => {
    const text = printDiagnostics([...times(9, warning), one], 'pretty');
    expect(text.match(/^error/gm)).toHaveLength(1);
    expect(text).toMatch(/\n1 error, 9 warnings in 1 file\n$/);
  });

  test.each([
    [1, 5, 6],
    [2, 4, 10],
    [3, 2, 9],
    [5, 1, 10],
    [12, 1, 24],
  ])('on GitHub %i codes share ten annotations', (codes, each, all) => {
    const found = Array.from({ length: codes }, (_, n) => times(20, { ...one, code: `a/b${n}` })).flat();
    const lines = printDiagnostics(found, 'github').trimEnd().split('\n');
    expect(lines.filter((line) => line.includes('It is wrong.'))).toHaveLength(codes * each);
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(all);
    expect(lines.at(-1)).toBe(`${codes * 20} errors in 1 file`);
  });

  test('json has all of them', () => {
    expect(JSON.parse(printDiagnostics(times(1003), 'json')).diagnostics).toHaveLength(1003);
  });
});

test('colours go around severities, labels and markers only', () => {
  const tagged = printDiagnostics(findings, 'pretty', {
    source,
    paint: (style, text) => `⟨${style}⟩${text}⟨⟩`,
  });
  expect(tagged).toContain('⟨error⟩error⟨⟩ "id" is 7');
  expect(tagged.replace(/⟨\w*⟩/g, '')).toBe(printDiagnostics(findings, 'pretty', { source }));
});
