import { words } from './lazy-set.ts';

function vocabulary(values: string): ReadonlySet<string> {
  return new Set(words(values));
}

/**
 * The open vocabularies of STIX 2.1 §10, with the number of the OASIS validator's check beside each. Values are those
 * of the standard with Errata 01; where the validator's list differs, both count as known, and a comment says so.
 */
export const openVocabularies = {
  /** 211, §10.2 */
  'attack-motivation-ov': vocabulary(`
    accidental coercion dominance ideology notoriety organizational-gain personal-gain personal-satisfaction revenge
    unpredictable
  `),
  /** 212, §10.3 */
  'attack-resource-level-ov': vocabulary('club contest government individual organization team'),
  /** 213, §10.8 */
  'identity-class-ov': vocabulary('class group individual organization system unknown'),
  /** 214, §10.10 */
  'indicator-type-ov': vocabulary(
    'anomalous-activity anonymization attribution benign compromised malicious-activity unknown',
  ),
  /** 215, §10.11; `legal` is of Errata 01 and not in the validator's list */
  'industry-sector-ov': vocabulary(`
    aerospace agriculture automotive chemical commercial communications construction dams defense education
    emergency-services energy entertainment financial-services government government-local government-national
    government-public-services government-regional healthcare hospitality-leisure infrastructure insurance legal
    manufacturing mining non-profit nuclear pharmaceuticals retail technology telecommunications transportation
    utilities water
  `),
  /** 216, §10.15 */
  'malware-type-ov': vocabulary(`
    adware backdoor bootkit bot ddos downloader dropper exploit-kit keylogger ransomware remote-access-trojan
    resource-exploitation rogue-security-software rootkit screen-capture spyware trojan unknown virus webshell wiper
    worm
  `),
  /** 218, §10.22; `incident` is of Errata 01 and not in the validator's list */
  'report-type-ov': vocabulary(`
    attack-pattern campaign identity incident indicator intrusion-set malware observed-data threat-actor
    threat-report tool vulnerability
  `),
  /** 219, §10.23; `private-sector` is of Errata 01 and not in the validator's list */
  'threat-actor-type-ov': vocabulary(`
    activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled nation-state
    private-sector sensationalist spy terrorist unknown
  `),
  /** 220, §10.24 */
  'threat-actor-role-ov': vocabulary(
    'agent director independent infrastructure-architect infrastructure-operator malware-author sponsor',
  ),
  /** 221, §10.25 */
  'threat-actor-sophistication-ov': vocabulary(
    'advanced expert innovator intermediate minimal none strategic',
  ),
  /** 222, §10.26 */
  'tool-type-ov': vocabulary(`
    credential-exploitation denial-of-service exploitation information-gathering network-capture remote-access unknown
    vulnerability-scanning
  `),
  /** 223, §10.21 */
  'region-ov': vocabulary(`
    africa americas antarctica asia australia-new-zealand caribbean central-america central-asia eastern-africa
    eastern-asia eastern-europe europe latin-america-caribbean melanesia micronesia middle-africa northern-africa
    northern-america northern-europe oceania polynesia south-america south-eastern-asia southern-africa southern-asia
    southern-europe western-africa western-asia western-europe
  `),
  /** 225, §10.6 */
  'grouping-context-ov': vocabulary('malware-analysis suspicious-activity unspecified'),
  /** 226, §10.9; `rust` is of Errata 01 and not in the validator's list */
  'implementation-language-ov': vocabulary(`
    applescript bash c c# c++ go java javascript lua objective-c perl php powershell python ruby rust scala swift
    typescript visual-basic x86-32 x86-64
  `),
  /** 227, §10.12 */
  'infrastructure-type-ov': vocabulary(`
    amplification anonymization botnet command-and-control control-system exfiltration firewall hosting-malware
    hosting-target-lists phishing reconnaissance routers-switches staging unknown workstation
  `),
  /** 228, §10.13 */
  'malware-capabilities-ov': vocabulary(`
    accesses-remote-machines anti-debugging anti-disassembly anti-emulation anti-memory-forensics anti-sandbox anti-vm
    captures-input-peripherals captures-output-peripherals captures-system-state-data cleans-traces-of-infection
    commits-fraud communicates-with-c2 compromises-data-availability compromises-data-integrity
    compromises-system-availability controls-local-machine degrades-security-software degrades-system-updates
    determines-c2-server emails-spam escalates-privileges evades-av exfiltrates-data fingerprints-host hides-artifacts
    hides-executing-code infects-files infects-remote-machines installs-other-components persists-after-system-reboot
    prevents-artifact-access prevents-artifact-deletion probes-network-environment self-modifies
    steals-authentication-credentials violates-system-operational-integrity
  `),
  /** 230, §10.20 */
  'processor-architecture-ov': vocabulary('alpha arm ia-64 mips powerpc sparc x86 x86-64'),
  /** 231, §10.14 */
  'malware-result-ov': vocabulary('benign malicious suspicious unknown'),
  /** 241, §10.7 */
  'hash-algorithm-ov': vocabulary('MD5 SHA-1 SHA-256 SHA-512 SHA3-256 SHA3-512 SSDEEP TLSH'),
  /** 243, §10.28 */
  'windows-pebinary-type-ov': vocabulary('dll exe sys'),
  /** 244, §10.1; `kavi` is in the validator's list alone */
  'account-type-ov': vocabulary(`
    facebook kavi ldap nis openid radius skype tacacs twitter unix windows-domain windows-local
  `),
  /** 245, §10.19 */
  'pattern-type-ov': vocabulary('pcre sigma snort stix suricata yara'),
};

