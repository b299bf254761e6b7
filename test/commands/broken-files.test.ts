import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/commands/validate.ts';
import { sortDiagnostics } from '../../src/diagnostics/diagnostic.ts';
import { printDiagnostics } from '../../src/diagnostics/print.ts';
import { sourceReader } from '../../src/io/source-lines.ts';
import { temporaryFolder } from '../support/content.ts';
import { expectGolden } from '../support/golden.ts';

const folder = resolve(import.meta.dirname, '../fixtures/broken');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Every `<name>.json` in `fixtures/broken`, and beside it, in `<name>.out`, what people are told of it. */
describe('broken files, one by one', () => {
  test.each(names)('%s', (name) => {
    const path = relative('', join(folder, name));
    const { diagnostics } = validate({ content: temporaryFolder(), paths: [path] });
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { at } of diagnostics)
      expect(at).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    const text = printDiagnostics(sortDiagnostics(diagnostics), 'pretty', { source: sourceReader() });
    expectGolden(join(folder, name.replace(/json$/, 'out')), text);
  });

  test('no golden file has lost its input', () => {
    const outs = readdirSync(folder).filter((name) => name.endsWith('.out'));
    expect(outs.map((name) => name.replace(/out$/, 'json'))).toEqual(names);
  });
});
