import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachSelector, follow } from '../shared/selectors.ts';

/** A character that no selector has, so that the schema refuses it; that of a bundle does not know markings. */
const IS_NONE = /[^\w.[\]-]/;

export const selectorTarget = rule({
  code: 'stix/selector-target',
  level: 'must',
  oasis: ['marking_selector_syntax'],
  section: '§7.2.3',
  message: (v: { selector: string }) =>
    `The selector ${describe(v.selector)} leads to nothing that the object has.`,
  help: 'Name a property that is there, and list items by an index from [0] on; remove the selectors of what is gone.',
  check(object, report) {
    eachSelector(object, (selector, path) => {
      const isRefused = object.type !== 'bundle' && IS_NONE.test(selector);
      if (!isRefused && follow(object, selector) === 'nothing') report(path(), { selector });
    });
  },
});
