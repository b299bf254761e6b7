import { expect, test } from 'vitest';
import { parseChecksums, printChecksum } from '../../src/release/checksums.ts';

const one = { sha256: 'a'.repeat(64), file: '1.0.0.json' };
const two = { sha256: 'b'.repeat(64), file: '1.1.0-beta.1.json' };

test('what is printed is read, in order', () => {
  expect(parseChecksums(printChecksum(one) + printChecksum(two))).toEqual({ records: [one, two], wrong: [] });
  expect(printChecksum(one)).toBe(`${'a'.repeat(64)}  1.0.0.json\n`);
});

test('as sha256sum writes it for binary files, on Windows, and without a line end', () => {
  expect(parseChecksums(`${one.sha256} *${one.file}\r\n${two.sha256}  ${two.file}`).records).toEqual([
    one,
    two,
  ]);
});

test('a line that is no record is told', () => {
  expect(parseChecksums(`${printChecksum(one)}<<<<<<< HEAD\n`)).toEqual({
    records: [one],
    wrong: [{ line: '<<<<<<< HEAD', number: 2 }],
  });
});

test('nothing', () => expect(parseChecksums('')).toEqual({ records: [], wrong: [] }));
