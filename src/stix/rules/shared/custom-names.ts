import { extensionsOf, kindOf } from '../../kinds.ts';
import { definedProperties } from '../../schemas/compiled.ts';
import { isObject, type Path, type StixObject } from '../rule.ts';
import { knownProperties } from './known-properties.ts';
import { observableTypes } from './observables.ts';

/** What a name that STIX 2.1 does not define names. */
export type Named = 'type' | 'property' | 'inner property' | 'extension';

export type Visit = (named: Named, name: string, path: Path) => void;

/** Names that §3.8 reserves: what has them is refused, not custom. */
const reserved = new Set(['action', 'phone_numbers', 'severity', 'username']);

const propertiesOfExtension = new Map(
  observableTypes.flatMap(extensionsOf).map((name) => [name, new Set(definedProperties[name])] as const),
);

/** §6: the structures within SCOs and within predefined extensions, by their owner and the property that holds them. */
const structures: Readonly<Record<string, readonly [property: string, names: ReadonlySet<string>][]>> = {
  'email-message': [['body_multipart', set('body body_raw_ref content_type content_disposition')]],
  'windows-registry-key': [['values', set('name data data_type')]],
  'x509-certificate': [
    [
      'x509_v3_extensions',
      set(`
        basic_constraints name_constraints policy_constraints key_usage extended_key_usage subject_key_identifier
        authority_key_identifier subject_alternative_name issuer_alternative_name subject_directory_attributes
        crl_distribution_points inhibit_any_policy private_key_usage_period_not_before
        private_key_usage_period_not_after certificate_policies policy_mappings
      `),
    ],
  ],
  'ntfs-ext': [['alternate_data_streams', set('name hashes size')]],
  'windows-pebinary-ext': [
    [
      'optional_header',
      set(`
        magic_hex major_linker_version minor_linker_version size_of_code size_of_initialized_data
        size_of_uninitialized_data address_of_entry_point base_of_code base_of_data image_base section_alignment
        file_alignment major_os_version minor_os_version major_image_version minor_image_version
        major_subsystem_version minor_subsystem_version win32_version_value_hex size_of_image size_of_headers
        checksum_hex subsystem_hex dll_characteristics_hex size_of_stack_reserve size_of_stack_commit
        size_of_heap_reserve size_of_heap_commit loader_flags_hex number_of_rva_and_sizes hashes
      `),
    ],
    ['sections', set('name size entropy hashes')],
  ],
};

function set(names: string): ReadonlySet<string> {
  return new Set(names.trim().split(/\s+/));
}

/** The type of an object, if STIX 2.1 does not define it, or its properties that are not defined for its type. */
export function eachCustomName(object: StixObject, visit: Visit): void {
  const { type } = object;
  if (typeof type !== 'string') return;
  if (kindOf(type) === 'custom' && type !== 'bundle') {
    if (!reserved.has(type)) visit('type', type, ['type']);
    return;
  }
  const known = knownProperties(object);
  for (const name in object) if (!known.has(name) && !reserved.has(name)) visit('property', name, [name]);
  if (object.extensions !== undefined) extensionKeys(object, visit);
}

/** Names of extensions beside those that are predefined for a type, which most types have none of. */
function extensionKeys({ type, extensions }: StixObject, visit: Visit): void {
  const predefined = extensionsOf(type as string);
  if (predefined.length === 0 || !isObject(extensions)) return;
  for (const key of Object.keys(extensions))
    if (key.endsWith('-ext') && !predefined.includes(key)) visit('extension', key, ['extensions', key]);
}

/** What is not defined within the structures and the predefined extensions of an SCO. */
export function eachCustomInnerName(observable: StixObject, visit: Visit): void {
  const type = observable.type as string;
  inStructures(observable, type, [], visit);
  const { extensions } = observable;
  if (!isObject(extensions)) return;
  for (const key of extensionsOf(type)) {
    const extension = extensions[key];
    if (!isObject(extension)) continue;
    inStructure(extension, propertiesOfExtension.get(key)!, ['extensions', key], visit);
    inStructures(extension, key, ['extensions', key], visit);
  }
}

function inStructures(holder: StixObject, name: string, path: Path, visit: Visit): void {
  const held = structures[name];
  if (!held) return;
  for (const [property, names] of held) {
    const value = holder[property];
    if (isObject(value)) inStructure(value, names, [...path, property], visit);
    else if (Array.isArray(value))
      value.forEach((element, index) => {
        if (isObject(element)) inStructure(element, names, [...path, property, index], visit);
      });
  }
}

function inStructure(structure: StixObject, names: ReadonlySet<string>, path: Path, visit: Visit): void {
  for (const name of Object.keys(structure))
    if (!names.has(name)) visit('inner property', name, [...path, name]);
}
