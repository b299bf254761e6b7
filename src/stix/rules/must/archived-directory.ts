import { placeIn } from '../../describe.ts';
import { rule } from '../rule.ts';
import { eachLocalReference } from '../shared/local-references.ts';

export const archivedDirectory = rule({
  code: 'stix/archived-directory',
  level: 'must',
  basis: 'oasis',
  oasis: ['observable_object_references'],
  section: '§6.7.2',
  types: ['observed-data'],
  message: (v: { place: string }) => `"${v.place}" leads to a directory, but must lead to a file.`,
  help: 'The standard lets archives contain directories; within "objects" the OASIS validator does not. List the objects in "object_refs" instead, or leave the directory out.',
  check(object, report) {
    eachLocalReference(object, ({ path, type }) => {
      if (type === 'directory' && path[3] === 'archive-ext') report(path, { place: placeIn(path) });
    });
  },
});
