import { words } from './lazy-set.ts';

function enumeration(values: string): ReadonlySet<string> {
  return new Set(words(values));
}

/** The closed vocabularies of STIX 2.1 §10: no other value is allowed. Each in the order of the standard. */
export const enumerations = {
  /** §10.4: artifact.encryption_algorithm */
  'encryption-algorithm-enum': enumeration('AES-256-GCM ChaCha20-Poly1305 mime-type-indicated'),
  /** §10.5: extension-definition.extension_types, and extension_type within extensions */
  'extension-type-enum': enumeration(
    'new-sdo new-sco new-sro property-extension toplevel-property-extension',
  ),
  /** §10.16: socket-ext.address_family */
  'network-socket-address-family-enum': enumeration(
    'AF_UNSPEC AF_INET AF_IPX AF_APPLETALK AF_NETBIOS AF_INET6 AF_IRDA AF_BTH',
  ),
  /** §10.17: socket-ext.socket_type. For SOCK_DGRAM the section's summary has "AF_ISOCK_DGRAMNET", a slip. */
  'network-socket-type-enum': enumeration('SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET'),
  /** §10.18: opinion.opinion */
  'opinion-enum': enumeration('strongly-disagree disagree neutral agree strongly-agree'),
  /** §10.27: windows-process-ext.integrity_level */
  'windows-integrity-level-enum': enumeration('low medium high system'),
  /** §10.29: windows-registry-key.values[].data_type */
  'windows-registry-datatype-enum': enumeration(`
    REG_NONE REG_SZ REG_EXPAND_SZ REG_BINARY REG_DWORD REG_DWORD_BIG_ENDIAN REG_DWORD_LITTLE_ENDIAN REG_LINK
    REG_MULTI_SZ REG_RESOURCE_LIST REG_FULL_RESOURCE_DESCRIPTION REG_RESOURCE_REQUIREMENTS_LIST REG_QWORD
    REG_INVALID_TYPE
  `),
  /** §10.30: windows-service-ext.start_type */
  'windows-service-start-type-enum': enumeration(`
    SERVICE_AUTO_START SERVICE_BOOT_START SERVICE_DEMAND_START SERVICE_DISABLED SERVICE_SYSTEM_ALERT
  `),
  /** §10.31: windows-service-ext.service_type */
  'windows-service-type-enum': enumeration(`
    SERVICE_KERNEL_DRIVER SERVICE_FILE_SYSTEM_DRIVER SERVICE_WIN32_OWN_PROCESS SERVICE_WIN32_SHARE_PROCESS
  `),
  /** §10.32: windows-service-ext.service_status */
  'windows-service-status-enum': enumeration(`
    SERVICE_CONTINUE_PENDING SERVICE_PAUSE_PENDING SERVICE_PAUSED SERVICE_RUNNING SERVICE_START_PENDING
    SERVICE_STOP_PENDING SERVICE_STOPPED
  `),
};

export type Enumeration = keyof typeof enumerations;
