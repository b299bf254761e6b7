import { expect, test } from 'vitest';
import { enumerations } from '../../../src/stix/vocabularies/enums.ts';

test('the enumerations of §10, with as many values as there', () => {
  const sizes = Object.entries(enumerations).map(([name, values]) => [name, values.size]);
  expect(Object.fromEntries(sizes)).toEqual({
    'encryption-algorithm-enum': 3,
    'extension-type-enum': 5,
    'network-socket-address-family-enum': 8,
    'network-socket-type-enum': 5,
    'opinion-enum': 5,
    'windows-integrity-level-enum': 4,
    'windows-registry-datatype-enum': 14,
    'windows-service-start-type-enum': 5,
    'windows-service-type-enum': 4,
    'windows-service-status-enum': 7,
  });
});

test('values are as they are written', () => {
  expect(enumerations['network-socket-type-enum'].has('SOCK_DGRAM')).toBe(true);
  expect(enumerations['network-socket-type-enum'].has('AF_ISOCK_DGRAMNET')).toBe(false);
  expect(enumerations['opinion-enum'].has('Neutral')).toBe(false);
});
