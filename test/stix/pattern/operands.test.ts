import { describe, expect, test } from 'vitest';
import { isAddress } from '../../../src/stix/pattern/address.ts';
import { regexFault } from '../../../src/stix/pattern/regex-fault.ts';

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '255.255.255.255',
    '198.51.100.0/24',
    '10.0.0.1/0',
    '10.0.0.1/32',
  ])('%s is IPv4', (text) => {
    expect([isAddress(text, 'ipv4-addr'), isAddress(text, 'ipv6-addr'), isAddress(text, 'url')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test.each([
    '::',
    '::1',
    '1::',
    '2001:db8::/32',
    '2001:0DB8:dead:beef:0:0:0:1/128',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    '::ffff:198.51.100.1',
    '1:2:3:4:5:6:198.51.100.1/128',
  ])('%s is IPv6', (text) => {
    expect([isAddress(text, 'ipv4-addr'), isAddress(text, 'ipv6-addr'), isAddress(text, 'url')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each([
    '',
    '/24',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/1/1',
    '1.2.3.4/-1',
    ' 1.2.3.4',
    '1.2.3.4\n',
    '1.2.3.x',
    ':',
    ':1',
    '1:',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '::/129',
    '1.2.3.4::',
    '::1.2.3.4:1',
    '::1.2.3.400',
    '::1%eth0',
    'example.com',
    '1'.repeat(100),
  ])('%j is none', (text) => expect(isAddress(text, 'url')).toBe(false));
});

describe('a regular expression', () => {
  test.each([
    '',
    '^.+\\@example\\.com$',
    '\\xd4\\xc3',
    '(a|b)*?c++d{2,3}e?+',
    'a{,3}{',
    '[]a]+[^]a]*[[:alpha:][:^digit:]_]',
    '[[:alpha]',
    '[(*+?|)]',
    '[\\]]',
    '\\(\\[\\*',
    '\\Q([*\\E+',
    'a\\Q(',
    '[\\Q]\\E]',
    '(?i)a',
    '(?:a)(?=b)(?!c)(?<=d)(?<!e)(?<name>f)(?P<other>g)(?>h)(?|i)',
    '(?+1)(a)',
    '(*UTF8)(*ANYCRLF)a',
    '(*atomic:a+)',
    'a(?#a comment ( )b',
    '(?x) a # a comment with a (\n',
    '^*',
    '|a|',
    '()',
    ')?'.replace(')', '()'),
  ])('%j has no fault that can be seen', (source) => expect(regexFault(source)).toBeUndefined());

  test.each([
    ['a\\', /backslash at the end/],
    ['[a', /^"\[" without/],
    ['[]', /^"\[" without/],
    ['[^]', /^"\[" without/],
    ['[\\]', /^"\[" without/],
    ['[a\\', /^"\[" without/],
    ['(a', /^"\(" without/],
    ['((a)', /^"\(" without/],
    ['(?', /^"\(" without/],
    ['a)', /^"\)" without/],
    [')(', /^"\)" without/],
    ['*.exe', /^"\*" with nothing/],
    ['a|+', /^"\+" with nothing/],
    ['(+)', /^"\+" with nothing/],
    ['?', /^"\?" with nothing/],
    ['(?#a', /comment/],
  ])('%j has one', (source, fault) => expect(regexFault(source)).toMatch(fault));
});
