import { test } from 'vitest';
import { ipfixElements } from '../../../src/stix/vocabularies/ipfix.ts';
import { expectList } from './expect-list.ts';

test('information elements of IPFIX', () => {
  expectList(
    ipfixElements(),
    502,
    'octetDeltaCount sourceIPv4Address p2pTechnology srhSegmentIPv6EndpointBehavior pathDelaySumDeltaMicroseconds',
    'octetdeltacount Reserved Unassigned source_ip',
  );
});
