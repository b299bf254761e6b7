import { expect, it } from 'vitest';
import { found, type Json } from '../found.ts';

const uuid = (version: number) => `3f1a5f6e-7c2b-${version}1ee-b962-0242ac120002`;
const AT = '2026-01-31T12:00:00.000Z';

it.each<[type: string, more: Json, good: number[]]>([
  ['malware', {}, [4]],
  ['relationship', {}, [4]],
  ['marking-definition', {}, [4]],
  ['bundle', {}, [4]],
  ['observed-data', {}, [4]],
  ['process', { pid: 1 }, [4]],
  ['url', { value: 'https://example.com' }, [5]],
  ['x509-certificate', { issuer: 'nothing that an id is made of' }, [4, 5]],
  ['x-ship', { created: AT, modified: AT }, [4]],
  ['x-observable', {}, [4]],
])('%s', (type, more, good) => {
  const bad = [1, 2, 3, 4, 5].filter(
    (version) => found('recommended-uuid', { type, id: `${type}--${uuid(version)}`, ...more }).length > 0,
  );
  expect(bad).toEqual([1, 2, 3, 4, 5].filter((version) => !good.includes(version)));
});

it.each([
  7,
  '',
  'malware',
  'malware--1',
  `malware--${uuid(6)}`,
  `malware--${uuid(1)}0`,
])('leaves %j to the schema', (id) => {
  expect(found('recommended-uuid', { type: 'malware', id })).toEqual([]);
});