export type OpenVocabulary = keyof typeof openVocabularies;

export interface VocabularyUse {
  readonly vocabulary: OpenVocabulary;
  /** The number of the OASIS validator's check. */
  readonly oasis: number;
  readonly type: string;
  readonly property: string;
}

/** The properties that hold one value of a vocabulary, or a list of them. */
export const vocabularyUses: readonly VocabularyUse[] = [
  use('attack-motivation-ov', 211, 'intrusion-set', 'primary_motivation'),
  use('attack-motivation-ov', 211, 'intrusion-set', 'secondary_motivations'),
  use('attack-motivation-ov', 211, 'threat-actor', 'primary_motivation'),
  use('attack-motivation-ov', 211, 'threat-actor', 'secondary_motivations'),
  use('attack-motivation-ov', 211, 'threat-actor', 'personal_motivations'),
  use('attack-resource-level-ov', 212, 'intrusion-set', 'resource_level'),
  use('attack-resource-level-ov', 212, 'threat-actor', 'resource_level'),
  use('identity-class-ov', 213, 'identity', 'identity_class'),
  use('indicator-type-ov', 214, 'indicator', 'indicator_types'),
  use('industry-sector-ov', 215, 'identity', 'sectors'),
  use('malware-type-ov', 216, 'malware', 'malware_types'),
  use('report-type-ov', 218, 'report', 'report_types'),
  use('threat-actor-type-ov', 219, 'threat-actor', 'threat_actor_types'),
  use('threat-actor-role-ov', 220, 'threat-actor', 'roles'),
  use('threat-actor-sophistication-ov', 221, 'threat-actor', 'sophistication'),
  use('tool-type-ov', 222, 'tool', 'tool_types'),
  use('region-ov', 223, 'location', 'region'),
  use('grouping-context-ov', 225, 'grouping', 'context'),
  use('implementation-language-ov', 226, 'malware', 'implementation_languages'),
  use('infrastructure-type-ov', 227, 'infrastructure', 'infrastructure_types'),
  use('malware-capabilities-ov', 228, 'malware', 'capabilities'),
  use('processor-architecture-ov', 230, 'malware', 'architecture_execution_envs'),
  use('malware-result-ov', 231, 'malware-analysis', 'result'),
  use('account-type-ov', 244, 'user-account', 'account_type'),
  use('pattern-type-ov', 245, 'indicator', 'pattern_type'),
];

function use(vocabulary: OpenVocabulary, oasis: number, type: string, property: string): VocabularyUse {
  return { vocabulary, oasis, type, property };
}

export interface NestedVocabularyUse {
  readonly vocabulary: OpenVocabulary;
  readonly oasis: number;
  readonly type: string;
  /** From the object down: names of properties, and `*` for every entry of a list. A step may be missing: no harm. */
  readonly path: readonly string[];
  /** What is of the vocabulary there: the value itself, or the keys of the dictionary. */
  readonly holds: 'value' | 'keys';
}

/**
 * The places where one must walk: the keys of hashes, and properties of extensions.
 * The hashes of external references are not among them, since there the vocabulary is closed (§2.5.1: MUST).
 */
export const nestedVocabularyUses: readonly NestedVocabularyUse[] = [
  hashes('artifact', 'hashes'),
  hashes('file', 'hashes'),
  hashes('file', 'extensions/ntfs-ext/alternate_data_streams/*/hashes'),
  hashes('file', 'extensions/windows-pebinary-ext/file_header_hashes'),
  hashes('file', 'extensions/windows-pebinary-ext/optional_header/hashes'),
  hashes('file', 'extensions/windows-pebinary-ext/sections/*/hashes'),
  hashes('x509-certificate', 'hashes'),
  {
    vocabulary: 'windows-pebinary-type-ov',
    oasis: 243,
    type: 'file',
    path: ['extensions', 'windows-pebinary-ext', 'pe_type'],
    holds: 'value',
  },
];

function hashes(type: string, path: string): NestedVocabularyUse {
  return { vocabulary: 'hash-algorithm-ov', oasis: 241, type, path: path.split('/'), holds: 'keys' };
}

/** Of the vocabulary, or custom by its prefix, which the OASIS validator lets pass in hashes as well. */
export function isKnownHashAlgorithm(name: string): boolean {
  return openVocabularies['hash-algorithm-ov'].has(name) || name.startsWith('x_');
}
