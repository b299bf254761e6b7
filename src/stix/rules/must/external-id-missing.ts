import { isObject, rule } from '../rule.ts';
import { externalIdFault, externalReferences } from '../shared/external-references.ts';

export const externalIdMissing = rule({
  code: 'stix/external-id-missing',
  level: 'must',
  basis: 'oasis',
  section: '§2.5',
  message: (v: { place: string; source: unknown }) =>
    `"${v.place}" has the source "${v.source}", but no "external_id".`,
  help: 'Add the id that the source has for it, or name another source.',
  check(object, report) {
    for (const [index, reference] of externalReferences(object).entries())
      if (isObject(reference) && externalIdFault(reference) === 'missing')
        report(['external_references', index], {
          place: `external_references.${index}`,
          source: reference.source_name,
        });
  },
});
