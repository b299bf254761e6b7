import { describe } from '../../describe.ts';
import { elements, isObject, rule } from '../rule.ts';

export const referenceWithoutHash = rule({
  code: 'stix/reference-without-hash',
  level: 'should',
  oasis: ['302', 'extref-hashes'],
  section: '§2.5.1',
  message: (v: { name: unknown }) =>
    `The external reference to ${describe(v.name)} has a "url", but no "hashes".`,
  help: 'Add the hash of what the URL led to, SHA-256 best, so that readers know when it has changed. Said once of an object, whatever the number of its references.',
  check({ external_references: references }, report) {
    const list = elements(references);
    for (let index = 0; index < list.length; index++) {
      const reference = list[index];
      if (!isObject(reference) || reference.url === undefined || reference.hashes !== undefined) continue;
      report(['external_references', index], { name: reference.source_name });
      return;
    }
  },
});
