import { describe, expect, test } from 'vitest';
import { allCodes, readCodePage } from '../../src/commands/codes.ts';
import { explain } from '../../src/commands/explain.ts';
import { nearNames } from '../../src/diagnostics/near-names.ts';

describe('a code', () => {
  test('its page, with its severity and the remedy first', () => {
    const { exitCode, text, data } = explain({ code: 'release/silent-edit' });
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^# release\/silent-edit\n\nSeverity: error\. STIX 2\.1 §3\.6: .*\n\nAn object/);
    expect(text).toContain('\n## Mended\n');
    expect(data).toMatchObject({ code: 'release/silent-edit', severity: 'error' });
  });

  test('headings and fences are set off where the terminal can', () => {
    const paint = (style: string, text: string) => `<${style}>${text}</>`;
    const { text } = explain({ code: 'json/syntax', paint });
    expect(text).toContain('<strong># json/syntax</>\n');
    expect(text).toContain('<dim>```json content/library/tools/objects/press.json</>\n{\n');
    expect(text.replace(/<\w+>|<\/>/g, '')).toBe(explain({ code: 'json/syntax' }).text);
  });

  test('that has no page yet has its remedy', () => {
    const codes = [{ code: 'a/b', severity: 'note' as const, help: 'Mend it.' }];
    expect(explain({ code: 'a/b', codes }).text).toBe('# a/b\n\nSeverity: note. Mend it.\n');
  });
});

describe('another name', () => {
  const info = { severity: 'warning' as const, help: 'Mend it.' };
  const codes = [
    { ...info, code: 'stix/a', aliases: ['101', 'open-vocab'] },
    { ...info, code: 'stix/b', aliases: ['101'] },
  ];

  test('of one code gives its page, which has the other names', () => {
    expect(explain({ code: 'open-vocab', codes }).text).toContain('Also known as 101, open-vocab. Mend it.');
  });

  test('of several gives a list', () => {
    const { exitCode, text } = explain({ code: '101', codes });
    expect([exitCode, text.match(/stix\/\w/g)]).toEqual([0, ['stix/a', 'stix/b']]);
  });
});

describe('what is no code', () => {
  test('and very long is cut short', () => {
    const { exitCode, diagnostics } = explain({ code: 'x'.repeat(100_000) });
    expect([exitCode, diagnostics.map((one) => one.code)]).toEqual([2, ['site/unknown-code']]);
    expect(diagnostics[0]!.message.length).toBeLessThan(3000);
  });

  test.each([
    ['release/silent-edti', 'release/silent-edit'],
    ['silent-edit', 'release/silent-edit'],
    ['clash', 'release/clash'],
    ['Release/Clash', 'release/clash'],
    ['json/sintax', 'json/syntax'],
    ['../../package', ''],
    ['', ''],
  ])('%.30s', (code, near) => {
    const { exitCode, diagnostics } = explain({ code });
    expect([exitCode, diagnostics.map((one) => one.code)]).toEqual([2, ['site/unknown-code']]);
    expect(diagnostics[0]!.message).toContain(near === '' ? 'nearest' : `the nearest are ${near}`);
  });

  test('a code in another case is no code of ours', () =>
    expect(readCodePage('JSON/syntax')).toBeUndefined());
  test('near names are few', () => expect(nearNames('x', ['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c']));
});

test('without a code all of them are listed, each on a line with its severity', () => {
  const { exitCode, text, data } = explain({});
  expect(exitCode).toBe(0);
  for (const { code, severity } of allCodes)
    expect(text).toMatch(new RegExp(`^ {2}${code} +${severity} +\\S.*\\.$`, 'm'));
  expect((data as { codes: unknown[] }).codes).toHaveLength(allCodes.length);
});
