import { deterministicId } from '../../deterministic-id.ts';
import { rule } from '../rule.ts';

/** What says that a UUID is of version 5, in an identifier. */
const VERSION_5 = /--[0-9a-f]{8}-[0-9a-f]{4}-5/i;

export const deterministicIdRule = rule({
  code: 'stix/deterministic-id',
  level: 'should',
  section: '§2.9',
  kinds: ['sco'],
  message: (v: { id: string; expected: string }) =>
    `"id" is ${v.id}, but the identifier made of what the object says is ${v.expected}.`,
  help: 'Producers who observe the same thing arrive at the same id if both follow §2.9. Take the id shown, or a UUID of version 4 where the id is meant to be yours alone.',
  check(object, report) {
    const { id } = object;
    if (typeof id !== 'string' || !VERSION_5.test(id)) return;
    const expected = deterministicId(object);
    if (expected !== undefined && expected !== id.toLowerCase()) report(['id'], { id, expected });
  },
});
