import { describe } from '../../describe.ts';
import { observableRule } from '../shared/observables.ts';
import { eachWrongText, type Search } from '../shared/places.ts';

const search: Search = {
  place: ['extensions', 'windows-process-ext', 'priority'],
  holds: 'value',
  isFine: (priority) => /._CLASS$/s.test(priority),
};

export const priorityClass = observableRule({
  code: 'stix/priority-class',
  level: 'should',
  oasis: ['149', 'windows-process-priority-format'],
  section: '§6.13.2',
  message: (v: { priority: string }) =>
    `"priority" is ${describe(v.priority)}, where a name such as HIGH_PRIORITY_CLASS is expected.`,
  help: 'Name the priority class as Windows does, with "_CLASS" at its end.',
  types: ['process'],
  check: (object, report) => eachWrongText(object, search, (priority, path) => report(path, { priority })),
});
