import { rule } from '../rule.ts';
import { withContained } from '../shared/contained.ts';

/** §3.8, the part of it that the OASIS validator has as well. */
export const reservedNames = ['severity', 'username', 'action'] as const;

/** The types whose properties the OASIS validator lets be called anything. */
export const typesWithAnyNames: ReadonlySet<unknown> = new Set(['bundle', 'marking-definition']);

export const reservedName = rule({
  code: 'stix/reserved-name',
  level: 'must',
  section: '§3.8',
  message: (v: { name: string }) => `The name "${v.name}" is reserved for a later version of STIX.`,
  help: 'Give the property a name of its own, such as one that begins with "x_" and who defined it.',
  check: withContained((object, report) => {
    for (const name of reservedNames)
      if (object[name] !== undefined && !typesWithAnyNames.has(object.type)) report([name], { name });
  }),
});
