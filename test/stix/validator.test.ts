import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type * as Stix from '../../src/stix/index.ts';
import { isValid, Validator } from '../../src/stix/index.ts';
import { compiledCli } from '../support/compiled.ts';
import { bundle, tool, url } from '../support/content.ts';

const validator = new Validator();
const codes = (value: unknown, judge = validator) =>
  judge.validate(value).map(({ code, path }) => [code, path.join('.')]);

describe('a validator', () => {
  test('finds nothing in what is sound', () => {
    expect(codes(tool(1))).toEqual([]);
    expect(codes(bundle([tool(1), url('https://a.example/')]))).toEqual([]);
  });

  test('finds everything that is wrong, at its place', () => {
    const found = codes({
      ...tool(1),
      name: 5,
      aliases: [],
      tool_types: ['X'],
      modified: '2023-01-01T00:00:00.000Z',
    });
    expect(found).toEqual([
      ['stix/wrong-property', 'name'],
      ['stix/empty-value', 'aliases'],
      ['stix/modified-before-created', 'modified'],
      ['stix/vocabulary-spelling', 'tool_types.0'],
      ['stix/vocabulary-tool-type', 'tool_types.0'],
    ]);
  });

  test('leads into a bundle', () => {
    expect(codes(bundle([tool(1), { ...tool(2), name: 5 }]))).toEqual([
      ['stix/wrong-property', 'objects.1.name'],
    ]);
    expect(codes(bundle([5 as never]))).toContainEqual(['stix/not-an-object', 'objects.0']);
  });

  test.each([null, 5, 'x', [], true, undefined])('takes %j for no object', (value) => {
    expect(codes(value)).toEqual([['stix/not-an-object', '']]);
    expect(isValid(validator.validate(value))).toBe(false);
  });

  test('says where in a pattern', () => {
    const indicator = {
      ...{ type: 'indicator', spec_version: '2.1', id: 'indicator--00000000-0000-4000-8000-000000000000' },
      ...{ created: tool(1).created, modified: tool(1).modified, valid_from: tool(1).created },
      ...{ pattern_type: 'stix', pattern: "[file:name = 'a' AND]", name: 'x', description: 'y' },
    };
    const [finding] = validator.validate(indicator);
    expect(finding).toMatchObject({ code: 'stix/pattern', path: ['pattern'], offset: 20 });
    expect(validator.validate({ ...indicator, pattern_type: 'sigma' })).toEqual([]);
  });

  test('does as its settings say, and keeps nothing from one value to the next', () => {
    const strict = new Validator({ 216: 'error', 'stix/vocabulary-spelling': 'off', 222: 'error' });
    const odd = { ...tool(1), tool_types: ['X'] };
    expect(codes(odd, strict)).toEqual([['stix/vocabulary-tool-type', 'tool_types.0']]);
    expect(strict.validate(odd)[0]!.severity).toBe('error');
    expect(isValid(strict.validate(odd))).toBe(true);
    expect(codes(tool(1), strict)).toEqual([]);
    expect(codes(odd, strict)).toHaveLength(1);
  });
});

describe('the verdict', () => {
  test('is the OASIS validator’s: what only the text demands is told and does not count', () => {
    const found = validator.validate({ ...tool(1), acmeName: 'x' });
    expect(found.map(({ code, basis, severity }) => [code, basis, severity])).toContainEqual([
      'stix/property-name-rest',
      'text',
      'warning',
    ]);
    expect(isValid(found)).toBe(true);
    const raised = new Validator({ text: 'error' }).validate({ ...tool(1), acmeName: 'x' });
    expect(raised.some(({ severity }) => severity === 'error')).toBe(true);
  });

  test('a bundle may hold objects of STIX 2.0, an object alone may not be one', () => {
    const { spec_version: _, ...old } = tool(1, 1, { labels: ['remote-access'] });
    expect(isValid(validator.validate(old))).toBe(false);
    expect(isValid(validator.validate(bundle([old])))).toBe(true);
    expect(isValid(validator.validate({ ...bundle([old]), spec_version: '2.2' }))).toBe(false);
    expect(isValid(validator.validate(bundle([{ ...old, labels: undefined }])))).toBe(false);
  });
});

describe('taxii-press/stix', () => {
  test('is what the package exports, and needs nothing at run time but Node', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
    expect(manifest.exports['./stix'].default).toBe('./lib/src/stix/index.js');
    const path = join(compiledCli(), '../stix/index.js');
    const stix = (await import(pathToFileURL(path).href)) as typeof Stix;
    expect(new stix.Validator().validate(tool(1))).toEqual([]);
    expect(stix.parsePattern("[file:name = 'x']").faults).toEqual([]);
    expect(Object.keys(stix.schemaTexts).length).toBeGreaterThan(40);
  });
});
