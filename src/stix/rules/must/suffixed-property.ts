import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { emptinessOf } from '../shared/emptiness.ts';
import { eachOpenProperty } from '../shared/known-properties.ts';
import { withContained } from '../shared/observables.ts';

const SUFFIXED = /^[a-z][a-z0-9_]{0,245}_(hex|bin)$/;
const HEX = /^[0-9a-fA-F]+$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export const suffixedProperty = rule({
  code: 'stix/suffixed-property',
  level: 'must',
  section: '§2.1, §2.8, §3.1',
  message: (v: { name: string; found: string; expected: string }) =>
    `"${v.name}" is ${v.found}, but a property of that ending must hold ${v.expected}.`,
  help: 'Names that end in "_hex" and "_bin" are for bytes, so that patterns can look for them. Encode the bytes, or rename the property.',
  check: withContained((object, report) => {
    eachOpenProperty(object, (name, value, base, isChecked) => {
      if (!isChecked || !(name.endsWith('_hex') || name.endsWith('_bin'))) return;
      const suffix = SUFFIXED.exec(name)?.[1];
      if (suffix === undefined || emptinessOf(value) !== undefined) return;
      if (suffix === 'hex' ? isHex(value) : isBase64(value)) return;
      const expected = suffix === 'hex' ? 'pairs of hexadecimal digits' : 'base64 with padding';
      report([...base, name], { name, found: describe(value), expected });
    });
  }),
});

function isHex(value: unknown): boolean {
  return typeof value === 'string' && value.length % 2 === 0 && HEX.test(value);
}

function isBase64(value: unknown): boolean {
  return typeof value === 'string' && value.length % 4 === 0 && BASE64.test(value);
}
