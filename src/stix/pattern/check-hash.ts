import type { Literal, ObjectPath } from './ast.ts';
import { show } from './fault.ts';
import type { Report } from './finding.ts';

/** Hexadecimal digits by algorithm, its name without hyphens and in upper case: §10.7 and the older vocabularies. */
const digits = new Map<string, readonly number[]>([
  ['MD5', [32]],
  ['MD6', [32, 40, 56, 64, 96, 128]],
  ['RIPEMD160', [40]],
  ['SHA1', [40]],
  ['SHA224', [56]],
  ['SHA256', [64]],
  ['SHA384', [96]],
  ['SHA512', [128]],
  ['SHA3224', [56]],
  ['SHA3256', [64]],
  ['SHA3384', [96]],
  ['SHA3512', [128]],
  ['WHIRLPOOL', [128]],
]);

/** §2.7: a whole hash has the form of its algorithm. Operators that take a part of one are not asked. */
export function checkHash(path: ObjectPath, value: Literal, report: Report): void {
  const last = path.steps.at(-1)!;
  if (last.kind !== 'key' || !path.steps.some((step) => step.kind === 'key' && step.name === 'hashes'))
    return;
  const algorithm = last.name.toUpperCase().replaceAll('-', '');
  const lengths = digits.get(algorithm);
  if (!lengths && algorithm !== 'SSDEEP') return;
  const isSound = value.kind === 'string' && hasForm(value.value, lengths);
  if (isSound) return;
  const found = value.kind === 'string' ? show(value.value) : `a constant of type ${value.kind}`;
  report('hash-value', value, found, expected(last.name, lengths));
}

function hasForm(value: string, lengths: readonly number[] | undefined): boolean {
  if (!lengths) return /^[A-Za-z0-9/+:.]{1,128}$/.test(value);
  return lengths.includes(value.length) && !/[^0-9A-Fa-f]/.test(value);
}

function expected(name: string, lengths: readonly number[] | undefined): string {
  if (!lengths) return `an ${name} hash`;
  return `${lengths.join(', ')} hexadecimal digits (${name})`;
}
