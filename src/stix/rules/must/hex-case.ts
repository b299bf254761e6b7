import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachOpenProperty } from '../shared/known-properties.ts';
import { withContained } from '../shared/observables.ts';

export const hexCase = rule({
  code: 'stix/hex-case',
  level: 'must',
  basis: 'text',
  section: '§2.8',
  message: (v: { name: string; found: string }) =>
    `"${v.name}" is ${v.found}, but hexadecimal digits must be 0–9 and a–f.`,
  help: 'Write the letters in lower case, so that the same bytes are always the same text.',
  check: withContained((object, report) => {
    eachOpenProperty(object, (name, value, base) => {
      if (!name.endsWith('_hex') || typeof value !== 'string') return;
      if (/[A-F]/.test(value) && /^[0-9a-fA-F]+$/.test(value))
        report([...base, name], { name, found: describe(value) });
    });
  }),
});
