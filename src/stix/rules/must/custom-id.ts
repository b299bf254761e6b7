import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';

export const customId = rule({
  code: 'stix/custom-id',
  level: 'must',
  basis: 'text',
  section: '§2.9, §11.2.1',
  kinds: ['custom'],
  message: (v: { id: string; type: string }) =>
    `"id" is ${describe(v.id)}, but must begin with the type: ${describe(`${v.type}--`)}.`,
  help: 'Correct the id or the type. Whoever meets a reference to the object takes its type from the id.',
  check({ type, id }, report) {
    if (typeof type !== 'string' || typeof id !== 'string' || type === 'bundle') return;
    if (/^[a-z][a-z0-9-]*--/.test(id) && !id.startsWith(`${type}--`)) report(['id'], { id, type });
  },
});
