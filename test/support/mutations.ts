/**
 * Systematic damage to a valid STIX object: every property at every depth replaced by values that are
 * wrong, odd or just legal. What a validator must say of each is recorded in
 * test/fixtures/oasis-verdicts.json under the name of the case.
 */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Fields = { [name: string]: Json };
type Path = readonly (string | number)[];
type Changes = Record<string, Json>;
/** `same` names what is tried, so that it can be tried once for a type (or for all types alike). */
type Mutation = { case: string; object: unknown; same: string };

const OTHER_UUID = '0d3b1f6e-5a0c-4d0b-8d43-2c9f3a7e6b51';
const LONG = 'n'.repeat(251);
const RANKS: Record<string, string> = {
  'TLP:WHITE': '613f2e26-407d-48c7-9eca-b8e91df99dc9',
  'TLP:GREEN': '34098fce-860f-48ae-8e50-ebd3cc5e41da',
  'TLP:AMBER': 'f88d31f6-486f-44da-b317-01333bde0b82',
  'TLP:RED': '5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
  'TLP:CLEAR': '94868c89-83c2-464b-929b-a1a8aa3c8487',
  'TLP:AMBER+STRICT': '939a9414-2ddd-4d32-a0cd-375ea402b003',
};
const COMMON =
  /^(spec_version|created_by_ref|created|modified|revoked|labels|confidence|lang|external_references|object_marking_refs|granular_markings|defanged|extensions|kill_chain_phases)$/;
/** A mutation of a reference that does not change what it refers to. */
const ANY_REF =
  /^.*_refs?(\/\d+)? (?=uuid|.* uuid|.* prefix$|.* digit|.* hyphen|letter|no |braces|leading|trailing|garbage)/;
const LATER = /^(modified|last_|valid_until|stop_time|end$|.*_not_after|.*_ended|.*_expires)/;
const PAIRS = [
  ['created', 'modified'],
  ['first_seen', 'last_seen'],
  ['first_observed', 'last_observed'],
  ['valid_from', 'valid_until'],
  ['start_time', 'stop_time'],
  ['start', 'end'],
  ['analysis_started', 'analysis_ended'],
  ['validity_not_before', 'validity_not_after'],
  ['account_created', 'account_expires'],
] as const;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of `value` in which `change` has been done to whatever holds the last step of `path`. */
function edited(value: Json, path: Path, change: (holder: Fields, last: string) => void): Json {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as Fields) }) as Fields;
  const [step, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) change(copy, step);
  else copy[step] = edited(copy[step]!, rest, change);
  return copy;
}

function set(root: Json, path: Path, value: Json): Json {
  return edited(root, path, (holder, last) => {
    holder[last] = value;
  });
}

function removed(root: Json, path: Path): Json {
  return edited(root, path, (holder, last) => {
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
  });
}

function renamed(root: Json, path: Path, name: string): Json {
  return edited(root, path, (holder, last) => {
    const value = holder[last]!;
    delete holder[last];
    holder[name] = value;
  });
}

