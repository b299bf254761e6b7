import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIdentifier, typeOfIdentifier } from '../../src/stix/identifier.ts';
import '../support/seed.ts';

const UUID = '0a82c212-67e7-4a46-a18d-064388e5ebd4';

describe('isIdentifier', () => {
  test.each([
    `url--${UUID}`,
    `x-mitre-data-source--${UUID}`,
    `ipv4-addr--${UUID.replace('4a46', '5a46')}`,
    `x509-certificate--${UUID}`,
    `tool--00000000-0000-0000-0000-000000000000`,
  ])('%s is one', (id) => expect(isIdentifier(id)).toBe(true));

  test.each([
    '',
    'url',
    `url-${UUID}`,
    `--${UUID}`,
    `url--${UUID.slice(1)}`,
    `url--${UUID}0`,
    `url--${UUID.replaceAll('-', '')}`,
    `url--{${UUID}}`,
    `Url--${UUID}`,
    `-url--${UUID}`,
    `url_x--${UUID}`,
    `url--g${UUID.slice(1)}`,
    `url--${UUID}\n`,
    ` url--${UUID}`,
    `../url--${UUID}`,
    `url--${UUID}/..`,
    `url--url--${UUID} `,
  ])('%j is none', (id) => expect(isIdentifier(id)).toBe(false));

  test('an id is safe as a file name', () => {
    const parts = fc.array(fc.constantFrom('a', '-', '--', '.', '/', '\\', ':', '%', '\u0000', UUID), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(parts, (list) => {
        const id = `${list.join('')}--${UUID}`;
        if (isIdentifier(id)) expect(id).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });
});

test('the type is all before the first "--"', () => {
  expect(typeOfIdentifier(`x-mitre-tactic--${UUID}`)).toBe('x-mitre-tactic');
  expect(typeOfIdentifier('url')).toBe('url');
});
