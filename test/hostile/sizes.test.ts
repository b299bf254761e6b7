import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/commands/validate.ts';
import { Validator } from '../../src/stix/validator.ts';
import { growth, PROPORTIONAL } from '../json/growth.ts';
import { bundle, temporaryFolder, tool } from '../support/content.ts';

const MIB = 1024 * 1024;

function judge(write: (path: string) => void) {
  const folder = temporaryFolder();
  const path = join(folder, 'large.json');
  write(path);
  const { diagnostics, exitCode } = validate({ content: folder, paths: [path] });
  const counts: Record<string, number> = {};
  for (const { code } of diagnostics) counts[code] = (counts[code] ?? 0) + 1;
  return { exitCode, counts, diagnostics };
}

/** Writes text in pieces, since a whole file may be longer than a string can be. */
function writePieces(path: string, pieces: Iterable<string>): void {
  const handle = openSync(path, 'w');
  for (const piece of pieces) writeSync(handle, piece);
  closeSync(handle);
}

function* member(of: string, size: number): Generator<string> {
  const text = JSON.stringify(tool(1, 1, { x_text: '@' }));
  const [before, after] = text.split('@') as [string, string];
  yield before;
  for (let n = 0; n < size; n += MIB) yield of.repeat(MIB);
  yield after;
}

describe('large input', () => {
  test('a file of 300 MB with many objects is read', () => {
    const blank = ' '.repeat(MIB);
    function* pieces() {
      yield '{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[';
      for (let n = 0; n < 300; n += 1) yield `${n > 0 ? ',' : ''}${blank}${JSON.stringify(tool(n))}`;
      yield ']}';
    }
    expect(judge((path) => writePieces(path, pieces()))).toMatchObject({ exitCode: 0, counts: {} });
  });

  test('a string of 100 MB is read, and told of in short', () => {
    const { exitCode, diagnostics } = judge((path) => writePieces(path, member('x', 100 * MIB)));
    expect(exitCode).toBe(0);
    for (const { message } of diagnostics) expect(message.length).toBeLessThan(2000);
  });

  test('an object of more than 128 MiB is not', () => {
    const { exitCode, counts } = judge((path) => writePieces(path, member('x', 130 * MIB)));
    expect([exitCode, counts]).toEqual([1, { 'json/too-large': 1 }]);
  });

  test('a million levels, closed or not, are one fault with a place', () => {
    for (const text of ['['.repeat(1e6), `${'['.repeat(1e6)}${']'.repeat(1e6)}`, '{"a":'.repeat(1e6)]) {
      const { exitCode, diagnostics } = judge((path) => writeFileSync(path, `{"type":"x","y":${text}}`));
      expect(exitCode).toBe(1);
      expect(diagnostics).toMatchObject([
        { code: 'json/syntax', at: { line: 1, column: expect.any(Number) } },
      ]);
    }
  });

  test('of very many refused objects the first are told of', () => {
    const { exitCode, counts } = judge((path) =>
      writeFileSync(path, JSON.stringify(bundle(Array(30_000).fill(5)))),
    );
    expect([exitCode, counts]).toEqual([1, { 'json/too-many-faults': 1, 'stix/not-an-object': 10_000 }]);
  });

  test('of very many faults of one kind the first are told of, and how many are left', () => {
    const many = Array.from({ length: 12_000 }, (_, n) => tool(n, 1, { aliases: [] }));
    const { exitCode, counts, diagnostics } = judge((path) =>
      writeFileSync(path, JSON.stringify(bundle(many))),
    );
    expect([exitCode, counts]).toEqual([1, { 'stix/empty-value': 10_000, 'site/not-listed': 1 }]);
    expect(diagnostics.find(({ code }) => code === 'site/not-listed')!.message).toContain('2000');
  });
});

describe('judging takes time in proportion', () => {
  const validator = new Validator();
  test.each<[string, (n: number) => object]>([
    [
      'properties that nobody knows',
      (n) => ({ ...tool(1), ...Object.fromEntries(Array.from({ length: n }, (_, k) => [`x_${k}`, k])) }),
    ],
    [
      'references',
      (n) => ({ ...tool(1), object_marking_refs: Array.from({ length: n }, () => 'marking-definition--x') }),
    ],
    [
      'selectors',
      (n) => ({
        ...tool(1),
        granular_markings: [{ selectors: Array(n).fill('labels.[0]'), marking_ref: 'x' }],
      }),
    ],
    ['labels', (n) => ({ ...tool(1), labels: Array(n).fill('x') })],
    [
      'external references',
      (n) => ({ ...tool(1), external_references: Array(n).fill({ source_name: 'cve' }) }),
    ],
    [
      'extensions',
      (n) => ({
        ...tool(1),
        extensions: Object.fromEntries(Array.from({ length: n }, (_, k) => [`x-${k}-ext`, {}])),
      }),
    ],
    ['objects of a bundle', (n) => bundle(Array.from({ length: n }, (_, k) => tool(k)))],
    [
      'kept objects',
      (n) => ({
        type: 'observed-data',
        objects: Object.fromEntries(Array.from({ length: n }, (_, k) => [k, { type: 'file', name: 'x' }])),
      }),
    ],
  ])('%s', (_, make) => {
    expect(growth((n) => void validator.validate(make(n)), 2000)).toBeLessThan(PROPORTIONAL);
  });
});