function label(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.length - 2} characters` : text;
}

/** The same changes for each of the values, named by the value itself. */
function named(...values: Json[]): Changes {
  return Object.fromEntries(values.map((value) => [`= ${label(value)}`, value]));
}

function basic(value: Json, deep = false): Changes {
  const own = typeof value;
  if (deep) return { null: null, 'other kind': own === 'string' ? 7 : 'seven', 'in a list': [value] };
  const all: Changes = { null: null, 'empty string': '', 'empty list': [], 'empty object': {} };
  if (own !== 'string') all.string = 'seven';
  if (own !== 'number') all.number = 7;
  if (own !== 'boolean' && own !== 'string') all.boolean = true;
  if (!Array.isArray(value)) all['in a list'] = [value];
  if (!isFields(value) && own !== 'string') all['in an object'] = { inner: value };
  return all;
}

function numbers(value: number, deep: boolean): Changes {
  const odd = [100, 101, 65535, 65536, 999999999, 1000000000, 1e21, -90.5, 180.5, 2 ** 53, 1];
  return { ...named(-1, 0, 0.5, ...(deep ? [] : odd)), 'as text': String(value), negated: -value };
}

function lists(value: Json[]): Changes {
  const [first = null] = value;
  return {
    'duplicate entry': [...value, first],
    'list of lists': [value],
    'entry null': [...value, null],
    'entry number': [...value, 7],
    'entry empty string': [...value, ''],
    'entry string': [...value, 'Some Thing_else'],
    'entry empty list': [...value, []],
    'entry empty object': [...value, {}],
    'as object': Object.fromEntries(value.entries()),
  };
}

function identifiers(text: string): Changes {
  const [prefix = '', uuid = ''] = text.split('--');
  const kinds =
    'x-other identity indicator malware software file artifact network-traffic observed-data location sighting relationship bundle marking-definition language-content extension-definition note-x file-x';
  const digit = (at: number, to: string) => `${prefix}--${uuid.slice(0, at)}${to}${uuid.slice(at + 1)}`;
  return {
    ...Object.fromEntries(kinds.split(' ').map((kind) => [`prefix ${kind}`, `${kind}--${uuid}`])),
    ...Object.fromEntries([...'04567'].map((version) => [`uuid version ${version}`, digit(14, version)])),
    ...Object.fromEntries([...'7cB'].map((variant) => [`uuid variant ${variant}`, digit(19, variant)])),
    'nil uuid': `${prefix}--00000000-0000-0000-0000-000000000000`,
    'upper case uuid': `${prefix}--${uuid.toUpperCase()}`,
    'upper case prefix': `${prefix.toUpperCase()}--${uuid}`,
    'missing digit': text.slice(0, -1),
    'extra digit': `${text}0`,
    'one hyphen': `${prefix}-${uuid}`,
    'no hyphens in uuid': `${prefix}--${uuid.replaceAll('-', '')}`,
    'no prefix': uuid,
    'empty prefix': `--${uuid}`,
    'short prefix': `ab--${uuid}`,
    'underscore prefix': `a_b--${uuid}`,
    'leading blank': ` ${text}`,
    'trailing blank': `${text} `,
    'trailing newline': `${text}\n`,
    garbage: 'not an id',
  };
}

function timestamps(text: string, key: string): Changes {
  const day = text.slice(0, 10);
  const leap = LATER.test(key) ? 2028 : 2024;
  const fraction = (digits: string) => `${text.slice(0, 19)}.${digits}Z`;
  const time = (clock: string) => `${day}T${clock}Z`;
  return {
    'no Z': text.slice(0, -1),
    'lower case z': text.replace('Z', 'z'),
    'lower case t': text.replace('T', 't'),
    'offset zero': text.replace('Z', '+00:00'),
    'blank for T': text.replace('T', ' '),
    'date only': day,
    'no fraction': `${text.slice(0, 19)}Z`,
    'empty fraction': fraction(''),
    'comma fraction': fraction('123').replace('.', ','),
    ...Object.fromEntries([1, 2, 3, 4, 6, 7, 9, 12].map((n) => [`${n} digits`, fraction('9'.repeat(n))])),
    'February 30': `${leap}-02-30T00:00:00.000Z`,
    'February 29, leap year': `${leap}-02-29T00:00:00.000Z`,
    'February 29, no leap year': `${leap + 1}-02-29T00:00:00.000Z`,
    'February 29, 2100': '2100-02-29T00:00:00.000Z',
    'April 31': `${leap}-04-31T00:00:00.000Z`,
    'month 13': `${leap}-13-01T00:00:00.000Z`,
    'day 00': `${leap}-01-00T00:00:00.000Z`,
    'year 0000': '0000-01-01T00:00:00.000Z',
    'year 0001': '0001-01-01T00:00:00.000Z',
    'year 9999': '9999-12-31T23:59:59.999Z',
    'year of five digits': `1${day}T00:00:00.000Z`,
    'hour 24': time('24:00:00.000'),
    'minute 60': time('00:60:00.000'),
    'second 60': time('23:59:60.000'),
    'second 61': time('23:59:61.000'),
    'no seconds': time('00:00'),
    'leading blank': ` ${text}`,
    'trailing newline': `${text}\n`,
    'other digits': text.replaceAll('0', '\u0660'),
  };
}

/**
 * Values to try in place of a text: the name of its property (or the type of the object and the name, or
 * the name of the list and "item"), then the values. ␣ stands for a blank, ⏎ for a new line.
 */
const TEXTS = String.raw`
url|url.value : http: http:// http://[2001:db8::1]:80/ http://[::1%25eth0]/ http://example.org:port/ HTTP://EXAMPLE.ORG
url|url.value : www.example.org /path //example.org/ http://example.org/a␣b http://example.org/é http://bücher.example
url|url.value : urn:isbn:0451450523 mailto:a@example.org data:,x http://example.org/%zz http://example.org/%41 a:b 1a:b
url|url.value : http://example.org/{x} http://a:b@c@example.org http://example.org/#a#b http://example.org\x C:\x http:///x
url|url.value : ␣http://example.org/ http://256.1.1.1/ http://[::g]/ http://[v1.a:b]/ http://[::ffff:1.2.3.4]/
url|url.value : file:///etc/passwd hxxp://example[.]org http://example.org/<x> http://a_b.example/ ://x a+b-c.d:x http://x?a[]=1
url|url.value : http://[::1.2.3.4]/ http://[1:2:3:4:5:6:7::]/ http://[fe80::1]:8080/x?y#z http:/x http:x?y http://a:/ http://%41.example/
type : identity malware file bundle marking-definition note x-acme-thing action
x-harbour-berth.type|ship.type : extension identifier core dictionary timestamp properties kill-chain-phase
type : ab abc Identity a_b_c 1abc -abc abc- a--b abc1-2d relationship indicator ipv4-addr extension-definition
spec_version : 2.0 2.1 2.2 3.0 2 2.1.0 ␣2.1 2.1⏎
lang : de de-AT DE de_AT deu ga no zh-Hans es-419 x-klingon english nn-NO nn sr-Cyrl-BA kok i-klingon
languages.item : de deu DE de_AT ga qaa-qtz zh-Hans es-419 zz zzz az-Cyrl-AZ nn-NO kok en-US
source_name : cve capec CVE nvd mitre-attack
external_id : CVE-2025-1234 CVE-2025-123 CVE-2025-01234 CVE-2025-0123 CVE-25-1234 cve-2025-1234 CVE-2025-12345678
external_id : CAPEC-1 CAPEC- capec-1 xCVE-2025-1234 CVE-2025-1234x CVE-2025-1234⏎ T1190 CAPEC-1x CAPEC-٣
selectors.item : id type missing ab labels labels.[0] labels.[9] labels.0 labels[0] name name.[0] name.sub lang.[1]
selectors.item : labels.[-1] labels.[0].[0] labels.[0].name confidence.[0] granular_markings granular_markings.[0].selectors
selectors.item : external_references.[0].hashes.MD5 external_references.[0].source_name external_references.source_name
selectors.item : extensions Name name␣ .name name. name..sub $.name * value object_marking_refs.[1] revoked.[0] labels.[٠]
relationship_type : related-to Uses indi_cates uses␣ x - 7 targets exploité --
opinion : agree Agree strongly_agree unknown
definition_type : statement tlp TLP statement-x x-tlp x-statement tlp-x x-acme
extension_type|extension_types.item : new-sdo new-sco new-sro property-extension toplevel-property-extension New-SDO x
pattern_type : stix yara STIX sigma x-other
pattern_version : 2.0 2.1 2.2 x 2.1␣ 3.0
country : de DEU Germany ZZ UK
mime_type : application/pdf text/html;␣charset=utf-8 TEXT/HTML pdf x/y application/x-acme image/jpg font/woff2
path_enc|name_enc : UTF-8 utf-8 US-ASCII ASCII x ISO-8859-1 latin1 windows-1252 UTF␣8 Shift_JIS ISO_646.basic:1983
cpe : cpe:/a:example:planner:4.1 cpe:2.3:a:example:planner:4.1 cpe:2.3:x:example:planner:4.1:*:*:*:*:*:*:*
cpe : cpe:2.3:o:example:planner:-:*:*:*:*:*:*:* cpe:2.3:a:Example:Planner\:2:4.1:*:*:en:*:*:*:* x␣cpe:2.3:a:b:c:*:*:*:*:*:*:*:*
cpe : cpe:2.3:a:b:c:*:*:*:*:*:*:*:*:* cpe:2.3:*:*:*:*:*:*:*:*:*:*:* cpe:2.3:a:b:c␣d:*:*:*:*:*:*:*:* cpe:2.3:a:b:c:::*:*:*:*:*:*
cpe : cpe:2.3:a:b:?c*:1:*:*:*:*:*:*:* CPE:2.3:a:b:c:1:*:*:*:*:*:*:* cpe:2.3:a:b:c:1:*:*:english:*:*:*:* planner
cpe : cpe:2.3:a:b:c:1:*:*:en-US:*:*:*:* cpe:2.3:a:b:c:1.0:*:*:*:*:*:*:x␣y cpe:2.3:a:b:a*c:1:*:*:*:*:*:*:* cpe:2.3:h:b:c:1:-:-:-:-:-:-:-⏎
key : HKLM\System hkcu\x HKEY_CURRENT_USER\x HKEY_LOCAL_MACHINE\HKCU HKEY_LOCAL_MACHINE\chkupdate x Hklm\x xHKLM
data_type : REG_SZ REG_sz REG_QWORD REG_QWORD_LITTLE_ENDIAN REG_X REG_DWORD_BIG_ENDIAN
encryption_algorithm : AES-256-GCM ChaCha20-Poly1305 mime-type-indicated AES256-GCM aes-256-gcm RSA
address_family|socket_type : AF_INET AF_INET6 AF_UNIX SOCK_STREAM SOCK_RAW sock_raw
integrity_level : low medium high system High untrusted
priority : IDLE_PRIORITY_CLASS high x_class
start_type|service_type|service_status : SERVICE_DISABLED SERVICE_FILE_SYSTEM_DRIVER SERVICE_PAUSED SERVICE_X
_hex : 0 00 0x00 fF gg 00␣00 0g
_bin : QUJD QUI= QQ== QQ= QQ QU␣JD QUJ- ==== Q=== QUJDQ
ipv4-addr.value : 1.2.3.4 1.2.3 1.2.3.4.5 01.2.3.4 256.1.1.1 1.2.3.4/0 1.2.3.4/32 1.2.3.4/33 1.2.3.4/08 1.2.3.4␣
ipv4-addr.value : ::1 0x1.2.3.4 1.2.3.4/ 0.0.0.0/0 1.2.3.4/255.0.0.0 1,2,3,4 example.org 1.2.3.٤ 1.2.3.4:80
ipv6-addr.value : :: ::1 2001:DB8:: ::ffff:192.0.2.1 64:ff9b::192.0.2.33 fe80::1%eth0 ::1/0 ::1/128 ::1/129 ::/064 :::1
ipv6-addr.value : 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7 1:2:3:4:5:6:7:: 1::2::3 12345:: ::g 1:2:3:4:5:6:7:8:9 [::1] 1::2:3:4:5:6:7
ipv6-addr.value : s::1 ::1sss ::d.d.d.d ::255.254.253.252 ::1% 1.2.3.4 ::1%a/b/64 ::1d-d-dxd 1:2:3:4:5:6:255.250.251.252
mac-addr.value : D2:FB:49:24:37:18 d2-fb-49-24-37-18 d2fb49243718 d2:fb:49:24:37 d2:fb:49:24:37:18:00 d2:fb:49:24:37:1
mac-addr.value : d2:fb:49:24:37:1g ␣d2:fb:49:24:37:18 d2fb.4924.3718
domain-name.value : example EXAMPLE.org a.b.c.d example.org. .example.org a..b a_b.example.org *.example.org example.org:80 . a.org..
domain-name.value : bücher.example BÜCHER.example xn--bcher-kva.example xn--.example xn--a.example -a.example a-.example ab--c.example
domain-name.value : 192.0.2.1 a␣b.org faß.de ☃.net 日本語。jp a­b.org ﬀ.org ا1.example 2001:db8::1 http://example.org l·l.cat a·b.org
domain-name.value : XN--BCHER-KVA.example xn--bcher-kvaé.example ünï-cöde.example a.b␣ 1 -- a- ԛԜ.org xn--fa-hia.de xn--0.pt א1.ב аррӏе.com e͏.org
email-addr.value : a@b.c a@b @b.c a@ a␣b@c.d a..b@c.d .a@c.d o'neil@c.d "a␣b"@c.d a@[192.0.2.1] a@b_c.d a@b.c. a%b@c.d
email-addr.value : é@c.d a@bü.de a@b@c.d A␣<a@b.c> a@-.- a@b.. a!b@c.d mailto:a@b.c a/b@c.d _@0.0 a@.c.d a@b-.c
product|kill_chain_name|phase_name : Some␣Name some_name x lockheed-martin-cyber-kill-chain
protocols.item|context|result|region|sectors.item|roles.item|resource_level : x unknown HTTP Some␣Value http europe
threat_actor_types.item|capabilities.item|malware_types.item|tool_types.item : x unknown Some␣Value some_value
`;
const BY_KEY = lines(TEXTS).map((line): readonly [readonly string[], string[]] => {
  const [keys = '', values = ''] = line.split(' : ');
  return [keys.split('|'), values.split(' ').map(spaced)];
});
const LONG_NAMES = [
  `${'a'.repeat(63)}.org`,
  `${'a'.repeat(64)}.org`,
  `${'a.'.repeat(126)}a`,
  `${'a.'.repeat(127)}a`,
];

/** Patterns, good and bad, for an indicator of type stix. */
const PATTERNS = lines(String.raw`
[file:name = 'a']
[file:name = 'a'
file:name = 'a'
[]
[file:name]
[file:name = a]
[file:name = "a"]
[file:name == 'a']
[file:name != 'a']
[file:name <> 'a']
[file:size > 10 AND file:size <= 20 OR NOT file:size = 7]
[file:size NOT = 7]
[file:size > -1.5]
[file:size = 1e3]
[file:size = .5]
[file:size = 007]
[file:name IN ('a', 'b')]
[file:name IN ()]
[file:name IN 'a']
[file:name IN ('a', 7)]
[file:name LIKE 'a%' AND file:name MATCHES '^a[']
[file:name LIKE 7]
[file:name ISSUBSET 'a']
[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR ipv6-addr:value ISSUPERSET '2001:db8::/32']
[EXISTS file:name]
[NOT EXISTS file:name]
[file:name EXISTS]
[file:name = true]
[file:name = TRUE]
[file:name = null]
[file:mtime > t'2025-03-04T06:30:00Z']
[file:mtime > t'2025-03-04T06:30:00.123Z']
[file:mtime > t'2025-02-30T06:30:00Z']
[file:mtime > t'2025-03-04 06:30:00Z']
[file:mtime > T'2025-03-04T06:30:00Z']
[artifact:payload_bin = b'QUJD']
[artifact:payload_bin = b'QUJ']
[artifact:payload_bin = h'414243']
[artifact:payload_bin = h'41424']
[file:hashes.MD5 = '79054025255fb1a26e4bc422aef54eb4']
[file:hashes.MD5 = '79054025255fb1a26e4bc422aef54eb']
[file:hashes.'SHA-256' = 'abc']
[file:hashes.SHA-256 = 'abc']
[file:hashes.md5 = 'abc']
[file:hashes.'SHA-1' = 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709']
[file:hashes.SSDEEP = 'x']
[file:hashes.'x-acme' = 'x']
[file:hashes.MD5 LIKE '7905%']
[file:hashes.MD5 IN ('79054025255fb1a26e4bc422aef54eb4', 'x')]
[file:hashes.MD5 MATCHES '.*']
[file:hashes[*].MD5 = 'x']
[file:hashes.'MD5' != 'x']
[x509-certificate:hashes.MD5 = 'x']
[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 7.0]
[file:extensions.'windows-pebinary-ext'.sections[0].hashes.MD5 = 'x']
[file:parent_directory_ref.path = 'C:\Windows']
[file:name = 'it's']
[file:name = 'a']
[file:name = 'a'] AND [file:name = 'b'] OR [file:name = 'c']
[file:name = 'a'] FOLLOWEDBY [file:name = 'b']
[file:name = 'a'] FOLLOWED BY [file:name = 'b']
([file:name = 'a'] AND [file:name = 'b']) WITHIN 5 SECONDS
[file:name = 'a'] WITHIN 5 SECONDS WITHIN 6 SECONDS
[file:name = 'a'] WITHIN 0 SECONDS
[file:name = 'a'] WITHIN 0.5 SECONDS
[file:name = 'a'] WITHIN -5 SECONDS
[file:name = 'a'] WITHIN 5 MINUTES
[file:name = 'a'] REPEATS 0 TIMES
[file:name = 'a'] REPEATS 1.5 TIMES
[file:name = 'a'] REPEATS 5 TIMES REPEATS 6 TIMES
[file:name = 'a'] REPEATS 5 TIMES WITHIN 6 SECONDS
[file:name = 'a'] START t'2025-03-04T06:30:00Z' STOP t'2025-03-05T06:30:00Z'
[file:name = 'a'] START t'2025-03-05T06:30:00Z' STOP t'2025-03-04T06:30:00Z'
[file:name = 'a'] START t'2025-03-04T06:30:00Z'
[file:name = 'a'] START '2025-03-04T06:30:00Z' STOP '2025-03-05T06:30:00Z'
[file:name = 'a' AND domain-name:value = 'b']
[file:name = 'a' or file:name = 'b']
[(file:name = 'a' OR file:name = 'b') AND file:size = 7]
[(file:name = 'a']
/* note */ [file:name = 'a']
[file:name /* note */ = 'a'] // end
[ship:call_sign = 'LAKE7']
[x-acme-ship:call_sign = 'LAKE7']
[x_acme:foo = 'a']
[Ship:call_sign = 'a']
[a-:foo = 'a']
[a--b:foo = 'a']
[ab:foo = 'a']
[file:x_acme = 'a']
[file:Foo = 'a']
[file:ab = 'a']
[file:foo-bar = 'a']
[file:'foo-bar' = 'a']
[file:'a b' = 'a']
[ship:ab = 'a']
[ship:'a b' = 'a']
[file:name = 'a'] trailing
[file:name = 'a'] ; [file:name = 'b']
[file:name='a']
␣[file:name = 'a']
[file:name = 'a']⏎
⏎[file:name = 'a']
[network-traffic:dst_port = 443 AND network-traffic:protocols[0] = 'tcp']
[network-traffic:protocols[-1] = 'tcp']
[process:environment_variables.PATH = 'x' AND process:environment_variables.'A B' = 'y']
[file:name = 'é' AND file:name = '日本']
[user-account:user_id = '1'] [user-account:user_id = '2']
(([file:name = 'a']))
([file:name = 'a']
`).map(spaced);

function lines(text: string): string[] {
  return text.trim().split('\n');
}

function spaced(text: string): string {
  return text.replaceAll('␣', ' ').replaceAll('⏎', '\n');
}

const HASHES =
  'md5 SHA1 SHA-224 sha-256 SHA256 SHA-384 SHA3-256 SSDEEP TLSH MD6 x_acme XMD5 MD5x a ab a.b'.split(' ');
const KEYS = ['', 'a', 'ab', 'A', 'Upper-Case_9', 'a b', 'a.b', 'ünï', '-x', '[0]', 'name\n', LONG];
const SOCKET = ['SO_KEEPALIVE', 'so_debug', 'SO_A2', 'ICMP6_FILTER', 'XX_A', 'SO_', 'TCP_A_B'];
const STARTUP = ['lpReserved', 'lpReserved2', 'cbReserved2', 'hStdInput', 'xdwX', 'dwXx', 'other'];

function hashes(text: string): Changes {
  return {
    'one short': text.slice(1),
    'one more': `${text}0`,
    'upper case': text.toUpperCase(),
    'not hex': `g${text.slice(1)}`,
    newline: `${text}\n`,
    blank: ` ${text.slice(1)}`,
  };
}

function texts(text: string, key: string, of: string, deep: boolean): Changes {
  if (/^[a-z][a-z0-9-]*--[0-9a-f-]{36}$/.test(text)) return identifiers(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return timestamps(text, key);
  if (/hashes$/.test(of)) return hashes(text);
  const names = [key, `${of}.${key}`, key.slice(key.lastIndexOf('_'))];
  const found = BY_KEY.filter(([keys]) => keys.some((name) => names.includes(name))).flatMap((row) => row[1]);
  const long = names[1] === 'domain-name.value' ? LONG_NAMES : [];
  return {
    ...named(...found, ...long),
    ...(deep ? {} : { 'odd text': 'Some Thing_é', 'trailing newline': `${text}\n` }),
  };
}

function changes(value: Json, key: string, of: string, deep: boolean): Changes {
  if (typeof value === 'string') return { ...basic(value, deep), ...texts(value, key, of, deep) };
  if (typeof value === 'number') return { ...basic(value, deep), ...numbers(value, deep) };
  if (typeof value === 'boolean')
    return { ...basic(value), flipped: !value, ...named('true', 'false', 0, 1) };
  return Array.isArray(value) ? { ...basic(value), ...lists(value) } : basic(value);
}

/** Other names for a key of a dictionary: tried on one key of it, or on one of the extensions' kinds. */
function namesFor(path: Path, value: Json): readonly string[] {
  const of = String(path.at(-2) ?? '');
  const definition = `extension-definition--${OTHER_UUID}`;
  if (/hashes$/.test(of)) return path.at(-1) === 'MD5' ? [...HASHES, ...KEYS] : [];
  if (of === 'options') return [...SOCKET, ...KEYS];
  if (of === 'startup_info') return typeof value === 'number' ? [...STARTUP, ...KEYS] : STARTUP;
  if (of === 'contents') return ['de-AT', 'DE', 'ga', 'x', 'de_AT', ...KEYS];
  if (of === 'extensions')
    return ['x-acme-ext', 'acme-ext', 'x_acme_ext', 'x-acme', 'Acme-ext', definition, ...KEYS.slice(0, -1)];
  if (of === 'additional_header_fields')
    return ['Subject', 'subject', 'date', 'to_refs', 'xsubject', ...KEYS];
  if (/^(PATH|Title|Make|XResolution|minimumIpTotalLength|Accept-Encoding|0|name)$/.test(String(path.at(-1))))
    return /^(ipfix|request_header|environment_variables|document_info_dict|exif_tags|objects|de)$/.test(of)
      ? KEYS
      : [];
  return [];
}

/** All values below `value`; of a list only the first, the second, and entries unlike the first. */
function* nodes(value: Json, path: Path): Generator<[Path, Json]> {
  const steps = isFields(value) ? Object.entries(value) : Array.isArray(value) ? value.entries() : [];
  for (const [step, inner] of steps) {
    if (Number(step) > 1 && shape(inner) === shape((value as Json[])[0]!)) continue;
    yield [[...path, step], inner];
    if (step === 0 || typeof step === 'string' || shape(inner) !== shape((value as Json[])[0]!))
      yield* nodes(inner, [...path, step]);
  }
}

function shape(value: Json): string {
  return isFields(value) ? Object.keys(value).join() : typeof value;
}

function* damaged(root: Fields): Generator<[string, Json]> {
  for (const [path, value] of nodes(root, [])) {
    const at = `/${path.join('/')}`;
    const last = path.at(-1)!;
    const holder = path.at(-2);
    yield [`${at} removed`, removed(root, path)];
    const key = typeof last === 'number' ? `${holder}.item` : last;
    const all =
      last === 1 ? basic(value, true) : changes(value, key, String(holder ?? root.type), path.length > 3);
    for (const [name, change] of Object.entries(all)) {
      if (JSON.stringify(change) !== JSON.stringify(value)) yield [`${at} ${name}`, set(root, path, change)];
    }
    for (const name of namesFor(path, value)) yield [`${at} named ${label(name)}`, renamed(root, path, name)];
    if (isFields(value)) yield [`${at} with unknown key`, set(root, [...path, 'x_unknown'], 'y')];
  }
}

const UNKNOWN: Json[] = ['text', 7, 0.5, true, null, '', [], {}, ['a'], [null], { inner_one: null }, [[]]];
const NAMES =
  'x_acme_foo foo acmeFoo acme-foo ab abc Abc _abc 1abc a_ aid id2 xid x_id _id severity action username phone_numbers name description value cpe lang created modified objects object_refs hashes defanged confidence revoked labels first_seen number foo_hex foo_bin foo_ref foo_refs constructor toString valueOf __proto__';

function extensionsOf(root: Fields): Changes {
  const id = `extension-definition--${OTHER_UUID}`;
  const types = 'new-sdo new-sco new-sro property-extension toplevel-property-extension'.split(' ');
  const inner: Changes = { empty: {}, null: null, text: 'x', list: [], 'no extension_type': { foo: 1 } };
  for (const name of ['foo', 'Foo', 'a', 'a b', 'fooBar', 'severity', 'foo_hex', 'foo_bin', LONG])
    inner[`key ${label(name)}`] = { [name]: 'zz' };
  for (const [at, value] of UNKNOWN.entries()) inner[`value ${at}`] = { foo: value };
  const given: Changes = {};
  for (const type of types) given[type] = { [id]: { extension_type: type } };
  for (const [name, value] of Object.entries(inner)) {
    given[`definition, ${name}`] = {
      [id]: isFields(value) ? { ...value, ...(value.foo === 1 ? {} : { extension_type: types[3]! }) } : value,
    };
    for (const key of ['acme-ext', 'archive-ext', 'tcp-ext', 'foo'])
      given[`${key}, ${name}`] = { [key]: value };
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, { ...root, extensions: value }]),
  );
}

/** Changes to the object as a whole: properties it does not have, pairs of times, markings. */
function whole(root: Fields): Changes {
  const all: Changes = {};
  for (const name of [...NAMES.split(' '), 'a b c', 'naïve_name', 'x'.repeat(250), LONG, 'na\nme']) {
    if (!(name in root)) all[`with ${label(name)}`] = { ...root, [name]: 'x' };
  }
  for (const value of UNKNOWN)
    all[`with x_acme_foo ${JSON.stringify(value)}`] = { ...root, x_acme_foo: value };
  for (const [first, last] of PAIRS) {
    if (!(first in root || last in root) || (first === 'created' && !('modified' in root))) continue;
    const pair = (a: string, b: string) => ({
      ...root,
      [first]: `2025-03-04T06:30:${a}Z`,
      [last]: `2025-03-04T06:30:${b}Z`,
    });
    all[`${first}, ${last} equal`] = pair('00.123', '00.123');
    all[`${first}, ${last} a microsecond late`] = pair('00.123456', '00.123457');
    all[`${first}, ${last} a microsecond early`] = pair('00.123457', '00.123456');
    all[`${first}, ${last} equal, digits differ`] = pair('00.12300', '00.123');
    all[`${first}, ${last} equal, seven digits`] = pair('00.1230000', '00.123');
    all[`${first}, ${last} equal, seven digits second`] = pair('00.123', '00.1230000');
    all[`${first}, ${last} early in seventh digit`] = pair('00.1234561', '00.1234560');
    all[`${first}, ${last} no fraction`] = pair('01', '00.999');
  }
  for (const [rank, uuid] of root.definition_type === 'tlp' ? Object.entries(RANKS) : []) {
    const tlp = { ...root, name: rank, definition: { tlp: rank.slice(4).toLowerCase() } };
    all[`as ${rank} by name`] = tlp;
    all[`as ${rank}`] = { ...tlp, id: `marking-definition--${uuid}` };
  }
  if (root.type === 'marking-definition') {
    all['marks itself'] = { ...root, object_marking_refs: [root.id!] };
    all['marks itself in part'] = {
      ...root,
      granular_markings: [{ selectors: ['type'], marking_ref: root.id! }],
    };
    for (const kind of ['statement', 'tlp', 'x-acme'])
      all[`definition ${kind} empty`] = { ...root, definition_type: kind, definition: {} };
  } else {
    const marks = (value: Fields) => ({ ...root, granular_markings: [value] });
    const ref = `marking-definition--${OTHER_UUID}`;
    all['marked by language'] = marks({ selectors: ['type'], lang: 'de' });
    all['marked by both'] = marks({ selectors: ['type'], lang: 'de', marking_ref: ref });
    all['marked by neither'] = marks({ selectors: ['type'] });
    all['marked with other keys'] = marks({ selectors: ['type'], marking_ref: ref, extra: 1 });
  }
  return {
    ...all,
    ...Object.fromEntries(
      Object.entries(extensionsOf(root)).map(([name, value]) => [`extension ${name}`, value]),
    ),
  };
}

function bundles(root: Fields, objects: Json[]): Changes {
  const [first = {}, ...others] = objects as Fields[];
  const with_ = (value: Json) => ({ ...root, objects: value });
  const idless = removed(first, ['id']) as Fields;
  const versionless = removed(first, ['spec_version']) as Fields;
  const typeless = removed(first, ['type']);
  const all: Changes = {
    'objects of one text': with_('identity'),
    'objects {}': with_({}),
    'objects of objects': with_({ type: first, my_type: 7 }),
    'nested bundle': with_([{ ...root, objects: others }]),
    'nested bad bundle': with_([{ ...root, objects: [{ ...first, name: 7 }] }]),
    'same object twice': with_([first, first]),
    'same id, other modified': with_([first, { ...first, modified: '2026-01-01T00:00:00.000Z' }]),
    'entry without id': with_([idless, ...others]),
    'entry without type': with_([typeless, ...others]),
    'entry is text': with_(['type', first]),
    'entry without spec_version': with_([versionless]),
    'entry of 2.0': with_([{ ...first, spec_version: '2.0' }]),
    'entry of 2.0 without id': with_([{ ...idless, spec_version: '2.0' }]),
    '2.0 entry without identity_class': with_([{ ...versionless, identity_class: 'individual' }]),
    '2.0 entry with labels': with_([{ ...versionless, identity_class: 'individual', labels: ['x'] }]),
    'entry invalid': with_([{ ...first, created: 'now' }, ...others]),
    'second entry invalid': with_([first, { ...others[0], valid_from: 'now' }]),
    'entry lang bad': with_([{ ...first, lang: 'xx-bad' }]),
    'entry of unknown type': with_([{ type: 'ship', id: `ship--${OTHER_UUID}` }]),
  };
  for (const version of ['2.0', '2.1', '2.2', '', 2.1]) {
    all[`spec_version ${JSON.stringify(version)}`] = { ...root, spec_version: version };
    all[`spec_version ${JSON.stringify(version)}, entry without`] = {
      ...root,
      spec_version: version,
      objects: [versionless],
    };
  }
  return all;
}

function* everything(instance: object, name: string): Generator<Mutation> {
  const root = instance as Fields;
  const type = String(root.type);
  const family =
    'created' in root && type !== 'marking-definition' ? 'created' : `id ${type === 'marking-definition'}`;
  const extended = `${family} ${/^(file|network-traffic|process|user-account)$/.test(type)}`;
  yield { case: `${name} as it is`, object: root, same: name };
  for (const [what, object] of damaged(root)) {
    const [top = '', ...deeper] = what.split(' ')[0]!.slice(1).split('/');
    if (type === 'bundle' && !/^([05] (id|type|spec_version)|\d*)$/.test(deeper.join(' '))) continue;
    const own = deeper.length === 0 && what.endsWith(' removed') ? name : COMMON.test(top) ? family : type;
    const same = family === 'created' ? what : what.replace(ANY_REF, 'any reference ');
    const line = / (trailing )?newline$/.test(what) ? `${family} ${what.split('/').at(-1)}` : undefined;
    yield { case: `${name} ${what}`, object, same: line ?? `${own} ${same}` };
  }
  for (const [what, object] of Object.entries(whole(root))) {
    const own = what.startsWith('extension ') ? extended : what.startsWith('with ') ? family : type;
    yield { case: `${name} ${what}`, object, same: `${type === 'bundle' ? type : own} ${what}` };
  }
  const others = [
    ...(Array.isArray(root.objects) ? Object.entries(bundles(root, root.objects)) : []),
    ...(type === 'indicator' ? PATTERNS : []).map(
      (text) => [`pattern ${text}`, { ...root, pattern: text }] as const,
    ),
  ];
  for (const [what, object] of others) yield { case: `${name} ${what}`, object, same: `${type} ${what}` };
}

/** Every mutation of one valid object, each under a name of its own. */
export function* mutations(instance: object, name: string): Generator<{ case: string; object: unknown }> {
  for (const { case: title, object } of everything(instance, name)) yield { case: title, object };
}

/** The mutations of many objects, leaving out what has been tried on an object of the same type. */
export function* mutationsOfAll(
  instances: Iterable<[string, object]>,
): Generator<{ case: string; object: unknown }> {
  const tried = new Set<string>();
  for (const [name, instance] of instances) {
    for (const { case: title, object, same } of everything(instance, name)) {
      if (!tried.has(same)) yield { case: title, object };
      tried.add(same);
    }
  }
}
