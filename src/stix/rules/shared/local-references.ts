import { elements, isObject, type Path, type StixObject } from '../rule.ts';
import { eachContained } from './observables.ts';

/** The types that a reference within the deprecated container can lead to, by the type and property that has it. */
const targets: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>> = new Map(
  Object.entries({
    directory: { contains_refs: ['file', 'directory'] },
    'domain-name': { resolves_to_refs: ['ipv4-addr', 'ipv6-addr', 'domain-name'] },
    'email-addr': { belongs_to_ref: ['user-account'] },
    'email-message': {
      from_ref: ['email-addr'],
      sender_ref: ['email-addr'],
      to_refs: ['email-addr'],
      cc_refs: ['email-addr'],
      bcc_refs: ['email-addr'],
      raw_email_ref: ['artifact'],
    },
    file: { parent_directory_ref: ['directory'], content_ref: ['artifact'] },
    'ipv4-addr': { resolves_to_refs: ['mac-addr'], belongs_to_refs: ['autonomous-system'] },
    'ipv6-addr': { resolves_to_refs: ['mac-addr'], belongs_to_refs: ['autonomous-system'] },
    'network-traffic': {
      src_ref: ['ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name'],
      dst_ref: ['ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name'],
      src_payload_ref: ['artifact'],
      dst_payload_ref: ['artifact'],
      encapsulates_refs: ['network-traffic'],
      encapsulated_by_ref: ['network-traffic'],
    },
    process: {
      opened_connection_refs: ['network-traffic'],
      creator_user_ref: ['user-account'],
      image_ref: ['file'],
      parent_ref: ['process'],
      child_refs: ['process'],
    },
    'windows-registry-key': { creator_user_ref: ['user-account'] },
  }),
);

/** The same for extensions, by the type of the object, the extension and the property. */
const inExtensions: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['file', 'archive-ext', 'contains_refs', ['file', 'directory']],
  ['network-traffic', 'http-request-ext', 'message_body_data_ref', ['artifact']],
  ['process', 'windows-service-ext', 'service_dll_refs', ['file']],
];

/** References to what cannot be in the container. */
const beyond: ReadonlySet<string> = new Set(['object_marking_refs', 'created_by_ref']);

export interface LocalReference {
  readonly ref: string;
  readonly path: Path;
  /** What it can lead to; undefined for those at which the OASIS validator does not look. */
  readonly targets: readonly string[] | undefined;
  /** The type of what it leads to; undefined where that is nothing, or has no type. */
  readonly type: string | undefined;
  readonly isThere: boolean;
}

/** Calls `visit` with every reference within the deprecated container of observed data (§2.13). */
export function eachLocalReference(object: StixObject, visit: (reference: LocalReference) => void): void {
  const container = object.objects;
  if (!isObject(container)) return;
  const lead = (ref: unknown, path: Path, allowed: readonly string[] | undefined): void => {
    if (typeof ref !== 'string') return;
    const isThere = Object.hasOwn(container, ref);
    visit({ ref, path, targets: allowed, type: isThere ? typeOf(container[ref]) : undefined, isThere });
  };
  eachContained(object, (held, key) => {
    eachReferenceOf(held, (value, path, allowed) => {
      const full = ['objects', key, ...path];
      if (!Array.isArray(value)) lead(value, full, allowed);
      else for (const [index, ref] of value.entries()) lead(ref, [...full, index], allowed);
    });
  });
}

function typeOf(value: unknown): string | undefined {
  return isObject(value) && typeof value.type === 'string' ? value.type : undefined;
}

type VisitValue = (value: unknown, path: Path, allowed: readonly string[] | undefined) => void;

/** The values of the properties of a cyber observable that refer to others. */
function eachReferenceOf(held: StixObject, visit: VisitValue): void {
  const own = targets.get(held.type as string);
  for (const name of Object.keys(held))
    if (/_refs?$/.test(name) && !beyond.has(name))
      visit(held[name], [name], own && Object.hasOwn(own, name) ? own[name] : undefined);
  if (held.type === 'email-message')
    for (const [index, part] of elements(held.body_multipart).entries())
      if (isObject(part))
        visit(part.body_raw_ref, ['body_multipart', index, 'body_raw_ref'], ['artifact', 'file']);
  if (!isObject(held.extensions)) return;
  for (const [type, extension, name, allowed] of inExtensions) {
    const content = held.type === type ? held.extensions[extension] : undefined;
    if (isObject(content)) visit(content[name], ['extensions', extension, name], allowed);
  }
}
