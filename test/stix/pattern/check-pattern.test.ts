import { describe, expect, test } from 'vitest';
import { checkPattern } from '../../../src/stix/pattern/check-pattern.ts';
import type { PatternContext } from '../../../src/stix/pattern/finding.ts';
import { parsePattern } from '../../../src/stix/pattern/parse-pattern.ts';
import { type PatternRule, patternRules } from '../../../src/stix/pattern/rules.ts';

const context: PatternContext = {
  propertiesOf: (type) => (type === 'file' ? new Set(['name', 'size', 'hashes', 'id', 'ctime']) : undefined),
  validFrom: '2024-01-01T00:00:00Z',
  validUntil: '2025-01-01T00:00:00.000Z',
};

function check(text: string) {
  const { pattern, faults } = parsePattern(text);
  expect(faults).toEqual([]);
  return checkPattern(pattern!, { ...context, text });
}

const md5 = '0123456789abcdefABCDEF0123456789';
const window = (from: string, until: string) => `[file:size = 1] START t'${from}' STOP t'${until}'`;

/** «» mark what the rule is about. */
const cases: Record<Exclude<PatternRule, 'exists-in-older'>, { breaks: string[]; keeps: string[] }> = {
  'type-name': {
    breaks: [
      '[«ab»:abc = 1]',
      '[«File»:name = 1]',
      '[«x_y»:abc = 1]',
      '[«x--y»:abc = 1]',
      `[«${'a'.repeat(251)}»:abc = 1]`,
      '[EXISTS «A»:abc]',
    ],
    keeps: ['[abc:abc = 1]', '[x-a-1-:abc = 1]', `[${'a'.repeat(250)}:abc = 1]`],
  },
  'observable-type': {
    breaks: ["[«malware»:name = 'x']", "[«relationship»:name = 'x']", "[«marking-definition»:name = 'x']"],
    keeps: ["[software:name = 'x']", "[x-malware:name = 'x']"],
  },
  'property-name': {
    breaks: [
      '[abc:«x» = 1]',
      '[file:«ab» = 1]',
      '[file:«Name» = 1]',
      "[abc:«'a-b'» = 1]",
      "[abc:«''» = 1]",
      `[abc:«${'x'.repeat(251)}» = 1]`,
    ],
    keeps: ['[abc:xyz = 1]', "[abc:'xyz' = 1]", '[abc:id = 1]', '[abc:_x1 = 1]', '[abc:xyz.a = 1]'],
  },
  'known-property': {
    breaks: ['[file:«size_of» = 1]', '[EXISTS file:«nam»]'],
    keeps: ['[file:size = 1]', '[url:anything = 1]', '[file:id = 1]'],
  },
  'key-name': {
    breaks: [
      "[abc:abc.«''» = 1]",
      "[abc:abc.«'a b'» = 1]",
      "[abc:abc.«'ä'» = 1]",
      `[abc:abc.«${'x'.repeat(251)}» = 1]`,
    ],
    keeps: ["[abc:abc.'SHA-256' = 1]", "[abc:abc.'a.B_c' = 1]", '[abc:abc.x = 1]'],
  },
  'list-index': {
    breaks: ['[abc:abc«[-1]» = 1]', '[abc:abc«[-0]».x = 1]'],
    keeps: ['[abc:abc[0] = 1]', '[abc:abc[*] = 1]', '[abc:abc[99999999999999999999] = 1]'],
  },
  'index-on-hashes': {
    breaks: ["[file:hashes«[0]» = 'x']", "[file:hashes.'x-hash'«[1]» = 'x']"],
    keeps: ["[file:hashes[*] = 'x']", "[abc:sections[0].hashes.foo = 'x']"],
  },
  'positive-number': {
    breaks: [
      '[file:size = «+1»]',
      '[file:size > «+.5»]',
      '[file:size IN (1, «+2»)]',
      '[file:size = 1] REPEATS «+1» TIMES',
    ],
    keeps: ['[file:size = 1]', '[file:size = -1]', "[file:name = '+1']"],
  },
  'integer-range': {
    breaks: [
      '[file:size = «9007199254740992»]',
      '[file:size = «-9007199254740992»]',
      `[file:size = «1${'0'.repeat(400)}»]`,
    ],
    keeps: [
      '[file:size = 9007199254740991]',
      '[file:size = -9007199254740991]',
      '[file:size = 9007199254740992.0]',
    ],
  },
  'hex-case': {
    breaks: ["[file:magic = «h'FF'»]"].map((text) => text.replace('file:magic', 'abc:magic_hex')),
    keeps: ["[abc:magic_hex = h'ff00']"],
  },
  'calendar-day': {
    breaks: [
      "[file:ctime = «t'2024-02-30T00:00:00Z'»]",
      "[file:ctime IN («t'2023-02-29T00:00:00Z'»)]",
      "[file:ctime = «t'2024-06-01T00:00:60Z'»]",
    ],
    keeps: ["[file:ctime = t'2024-02-29T00:00:00Z']", "[file:ctime = t'2016-12-31T23:59:60Z']"],
  },
  'hash-value': {
    breaks: [
      "[file:hashes.MD5 = «'f00'»]",
      `[file:hashes.'SHA-256' = «'${md5}'»]`,
      `[file:hashes.md5 != «'${md5}0'»]`,
      `[file:hashes.MD5 = «'${md5.replace('0', 'g')}'»]`,
      `[file:hashes.MD5 = «h'${'00'.repeat(16)}'»]`,
      '[file:hashes.MD5 = «1»]',
      "[file:hashes.SSDEEP = «'a b'»]",
      "[abc:extensions.'x-ext'.hashes.'SHA3-512' = «''»]",
    ],
    keeps: [
      `[file:hashes.MD5 = '${md5}']`,
      `[file:hashes.'SHA-256' = '${md5}${md5}']`,
      `[file:hashes.'SHA3-256' = '${md5}${md5}']`,
      `[file:hashes.sha256 IN ('${md5}${md5}')]`,
      "[file:hashes.MD5 LIKE 'f00%']",
      "[file:hashes.MD5 MATCHES '^f00']",
      '[EXISTS file:hashes.MD5]',
      "[file:hashes.TLSH = 'T1x']",
      "[file:hashes.ssdeep = '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C']",
      "[abc:other.MD5 = 'f00']",
    ],
  },
  'hash-operator': {
    breaks: [
      "[file:hashes.MD5 LIKE «'f0%'»]",
      "[file:hashes.'SHA-256' NOT MATCHES «'^f0'»]",
      `[file:hashes.MD5 IN («'${md5}'», '${md5}')]`,
    ],
    keeps: [`[file:hashes.MD5 LIKE '${md5}']`, "[file:hashes.foo LIKE 'f0%']", "[file:name LIKE 'f0%']"],
  },
  'leading-comment': {
    breaks: ["«/*» a */ [file:name = 'x']", "«//» a\n[file:name = 'x']", "( («/*» */ [file:name = 'x']))"],
    keeps: [" ( [file:name = /* a */ 'x'] ) // b", "[file:name = '/* a']"],
  },
  'set-types': {
    breaks: ["[file:size IN (1, «'2'»)]", '[file:size IN (true, true, «0»)]', "[abc:abc IN ('a', «h'00'»)]"],
    keeps: [
      '[file:size IN (1, 2.5)]',
      "[abc:abc IN (h'00', b'AAAA')]",
      '[file:size IN ()]',
      '[file:size IN (1)]',
    ],
  },
  'address-path': {
    breaks: [
      "[«file:name» ISSUBSET '198.51.100.0/24']",
      "[«domain-name:value» NOT ISSUPERSET '198.51.100.0/24']",
      "[«network-traffic:dst_ref» ISSUBSET '198.51.100.0/24']",
    ],
    keeps: [
      "[ipv4-addr:value ISSUBSET '198.51.100.0/24']",
      "[network-traffic:dst_ref.value ISSUBSET '2001:db8::/32']",
      "[domain-name:resolves_to_refs[*].value ISSUPERSET '198.51.100.1']",
      "[network-traffic:dst_ref ISSUPERSET '198.51.100.1']",
      "[x-net:block ISSUBSET 'anything']",
    ],
  },
  'address-value': {
    breaks: [
      "[ipv4-addr:value ISSUBSET «'::1'»]",
      "[ipv6-addr:value ISSUPERSET «'198.51.100.0/24'»]",
      "[ipv4-addr:value ISSUBSET «'198.51.100.0/33'»]",
    ],
    keeps: ["[ipv4-addr:value ISSUBSET '0.0.0.0/0']", "[ipv6-addr:value ISSUPERSET '2001:db8::1/128']"],
  },
  'regular-expression': {
    breaks: ["[file:name MATCHES «'('»]", "[file:name NOT MATCHES «'[a-'»]"],
    keeps: ["[file:name MATCHES '(a|b)+[^]]\\\\.exe$']", "[file:name LIKE '(']"],
  },
  'and-of-types': {
    breaks: [
      '[file:size = 1 AND «url:value = 1»]',
      '[file:size = 1 AND «url:value = 1» AND file:size = 2]',
      '[(file:size = 1 OR url:value = 1) AND «EXISTS mutex:name»]',
      '[file:size = 1 OR (url:value = 1 AND («mutex:name = 1 OR software:name = 1»))]',
    ],
    keeps: [
      '[file:size = 1 OR url:value = 1]',
      '[file:size = 1 AND file:size = 2 OR url:value = 1 AND url:value = 2]',
      '[(file:size = 1 OR url:value = 1) AND (url:value = 2 OR mutex:name = 1)]',
      '[file:size = 1] AND [url:value = 1]',
    ],
  },
  'qualifier-twice': {
    breaks: [
      '[file:size = 1] WITHIN 1 SECONDS «WITHIN 1 SECONDS»',
      '[file:size = 1] REPEATS 1 TIMES WITHIN 1 SECONDS «REPEATS 2 TIMES»',
      '([file:size = 1] WITHIN 1 SECONDS «WITHIN 2 SECONDS»)',
    ],
    keeps: [
      '[file:size = 1] REPEATS 1 TIMES WITHIN 1 SECONDS',
      '([file:size = 1] WITHIN 1 SECONDS) WITHIN 2 SECONDS',
    ],
  },
  'group-qualifier-twice': {
    breaks: ['([file:size = 1]) WITHIN 1 SECONDS «WITHIN 1 SECONDS»'],
    keeps: ['([file:size = 1]) WITHIN 1 SECONDS REPEATS 2 TIMES'],
  },
  'repeats-positive': {
    breaks: ['[file:size = 1] REPEATS «0» TIMES', '([file:size = 1]) REPEATS «0» TIMES'],
    keeps: ['[file:size = 1] REPEATS 10 TIMES'],
  },
  'within-positive': {
    breaks: ['[file:size = 1] WITHIN «0» SECONDS', '[file:size = 1] WITHIN «.00» SECONDS'],
    keeps: ['[file:size = 1] WITHIN 0.1 SECONDS', `[file:size = 1] WITHIN .${'0'.repeat(400)}1 SECONDS`],
  },
  'start-before-stop': {
    breaks: [
      window('2024-06-01T00:00:00Z', '2024-05-01T00:00:00Z').replace(/STOP (.*)$/, 'STOP «$1»'),
      window('2024-06-01T00:00:00Z', '2024-06-01T00:00:00.000Z').replace(/STOP (.*)$/, 'STOP «$1»'),
    ],
    keeps: [window('2024-06-01T00:00:00Z', '2024-06-01T00:00:00.0001Z')],
  },
  'window-in-validity': {
    breaks: [
      window('2023-12-31T23:59:59.9Z', '2024-05-01T00:00:00Z').replace(/START (\S+)/, 'START «$1»'),
      window('2024-06-01T00:00:00Z', '2025-01-01T00:00:00.1Z').replace(/STOP (.*)$/, 'STOP «$1»'),
    ],
    keeps: [window('2024-01-01T00:00:00.0Z', '2025-01-01T00:00:00Z')],
  },
};

