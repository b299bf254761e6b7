import { describe, expect, it } from 'vitest';
import { isDomainName } from '../../../../src/stix/rules/shared/idna.ts';
import { decodePunycode, punycodeLength } from '../../../../src/stix/rules/shared/punycode.ts';

describe('a domain name', () => {
  it.each([
    'example.com',
    'EXAMPLE.com.',
    'localhost',
    '192.0.2.1',
    'a-1.b',
    `${'a'.repeat(63)}.de`,
    `${'a'.repeat(49)}.`.repeat(5) + 'b'.repeat(3),
    'müller.de',
    'straße.de',
    'xn--mller-kva.de',
    'XN--MLLER-KVA.de',
    'пример.испытание',
    '例え。テスト',
    '日・本',
    '한국',
    'שלום.com',
    'שלום1',
    'مثال.com',
    'می‌خواهم',
    'क्ष',
    'क्‍ष',
    'l·l',
    'α͵α',
    'א׳',
    '٣'.padStart(2, 'م'),
    'ü'.repeat(57),
    'xn--p1ai',
  ])('%s', (text) => expect(isDomainName(text)).toBe(true));

  it.each([
    '',
    '.',
    '.com',
    'a..b',
    'a_b.com',
    '*.example.com',
    'example.com:80',
    'a b',
    '-a.b',
    'a-.b',
    'ab--c.de',
    `${'a'.repeat(64)}.de`,
    `${'a'.repeat(49)}.`.repeat(5) + 'b'.repeat(4),
    'Müller.de',
    'mu\u0308ller.de',
    '\u0301a',
    'ü-',
    'üa--b',
    'ａｂｃ',
    '🙂.de',
    'Ⅳ',
    'ᏸ',
    '・',
    'a·b',
    'α͵',
    '׳א',
    'aשלום',
    '1שלום',
    'שלוםa',
    'م٣۳',
    'م٣3',
    'a\u200cb',
    'a\u200db',
    'xn--',
    'xn--a-',
    'xn--ls8h',
    'xn--99999999',
    'xn--0',
    'xn--!',
    'ü'.repeat(58),
  ])('not %j', (text) => expect(isDomainName(text)).toBe(false));
});

it('takes long texts in their stride', () => {
  expect(isDomainName('a'.repeat(1_000_000))).toBe(false);
});

describe('Punycode', () => {
  // RFC 3492 §7.1
  it.each([
    ['egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
    ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['proprostnemluvesky-uyb24dma41a'.replace('proprostne', 'Proprostne'), 'Pročprostěnemluvíčesky'],
    ['-> $1.00 <--', '-> $1.00 <-'],
  ])('%s', (encoded, decoded) => {
    const lower = encoded.toLowerCase();
    expect(decodePunycode(lower)?.toLowerCase()).toBe(decoded.toLowerCase());
    expect(punycodeLength([...decoded].map((character) => character.codePointAt(0)!))).toBe(encoded.length);
  });

  it('refuses what is none', () => {
    for (const text of ['a-9', 'ü', 'a-Z', '99999999', 'a'.repeat(256)])
      expect(decodePunycode(text)).toBeUndefined();
  });
});
