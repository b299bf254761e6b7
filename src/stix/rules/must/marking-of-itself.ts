import { elements, isObject, rule } from '../rule.ts';

export const markingOfItself = rule({
  code: 'stix/marking-of-itself',
  level: 'must',
  oasis: ['object_marking_circular_refs', 'granular_markings_circular_refs'],
  section: '§3.2',
  types: ['marking-definition'],
  message: (v: { place: string }) => `"${v.place}" is the marking definition's own id.`,
  help: 'A marking definition cannot mark itself. Refer to another marking, or to none.',
  check({ id, object_marking_refs, granular_markings }, report) {
    if (typeof id !== 'string') return;
    for (const [index, ref] of elements(object_marking_refs).entries())
      if (ref === id) report(['object_marking_refs', index], { place: `object_marking_refs.${index}` });
    for (const [index, marking] of elements(granular_markings).entries())
      if (isObject(marking) && marking.marking_ref === id)
        report(['granular_markings', index, 'marking_ref'], {
          place: `granular_markings.${index}.marking_ref`,
        });
  },
});
