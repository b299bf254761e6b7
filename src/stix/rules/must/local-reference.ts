import { describe, placeIn } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachLocalReference } from '../shared/local-references.ts';

export const localReference = rule({
  code: 'stix/local-reference',
  level: 'must',
  oasis: ['observable_object_references'],
  section: '§2.13',
  types: ['observed-data'],
  message: (v: { place: string; ref: string }) =>
    `"${v.place}" is ${describe(v.ref)}, but must be a key of "objects".`,
  help: 'References within "objects" are its own keys, such as "0". Better, give every object an id of its own and list them in "object_refs": "objects" is deprecated.',
  check(object, report) {
    eachLocalReference(object, ({ ref, path, targets, isThere }) => {
      if (targets && !isThere) report(path, { place: placeIn(path), ref });
    });
  },
});
