import { sha1 } from '../json/digest.ts';
import { isObject, type StixObject } from './rules/rule.ts';

/** §6, "ID Contributing Properties" of every type that has them; a process has none. */
const contributing: Readonly<Record<string, readonly string[]>> = {
  artifact: ['hashes', 'payload_bin'],
  'autonomous-system': ['number'],
  directory: ['path'],
  'domain-name': ['value'],
  'email-addr': ['value'],
  'email-message': ['from_ref', 'subject', 'body'],
  file: ['hashes', 'name', 'extensions', 'parent_directory_ref'],
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'mac-addr': ['value'],
  mutex: ['name'],
  'network-traffic': [
    'start',
    'end',
    'src_ref',
    'dst_ref',
    'src_port',
    'dst_port',
    'protocols',
    'extensions',
  ],
  software: ['name', 'cpe', 'swid', 'vendor', 'version'],
  url: ['value'],
  'user-account': ['account_type', 'user_id', 'account_login'],
  'windows-registry-key': ['key', 'values'],
  'x509-certificate': ['hashes', 'serial_number'],
};

/** The types that may have none of these, and then have a random UUID; the OASIS validator reads theirs as UUIDs. */
export const typesOfReadIds = [
  'artifact',
  'email-message',
  'process',
  'user-account',
  'windows-registry-key',
  'x509-certificate',
];

/** What the id of an SCO is made of. */
export function idContributorsOf(type: string): readonly string[] {
  return Object.hasOwn(contributing, type) ? contributing[type]! : [];
}

/** §2.9: the namespace of the ids of SCOs. */
const NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** §6.1: of several hashes one counts, the first of these that is there. */
const preferredHashes = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/** Deeper than this, no canonical text is made of a value. */
const DEEPEST = 100;

/**
 * The id that two producers give to the same SCO (STIX 2.1 §2.9): `type--UUID`, the UUID of version 5 over the
 * canonical text (RFC 8785) of the contributing properties. Undefined where the type has none, or the object.
 */
export function deterministicId(object: StixObject): string | undefined {
  const { type } = object;
  const names = typeof type === 'string' ? idContributorsOf(type) : [];
  const present = names.filter((name) => object[name] !== undefined);
  if (present.length === 0) return undefined;
  const values = present.map((name) => [name, name === 'hashes' ? oneHash(object.hashes) : object[name]]);
  const text = canonical(Object.fromEntries(values), 0);
  return text === undefined ? undefined : `${type}--${uuidV5(text)}`;
}

function oneHash(hashes: unknown): unknown {
  if (!isObject(hashes)) return hashes;
  const name = preferredHashes.find((known) => Object.hasOwn(hashes, known)) ?? Object.keys(hashes).sort()[0];
  return name === undefined ? hashes : { [name]: hashes[name] };
}

/** RFC 8785 of a parsed value: numbers as ECMAScript prints them, names by their UTF-16 units. */
function canonical(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth > DEEPEST) return undefined;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((element) => canonical(element, depth + 1))
    : Object.keys(value)
        .sort()
        .map((name) => {
          const inner = canonical((value as StixObject)[name], depth + 1);
          return inner === undefined ? undefined : `${JSON.stringify(name)}:${inner}`;
        });
  if (parts.includes(undefined)) return undefined;
  return isList ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}

function uuidV5(name: string): string {
  const text = new TextEncoder().encode(name);
  const space = Uint8Array.from(NAMESPACE.replaceAll('-', '').match(/../g)!, (pair) =>
    Number.parseInt(pair, 16),
  );
  const bytes = new Uint8Array(space.length + text.length);
  bytes.set(space);
  bytes.set(text, space.length);
  const hex = sha1(bytes);
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
