import { describe, placeIn } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachLocalReference } from '../shared/local-references.ts';

export const localReferenceTarget = rule({
  code: 'stix/local-reference-target',
  level: 'must',
  oasis: ['observable_object_references'],
  section: '§2.13, §6',
  types: ['observed-data'],
  message: (v: { place: string; type: string; targets: readonly string[] }) =>
    `"${v.place}" leads to an object of type ${describe(v.type)}, but must lead to ${v.targets.join(' or ')}.`,
  help: 'Refer to an object of the right type, or give the object that is meant that type.',
  check(object, report) {
    eachLocalReference(object, ({ path, targets, type }) => {
      if (targets && type !== undefined && !targets.includes(type))
        report(path, { place: placeIn(path), type, targets });
    });
  },
});
