import { deterministicId } from '../../deterministic-id.ts';
import { kindOf } from '../../kinds.ts';
import { rule, type StixObject } from '../rule.ts';

/** Any other id its schema refuses. */
const IDENTIFIER = /--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Where in an identifier the version of its UUID is, from the end. */
const FROM_END = 'Vxxx-xxxx-xxxxxxxxxxxx'.length;

export const recommendedUuid = rule({
  code: 'stix/recommended-uuid',
  level: 'should',
  oasis: ['103', 'uuid-check'],
  section: '§2.9',
  message: (v: { id: string; found: string; expected: string }) =>
    `"id" ${v.id} has a UUID of version ${v.found}, where one of version ${v.expected} is expected.`,
  help: 'Give new objects a random UUID (version 4), and cyber-observable objects one made of what they say (version 5), so that equal ones get equal ids. Do not change the id of an object that is published already.',
  check(object, report) {
    const { id } = object;
    if (typeof id !== 'string') return;
    const found = id[id.length - FROM_END]!;
    const expected = expectedOf(object, found);
    if (expected !== found && IDENTIFIER.test(id)) report(['id'], { id, found, expected });
  },
});

function expectedOf(object: StixObject, found: string): string {
  if (typeof object.type !== 'string' || object.type === 'process') return '4';
  // Of a custom cyber observable, only its definition says what an id could be made of
  if (kindOf(object.type) !== 'sco') return '4';
  // Without any property that an id could be made of, version 4 it must be
  return found === '4' && deterministicId(object) === undefined ? '4' : '5';
}
