import type { Literal, ObjectPath, SetTest, TextTest } from './ast.ts';
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

/** §2.7: a whole hash has the form of its algorithm. */
export function checkHash(path: ObjectPath, value: Literal, report: Report): void {
  const form = formOf(path);
  if (!form || (value.kind === 'string' && hasForm(value.value, form.lengths))) return;
  const found = value.kind === 'string' ? show(value.value) : `a constant of type ${value.kind}`;
  report('hash-value', value, found, expected(form.name, form.lengths));
}

/** Operators that take a part of a hash, or a pattern of one. */
export function checkPartOfHash({ path, operator, value }: TextTest, report: Report): void {
  const form = formOf(path);
  if (form && !hasForm(value.value, form.lengths))
    report('hash-operator', value, `${operator} ${show(value.value)}`, `a whole ${form.name} hash, or =`);
}

export function checkSetOfHashes({ path, values }: SetTest, report: Report): void {
  const form = formOf(path);
  if (form && values[0])
    report('hash-operator', values[0], 'IN', `= with one ${form.name} hash, joined by OR`);
}

/** What a path asks of its hash; undefined where it leads to none, or to one of an unknown algorithm. */
function formOf({ steps }: ObjectPath): { name: string; lengths: readonly number[] | undefined } | undefined {
  const last = steps.at(-1)!;
  if (last.kind !== 'key' || !steps.some((step) => step.kind === 'key' && step.name === 'hashes'))
    return undefined;
  const algorithm = last.name.toUpperCase().replaceAll('-', '');
  const lengths = digits.get(algorithm);
  return lengths || algorithm === 'SSDEEP' ? { name: last.name, lengths } : undefined;
}

function hasForm(value: string, lengths: readonly number[] | undefined): boolean {
  if (!lengths) return /^[A-Za-z0-9/+:.]{1,128}$/.test(value);
  return lengths.includes(value.length) && !/[^0-9A-Fa-f]/.test(value);
}

function expected(name: string, lengths: readonly number[] | undefined): string {
  if (!lengths) return `an ${name} hash`;
  return `${lengths.join(', ')} hexadecimal digits (${name})`;
}
