import { describe } from '../../describe.ts';
import { isObject, rule } from '../rule.ts';
import { externalIdFault, externalReferences } from '../shared/external-references.ts';

export const externalId = rule({
  code: 'stix/external-id',
  level: 'must',
  section: '§2.5, §4.1.1, §4.19.1',
  message: (v: { place: string; id: unknown; source: unknown; isForeign: boolean }) =>
    v.isForeign
      ? `"${v.place}" is ${describe(v.id)}, but its "source_name" ${describe(v.source)}, not "cve" or "capec".`
      : `"${v.place}" is ${describe(v.id)}, but an id of the source ${describe(v.source)} must be ${v.source === 'cve' ? 'CVE-, a year, "-" and four digits or more' : 'CAPEC- and digits'}.`,
  help: 'CVE ids have the source "cve" and CAPEC ids the source "capec", both in lower case, and no others have these. A CVE number of more than four digits does not begin with 0.',
  check(object, report) {
    for (const [index, reference] of externalReferences(object).entries()) {
      const fault = externalIdFault(reference);
      if ((fault !== 'malformed' && fault !== 'foreign') || !isObject(reference)) continue;
      report(['external_references', index, 'external_id'], {
        place: `external_references.${index}.external_id`,
        id: reference.external_id,
        source: reference.source_name,
        isForeign: fault === 'foreign',
      });
    }
  },
});
