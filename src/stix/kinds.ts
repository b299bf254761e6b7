/** The object types of STIX 2.1, by kind: §4 SDOs, §5 SROs, §6 SCOs, §7 meta objects. */

export type Kind = 'sdo' | 'sro' | 'sco' | 'smo' | 'custom';

const sdo = [
  'attack-pattern',
  'campaign',
  'course-of-action',
  'grouping',
  'identity',
  'incident',
  'indicator',
  'infrastructure',
  'intrusion-set',
  'location',
  'malware',
  'malware-analysis',
  'note',
  'observed-data',
  'opinion',
  'report',
  'threat-actor',
  'tool',
  'vulnerability',
];
const sro = ['relationship', 'sighting'];
const sco = [
  'artifact',
  'autonomous-system',
  'directory',
  'domain-name',
  'email-addr',
  'email-message',
  'file',
  'ipv4-addr',
  'ipv6-addr',
  'mac-addr',
  'mutex',
  'network-traffic',
  'process',
  'software',
  'url',
  'user-account',
  'windows-registry-key',
  'x509-certificate',
];
const smo = ['marking-definition', 'language-content', 'extension-definition'];

const kinds = new Map<string, Kind>([
  ...sdo.map((type) => [type, 'sdo'] as const),
  ...sro.map((type) => [type, 'sro'] as const),
  ...sco.map((type) => [type, 'sco'] as const),
  ...smo.map((type) => [type, 'smo'] as const),
]);

/** The kind of a type; types that STIX 2.1 does not define are custom. */
export function kindOf(type: string): Kind {
  return kinds.get(type) ?? 'custom';
}

/** §6: the predefined extensions, by the types that have them. */
const extensions = new Map<string, readonly string[]>([
  ['file', ['archive-ext', 'ntfs-ext', 'pdf-ext', 'raster-image-ext', 'windows-pebinary-ext']],
  ['network-traffic', ['http-request-ext', 'icmp-ext', 'socket-ext', 'tcp-ext']],
  ['process', ['windows-process-ext', 'windows-service-ext']],
  ['user-account', ['unix-account-ext']],
]);
const NONE: readonly string[] = [];

/** The predefined extensions of a type. */
export function extensionsOf(type: string): readonly string[] {
  return extensions.get(type) ?? NONE;
}
