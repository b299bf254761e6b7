import { describe, expect, it } from 'vitest';
import { found, sco, sdo } from '../found.ts';

const V4 = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const V5 = 'ff26c055-6336-5bc5-b98d-13d6226742dd';

describe('stix/uuid-version', () => {
  it.each([
    ['artifact', ['hashes', 'payload_bin']],
    ['email-message', ['from_ref', 'subject', 'body']],
    ['user-account', ['account_type', 'user_id', 'account_login']],
    ['windows-registry-key', ['key', 'values']],
    ['x509-certificate', ['hashes', 'serial_number']],
    ['process', []],
  ])('%s', (type, names) => {
    expect(found('uuid-version', { type, id: `${type}--${V5}` })).toEqual(['id']);
    expect(found('uuid-version', { type, id: `${type}--${V5.toUpperCase()}`, pid: 1 })).toEqual(['id']);
    expect(found('uuid-version', { type, id: `${type}--${V4}` })).toEqual([]);
    for (const name of names)
      expect(found('uuid-version', { type, id: `${type}--${V5}`, [name]: 'a' })).toEqual([]);
    for (const id of ['foo', 7, undefined]) expect(found('uuid-version', { type, id })).toEqual([]);
  });

  it('leaves types whose contributing properties are required', () => {
    expect(found('uuid-version', sco('mutex'))).toEqual([]);
  });
});

it('stix/custom-id', () => {
  expect(found('custom-id', sdo('x-thing', { id: `x-other--${V4}` }))).toEqual(['id']);
  expect(found('custom-id', sco('x-thing', { id: `x-thing-2--${V4}` }))).toEqual(['id']);
  expect(found('custom-id', sdo('x-thing'))).toEqual([]);
  // The schema tells
  for (const id of ['foo', `Foo--${V4}`, 7]) expect(found('custom-id', sdo('x-thing', { id }))).toEqual([]);
  expect(found('custom-id', sdo('tool', { id: `malware--${V4}` }))).toEqual([]);
  expect(found('custom-id', sdo('bundle', { id: `malware--${V4}` }))).toEqual([]);
});
