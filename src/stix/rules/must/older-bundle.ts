import { describe } from '../../describe.ts';
import { fitsOlder } from '../../older-objects.ts';
import { elements, isObject, rule } from '../rule.ts';

export const olderBundle = rule({
  code: 'stix/older-bundle',
  level: 'must',
  basis: 'oasis',
  section: '§8.1',
  types: ['bundle'],
  message: (v: { id: unknown }) => `The bundle says that it is of STIX 2.0, but ${describe(v.id)} is not.`,
  help: 'Remove "spec_version" from the bundle: since STIX 2.1 every object has its own. The OASIS validator judges all that such a bundle holds by STIX 2.0.',
  check({ spec_version, objects }, report) {
    if (spec_version !== '2.0') return;
    for (const [index, object] of elements(objects).entries())
      if (isObject(object) && !fitsOlder(object)) report(['objects', index], { id: object.id });
  },
});
