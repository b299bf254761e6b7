import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachSelector, follow } from '../shared/selectors.ts';

export const selectorIntoText = rule({
  code: 'stix/selector-into-text',
  level: 'must',
  basis: 'text',
  section: '§7.2.3',
  message: (v: { selector: string }) =>
    `The selector ${describe(v.selector)} has an index into a text, but only lists have items.`,
  help: 'Select the whole text. The OASIS validator would take one character of it.',
  check(object, report) {
    eachSelector(object, (selector, path) => {
      if (follow(object, selector) === 'character') report(path(), { selector });
    });
  },
});
