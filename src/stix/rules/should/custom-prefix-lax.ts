import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { exampleOf, type Unprefixed, unlessPrefixed } from '../shared/custom-prefixes.ts';

export const customPrefixLax = rule({
  code: 'stix/custom-prefix-lax',
  level: 'should',
  oasis: ['102', 'custom-prefix-lax'],
  section: '§11.1.1, §11.2.1, §11.3.1',
  message: (v: Unprefixed) =>
    `The ${v.named} ${describe(v.name)} is custom, but not called so, such as ${exampleOf(v, '')}.`,
  help: 'Begin the name with "x", so that no later version of STIX gives it a meaning; or declare it by an extension definition (§7.3).',
  byDefault: 'off',
  check: unlessPrefixed((name) => name !== ''),
});
