import { elements, isObject, type StixObject } from '../rule.ts';
import { knownProperties } from './known-properties.ts';

/** The forms of the ids of two sources, each to be had from the source of that name only. Digits are of any script. */
const forms: ReadonlyMap<unknown, RegExp> = new Map([
  ['cve', /^CVE-\p{Nd}{4}-(?:0\p{Nd}{3}|[1-9]\p{Nd}{3,})$/u],
  ['capec', /^CAPEC-\p{Nd}+$/u],
]);

/** The external references of an object, where its type has any. */
export function externalReferences(object: StixObject): readonly unknown[] {
  const list = object.external_references;
  if (list === undefined || !knownProperties(object).has('external_references')) return [];
  return elements(list);
}

/** What is wrong with the external id of a reference: it is missing, malformed, or of another source. */
export function externalIdFault(reference: unknown): 'missing' | 'malformed' | 'foreign' | undefined {
  if (!isObject(reference)) return undefined;
  const { source_name: source, external_id: id } = reference;
  const form = forms.get(source);
  if (form) {
    if (id === undefined) return 'missing';
    return typeof id !== 'string' || form.test(id) ? undefined : 'malformed';
  }
  if (typeof id !== 'string' || !(id.startsWith('CVE-') || id.startsWith('CAPEC-'))) return undefined;
  for (const other of forms.values()) if (other.test(id.replace(/\n$/, ''))) return 'foreign';
  return undefined;
}