describe.each(Object.entries(cases))('%s', (rule, { breaks, keeps }) => {
  test.each(breaks)('is broken by %s', (marked) => {
    const offset = marked.indexOf('«');
    const length = marked.indexOf('»') - 1 - offset;
    const findings = check(marked.replace('«', '').replace('»', ''));
    expect(findings).toEqual([
      { rule, offset, length, found: expect.any(String), expected: expect.any(String) },
    ]);
  });

  test.each(keeps)('is kept by %s', (text) => {
    expect(check(text).map((finding) => finding.rule)).not.toContain(rule);
  });
});

test('exists-in-older is about patterns of another version', () => {
  const { pattern } = parsePattern('[file:size = 1 AND EXISTS file:name]');
  expect(checkPattern(pattern!, { isOlder: true })).toMatchObject([
    { rule: 'exists-in-older', offset: 19, length: 16 },
  ]);
  expect(checkPattern(pattern!)).toEqual([]);
});

describe('all rules', () => {
  test('are reported together, in the order of the text', () => {
    const text = "[ab:x = +1 AND file:hashes.MD5 = 'x'] REPEATS 0 TIMES";
    const found = check(text).map(({ rule }) => rule);
    expect(found).toEqual([
      'type-name',
      'property-name',
      'positive-number',
      'and-of-types',
      'hash-value',
      'repeats-positive',
    ]);
  });

  test('without a context ask nothing of what only the context knows', () => {
    const parsed = parsePattern(
      "[file:size_of = 1] START t'1999-01-01T00:00:00Z' STOP t'2999-01-01T00:00:00Z'",
    );
    expect(checkPattern(parsed.pattern!)).toEqual([]);
  });

  test('cite a section of the standard, and say what they ask', () => {
    for (const { section, says } of Object.values(patternRules)) {
      expect(section).toMatch(/^[239](\.\d+)*$/);
      expect(says).toMatch(/^[\w(]/);
    }
  });
});
