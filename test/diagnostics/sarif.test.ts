import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { sarifTool } from '../../src/commands/codes.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { printDiagnostics } from '../../src/diagnostics/print.ts';
import { temporaryFolder } from '../support/content.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/printers');
const findings = JSON.parse(readFileSync(join(fixtures, 'findings.json'), 'utf8')) as Diagnostic[];
const tool = sarifTool('1.2.3', 'content');
const print = (found: readonly Diagnostic[]) => printDiagnostics(found, 'sarif', { tool });
const run = (found: readonly Diagnostic[]) => JSON.parse(print(found)).runs[0];

const place = { file: 'a.json', line: 3, column: 5, pointer: '/objects/2/name' };
const one: Diagnostic = {
  code: 'x/y',
  severity: 'error',
  message: 'It is wrong.',
  help: 'Mend it.',
  at: place,
  object: { id: 'tool--1' },
};

/** The tool that GitHub names for checking whether code scanning takes a log, and the schema that it brings. */
const { resolve: find } = createRequire(import.meta.url);
const multitool = dirname(find(`@microsoft/sarif-multitool-${process.platform}/package.json`));

describe('the log is SARIF 2.1.0', () => {
  const text = readFileSync(join(multitool, 'sarif-2.1.0.json'), 'utf8').replace(/^\ufeff/, '');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('uri', { validate: (value: string) => URL.canParse(value) });
  ajv.addFormat('uri-reference', /^(?:[\w\-.~!$&'()*+,;=:@/?#]|%[0-9A-Fa-f]{2})*$/);
  ajv.addFormat('date-time', { validate: (value: string) => !Number.isNaN(Date.parse(value)) });
  ajv.addFormat('uuid', /^[0-9a-f-]{36}$/i);
  const validate = ajv.compile(JSON.parse(text));

  test.each([
    ['of all kinds of findings', findings],
    ['of none', []],
    ['of more than it can hold', Array.from({ length: 25_001 }, () => one)],
  ])('by its schema: %s', (_, found) => {
    validate(JSON.parse(print(found)));
    expect(validate.errors).toBeNull();
  });

  test('the schema is one that finds faults', () => {
    const log = JSON.parse(print([one]));
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(validate(log)).toBe(false);
  });

  test.each([
    ['all kinds of findings', findings],
    ['none', []],
  ])('and what GitHub wants of it: %s', (_, found) => {
    const folder = temporaryFolder();
    const log = join(folder, 'log.sarif');
    writeFileSync(log, print(found));
    const args = ['validate', log, '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning'];
    const report = join(folder, 'report.sarif');
    const suffix = process.platform === 'win32' ? '.exe' : '';
    execFileSync(join(multitool, `Sarif.Multitool${suffix}`), [...args, '--output', report], {
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      stdio: 'pipe',
    });
    const { results } = JSON.parse(readFileSync(report, 'utf8').replace(/^\ufeff/, '')).runs[0];
    // SARIF2005 wants an address of the program, which has none yet.
    expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['SARIF2005']);
  });
});

describe('rules', () => {
  test('are all codes of the program, with their pages, and those that it did not name', () => {
    const { rules } = run([one]).tool.driver;
    expect(rules.map(({ id }: { id: string }) => id)).toEqual([...tool.codes.map(({ code }) => code), 'x/y']);
    const rule = rules.find(({ id }: { id: string }) => id === 'release/silent-edit');
    expect(rule.shortDescription.text).toMatch(/^An object was changed after its release.*\.$/);
    expect(rule.help.markdown).toContain('## Mended');
    expect(rule).toMatchObject({ name: 'ReleaseSilentEdit', defaultConfiguration: { level: 'error' } });
    expect(rules.at(-1).help).toEqual({ text: 'Mend it.', markdown: 'Mend it.' });
  });

  test('do not depend on what was found', () => {
    expect(run([]).tool).toEqual(run(findings.filter(({ code }) => code === 'json/syntax')).tool);
  });

  test('are found by the index that a result gives', () => {
    const { tool: used, results } = run(findings);
    for (const { ruleId, ruleIndex } of results) expect(used.driver.rules[ruleIndex].id).toBe(ruleId);
  });
});

describe('places', () => {
  const location = (diagnostic: Diagnostic) => run([diagnostic]).results[0].locations[0];
  const { at: _, object: __, ...nowhere } = one;

  test('a line and a column, and what it is in', () => {
    expect(location(one)).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'a.json', uriBaseId: '%SRCROOT%' },
        region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 6 },
      },
      logicalLocations: [
        { fullyQualifiedName: '/objects/2/name', kind: 'value' },
        { name: 'tool--1', fullyQualifiedName: 'tool--1', kind: 'object' },
      ],
    });
  });

  test.each([
    ['a whole file', { ...nowhere, at: { file: 'b/c.json' } }, 'b/c.json'],
    ['the content as a whole', nowhere, 'content/site.yaml'],
  ])('%s begins at its first line', (_name, diagnostic, uri) => {
    expect(location(diagnostic).physicalLocation).toMatchObject({
      artifactLocation: { uri },
      region: { startLine: 1, startColumn: 1 },
    });
  });

  test.each([
    ['a b/ü.json', 'a%20b/%C3%BC.json'],
    ['c:d?e#f%g.json', 'c%3Ad%3Fe%23f%25g.json'],
    ['../x.json', '../x.json'],
    ['\ud800.json', '%EF%BF%BD.json'],
  ])('the path %j is the reference %s', (file, uri) => {
    expect(location({ ...nowhere, at: { file } }).physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('related ones are linked to from the message; too many are cut off, and that is told', () => {
    const related = Array.from({ length: 101 }, (_unused, n) => ({
      message: `no. [${n}]`,
      at: { file: 'b' },
    }));
    const { results, invocations } = run([{ ...one, related }]);
    expect(results[0].message.text).toContain('It is wrong. [no. \\[0\\]](1) [no. \\[1\\]](2)');
    expect(results[0].relatedLocations).toHaveLength(100);
    expect(results[0].relatedLocations[99].id).toBe(100);
    expect(invocations[0].toolExecutionNotifications).toHaveLength(1);
  });

  test('a message holds no placeholder and no link but ours', () => {
    const message = 'a {0} [x](http://evil.example/)';
    expect(run([{ ...one, message }]).results[0].message.text).toBe('a {{0}} [x] (http://evil.example/)');
  });
});

describe('fingerprints', () => {
  const prints = (found: readonly Diagnostic[]): string[] =>
    run(found).results.map(
      (result: { partialFingerprints: Record<string, string> }) =>
        result.partialFingerprints.primaryLocationLineHash,
    );
  const [print1] = prints([one]);

  test('stay when lines move, when other objects come before, and when a message changes', () => {
    const moved = {
      ...one,
      at: { ...place, line: 99, column: 1, pointer: '/objects/7/name' },
      message: 'So.',
    };
    expect(prints([moved])).toEqual([print1]);
  });

  test.each<[string, Partial<Diagnostic>]>([
    ['code', { code: 'x/z' }],
    ['file', { at: { ...place, file: 'b.json' } }],
    ['object', { object: { id: 'tool--2' } }],
    ['place in the object', { at: { ...place, pointer: '/objects/2/id' } }],
  ])('differ by %s', (_, other) => {
    expect(prints([{ ...one, ...other }])).not.toEqual([print1]);
  });

  test('tell apart by their messages what has no object and no pointer', () => {
    const at = { file: 'a.json' };
    const { object: _, ...bare } = { ...one, at };
    expect(new Set(prints([bare, { ...bare, message: 'Other.' }])).size).toBe(2);
  });

  test('of equal findings are numbered', () => {
    const [first, second] = prints([one, one]);
    expect([first, second]).toEqual([print1, print1!.replace(/:1$/, ':2')]);
  });
});

test('of more findings than code scanning takes the most severe are kept, in their order, and that is told', () => {
  const note: Diagnostic = { ...one, severity: 'note' };
  const found = [...Array.from({ length: 25_000 }, () => note), one, { ...note, code: 'z/z' }];
  const { results, invocations } = run(found);
  expect(results).toHaveLength(25_000);
  expect(results.at(-1).level).toBe('error');
  expect(invocations[0].toolExecutionNotifications[0].message.text).toMatch(/25000 of 25002 findings/);
  expect(run(found.slice(2)).invocations[0]).toEqual({ executionSuccessful: true });
});
