import { expect, test } from 'vitest';
import { serviceNames } from '../../../src/stix/vocabularies/service-names.ts';
import { expectList } from './expect-list.ts';

test('services and transport protocols of IANA, and five more', () => {
  expectList(
    serviceNames(),
    7320,
    'http https domain ssh tcp udp sctp dccp ipv4 ipv6 ssl tls dns sql*net net-assistant e3consultants',
    'HTTP TCP x-proto constructor',
  );
  expect(serviceNames().has('Escale (Newton Dock)')).toBe(true);
});
