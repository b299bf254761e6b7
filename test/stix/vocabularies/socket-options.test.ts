import { expect, test } from 'vitest';
import { socketOptions } from '../../../src/stix/vocabularies/socket-options.ts';
import { expectList } from './expect-list.ts';

test('socket options', () => {
  expectList(
    socketOptions(),
    278,
    'SO_BROADCAST TCP_NODELAY IPV6_V6ONLY MCAST_JOIN_GROUP ICMP6_FILTER IRLMP_9WIRE_MODE SO_ZEROCOPY',
    'so_broadcast BROADCAST IPV6_UNICAT_HOPS SO_FOO',
  );
});

test('every one has a prefix that the standard names (§6.12.4)', () => {
  const prefix = /^(SO|ICMP|ICMP6|IP|IPV6|MCAST|TCP|IRLMP)_[A-Z0-9_]+$/;
  expect([...socketOptions()].filter((name) => !prefix.test(name))).toEqual([]);
});
