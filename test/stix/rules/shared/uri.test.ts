import { expect, it } from 'vitest';
import { isUri } from '../../../../src/stix/rules/shared/uri.ts';

it.each([
  'https://example.com',
  'https://example.com/a/b;c=d?e=f&g#h?i',
  'HTTP://user:pass@example.com:8080/',
  'https://example.com:/',
  'http:',
  'a:',
  'mailto:jane.smith@example.com',
  'urn:isbn:0451450523',
  'file:///etc/passwd',
  'ftp://[2001:db8::1]:21/a//b',
  'http://[::ffff:192.0.2.1]/',
  'http://[v1.a:b]/',
  'a+b.c-1:/x',
  'x:?q',
  'https://example.com/%C3%BC?%2f#%2F',
  'https://999.999.999.999/',
])('%s', (text) => expect(isUri(text)).toBe(true));

it.each([
  '',
  'example.com',
  '//example.com/',
  '/a',
  '1a:b',
  'http://example.com/a b',
  'http://example.com/ü',
  'http://exämple.com/',
  'http://example.com/%',
  'http://example.com/%4g',
  'http://example.com:port/',
  'http://a@b@c/',
  'http://a:1:2/',
  'http://[1:2]/',
  'http://[::1',
  'http://[::1]x/',
  'http://[1::2::3]/',
  'http://[fe80::1%25eth0]/',
  'http://a]b/',
  'http://example.com/[a]',
  'http://example.com/?[a]',
  'a:b[c]',
  'http://example.com/#a#b',
  'http://example.com/a|b',
  'http://example.com/"a"',
  'http://example.com/\n',
  'http://example.com\\a',
])('not %j', (text) => expect(isUri(text)).toBe(false));

it('takes long texts in their stride', () => {
  const long = 'a'.repeat(2_000_000);
  for (const text of [
    `http://${long}`,
    `http://${long} `,
    `${long}:`,
    long,
    `http://a/${'%41'.repeat(600_000)}`,
    `a:${'#'.repeat(2_000_000)}`,
  ])
    isUri(text);
});
