import { describe } from '../../describe.ts';
import { isObject, type Path, type Report, rule, type StixObject } from '../rule.ts';
import { withContained } from './contained.ts';

interface Values {
  readonly name: string;
  readonly found: string;
}

export const hexCase = rule({
  code: 'stix/hex-case',
  level: 'must',
  basis: 'text',
  section: '§2.8',
  message: (v: Values) => `"${v.name}" is ${v.found}, but hexadecimal digits must be 0–9 and a–f.`,
  help: 'Write the letters in lower case, so that the same bytes are always the same text.',
  check: withContained((object, report: Report<Values>) => {
    look(object, [], report);
    const { extensions } = object;
    if (!isObject(extensions)) return;
    for (const key of Object.keys(extensions)) {
      const extension = extensions[key];
      if (!isObject(extension)) continue;
      look(extension, ['extensions', key], report);
      if (isObject(extension.optional_header))
        look(extension.optional_header, ['extensions', key, 'optional_header'], report);
    }
  }),
});

function look(holder: StixObject, base: Path, report: Report<Values>): void {
  for (const name of Object.keys(holder)) {
    if (!name.endsWith('_hex')) continue;
    const value = holder[name];
    if (typeof value === 'string' && /[A-F]/.test(value) && /^[0-9a-fA-F]+$/.test(value))
      report([...base, name], { name, found: describe(value) });
  }
}
