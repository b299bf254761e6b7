import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { exampleOf, type Unprefixed, unlessPrefixed } from '../shared/custom-prefixes.ts';

export const customPrefix = rule({
  code: 'stix/custom-prefix',
  level: 'should',
  oasis: ['101', 'custom-prefix'],
  section: '§11.1.1, §11.2.1, §11.3.1',
  message: (v: Unprefixed) =>
    `The ${v.named} ${describe(v.name)} is custom, but not called after its source, such as ${exampleOf(v, 'example_com_')}.`,
  help: 'Begin the name with "x" and a name of your own, such as your domain, so that it is nobody else\'s; or declare it by an extension definition (§7.3).',
  byDefault: 'off',
  check: unlessPrefixed((name, gap) => {
    const next = name.indexOf(gap, 1);
    return next > 0 && next < name.length - 1;
  }),
});
