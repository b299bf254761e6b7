import { expect, test } from 'vitest';
import { mediaTypes } from '../../../src/stix/vocabularies/media-types.ts';
import { expectList } from './expect-list.ts';

test('media types of IANA', () => {
  expectList(
    mediaTypes(),
    2308,
    // Among them an obsolete one, one of each rare kind, and the newest top-level type.
    'application/zip application/stix+json application/javascript message/CPIM multipart/alternative haptics/ivs',
    'application/x-foo zip application/ APPLICATION/ZIP message/cpim text/html;charset=utf-8 constructor',
  );
});

test('every one is a type and a subtype (RFC 6838 §4.2)', () => {
  const misshapen = [...mediaTypes()].filter(
    (name) => !/^[a-z]+\/[A-Za-z0-9][\w!#$&^.+-]{0,126}$/.test(name),
  );
  expect(misshapen).toEqual([]);
});
