import { idContributorsOf, typesOfReadIds } from '../../deterministic-id.ts';
import { rule } from '../rule.ts';

/** Any UUID but one of version 4. */
const NOT_RANDOM = /--[0-9a-f]{8}-[0-9a-f]{4}-[1-35-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const uuidVersion = rule({
  code: 'stix/uuid-version',
  level: 'must',
  oasis: ['uuid_version_check', 'process'],
  section: '§2.9, §6',
  types: typesOfReadIds,
  message: (v: { id: string; names: readonly string[] }) =>
    v.names.length === 0
      ? `"id" is ${v.id}, but the id of a process must be a UUID of version 4.`
      : `"id" is ${v.id}, but without ${v.names.join(', ')} it must be a UUID of version 4.`,
  help: 'Nothing in the object tells it from others, so that the id has to: make it a random UUID, version 4.',
  check(object, report) {
    const { id } = object;
    const names = idContributorsOf(object.type as string);
    if (typeof id !== 'string' || !NOT_RANDOM.test(id)) return;
    if (!names.some((name) => object[name] !== undefined)) report(['id'], { id, names });
  },
});
