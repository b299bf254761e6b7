import { describe } from '../../describe.ts';
import { elements, isObject, rule } from '../rule.ts';

export const duplicateId = rule({
  code: 'stix/duplicate-id',
  level: 'should',
  oasis: ['203', 'duplicate-ids'],
  section: '§3.6',
  types: ['bundle'],
  message: (v: { id: string; modified: string }) =>
    `${describe(v.id)} is in the bundle before, with the same "modified" ${describe(v.modified)}.`,
  help: 'Remove one of the two; or, if they are different versions of an object, give the later one a later "modified".',
  check(bundle, report) {
    const seen = new Map<string, string | Set<string>>();
    for (const [index, object] of elements(bundle.objects).entries()) {
      if (!isObject(object)) continue;
      const { id, modified } = object;
      if (typeof id !== 'string' || typeof modified !== 'string') continue;
      const known = seen.get(id);
      if (known === undefined) seen.set(id, modified);
      else if (typeof known === 'string' ? known === modified : known.has(modified))
        report(['objects', index], { id, modified });
      else if (typeof known === 'string') seen.set(id, new Set([known, modified]));
      else known.add(modified);
    }
  },
});
