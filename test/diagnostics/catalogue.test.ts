import { expect, test } from 'vitest';
import { catalogue } from '../../src/diagnostics/catalogue/index.ts';
import { diagnose, hasErrors, sortDiagnostics } from '../../src/diagnostics/diagnostic.ts';

const one = diagnose('release/lost', { file: 'x' }, { at: { file: 'a', line: 10, column: 11 } });
const bare = diagnose('release/no-release', { collection: 'a/b' });

test('diagnose takes the severity of the catalogue unless told otherwise', () => {
  expect(bare.severity).toBe('warning');
  expect(diagnose('release/no-release', { collection: 'x' }, { severity: 'error' }).severity).toBe('error');
  expect(hasErrors([bare])).toBe(false);
  expect(hasErrors([bare, one])).toBe(true);
});

test('of an object that it is given it keeps what a finding tells', () => {
  const object = { id: 'x--1', type: 'x', text: { start: 0, end: 5 } };
  expect(diagnose('release/no-release', { collection: 'x' }, { object }).object).toEqual({
    id: 'x--1',
    type: 'x',
  });
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
    { ...at('a', 10, 11), code: 'json/syntax' },
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
  // A message may put a value in capitals.
  for (const key of used) expect(text.toLowerCase()).toContain(`<${key.toLowerCase()}>`);
});
