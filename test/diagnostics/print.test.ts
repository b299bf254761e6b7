import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/diagnostics/catalogue.ts';
import { type Diagnostic, diagnose, hasErrors, sortDiagnostics } from '../../src/diagnostics/diagnostic.ts';
import { printDiagnostics } from '../../src/diagnostics/print.ts';

const id = 'tool--0a82c212-67e7-4a46-a18d-064388e5ebd4';
const one = diagnose(
  'stix/wrong-property',
  { property: 'id', found: '5', expected: 'an identifier' },
  { at: { file: 'a/b.json', line: 3, column: 7, pointer: '/objects/0/id' }, object: { id, type: 'tool' } },
);
const bare = diagnose('release/no-release', { collection: 'a/b' });
const inFile = diagnose('release/unrecorded', { file: 'x.json' }, { at: { file: 'x.json' } });

describe('pretty', () => {
  test('what, where, in what, and how to mend it', () => {
    expect(printDiagnostics([one], 'pretty')).toBe(
      `error "id" is 5, but must be an identifier. [stix/wrong-property]
  at a/b.json:3:7 (/objects/0/id)
  in ${id}
  help STIX 2.1 §3.2 defines the common properties, §2.9 identifiers and §2.13 timestamps.

`,
    );
  });

  test('a finding without a place, and one with a file alone', () => {
    expect(printDiagnostics([bare], 'pretty')).toMatch(/^warning a\/b has no release yet.*\n {2}help /);
    expect(printDiagnostics([inFile], 'pretty')).toMatch(/\n {2}at x\.json\n/);
  });

  test('colours go around severity and labels only', () => {
    const painted = printDiagnostics([one], 'pretty', (severity, text) => `<${severity}>${text}</>`);
    expect(painted).toContain('<error>error</> "id" is 5');
    expect(painted.replace(/<\w+>|<\/>/g, '')).toBe(printDiagnostics([one], 'pretty'));
  });

  test('of many of one code twenty are shown and the rest are counted; others are not hidden', () => {
    const text = printDiagnostics([...Array.from({ length: 1003 }, () => one), bare], 'pretty');
    expect(text.split('error "id"')).toHaveLength(21);
    expect(text).toContain('… and 983 more of stix/wrong-property');
    expect(text).toContain('has no release yet');
  });
});

describe('json', () => {
  test('is one document with every finding, whole', () => {
    const all = Array.from({ length: 30 }, () => one);
    expect(JSON.parse(printDiagnostics(all, 'json'))).toEqual({
      diagnostics: JSON.parse(JSON.stringify(all)),
    });
    expect(JSON.parse(printDiagnostics([], 'json'))).toEqual({ diagnostics: [] });
  });
});

describe('github', () => {
  test('an annotation a finding', () => {
    expect(printDiagnostics([one, bare], 'github')).toBe(
      `::error file=a/b.json,line=3,col=7,title=stix/wrong-property::${one.message} ${one.help}\n` +
        `::warning title=release/no-release::${bare.message} ${bare.help}\n`,
    );
    expect(printDiagnostics([{ ...bare, severity: 'note' }], 'github')).toMatch(/^::notice /);
  });

  test('line ends, percent signs, colons and commas cannot break out of it', () => {
    const evil: Diagnostic = {
      ...one,
      message: 'a\r\n::error::b 100%',
      at: { file: 'a:b,c%\n.json', line: 1, column: 1 },
    };
    const text = printDiagnostics([evil], 'github');
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('file=a%3Ab%2Cc%25%0A.json,line=1');
    expect(text).toContain('::a%0D%0A::error::b 100%25 ');
  });
});

test('nothing found prints nothing', () => {
  expect(printDiagnostics([], 'pretty')).toBe('');
  expect(printDiagnostics([], 'github')).toBe('');
});

test('diagnose takes the severity of the catalogue unless told otherwise', () => {
  expect(bare.severity).toBe('warning');
  expect(diagnose('release/no-release', { collection: 'x' }, { severity: 'error' }).severity).toBe('error');
  expect(hasErrors([bare])).toBe(false);
  expect(hasErrors([bare, one])).toBe(true);
});

test('findings are sorted by file, line, column, code', () => {
  const at = (file: string, line?: number, column?: number) => ({
    ...one,
    at: { file, ...(line ? { line } : {}), ...(column ? { column } : {}) },
  });
  const sorted = [
    bare,
    at('A'),
    at('a', 2),
    at('a', 10, 2),
    { ...at('a', 10, 11), code: 'json/syntax' as const },
    at('a', 10, 11),
    at('b'),
  ];
  for (let turn = 0; turn < sorted.length; turn += 1)
    expect(sortDiagnostics([...sorted.slice(turn), ...sorted.slice(0, turn)])).toEqual(sorted);
});

test.each(Object.entries(catalogue))('%s: a code in a room, a sentence as help', (code, {
  help,
  severity,
}) => {
  expect(code).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
  expect(help).toMatch(/^[`A-Z].*[.)]$/s);
  expect(['error', 'warning', 'note']).toContain(severity);
});

test.each(Object.entries(catalogue))('%s: its message is a sentence that uses all of its values', (_, {
  message,
}) => {
  const used = new Set<string>();
  const values = new Proxy(
    {},
    {
      get: (_target, key) => {
        used.add(String(key));
        return `<${String(key)}>`;
      },
    },
  );
  const text = (message as (values: object) => string)(values);
  expect(text).toMatch(/[.]$/);
  for (const key of used) expect(text).toContain(`<${key}>`);
});
