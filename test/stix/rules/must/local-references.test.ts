import { describe, expect, it } from 'vitest';
import { found, type Json, sco, sdo } from '../found.ts';

const AT = '2026-01-31T12:00:00.000Z';

/** Observed data that holds a thing of every kind, and one more that refers to them. */
const holding = (observable: Json) =>
  sdo('observed-data', {
    first_observed: AT,
    last_observed: AT,
    number_observed: 1,
    objects: {
      file: sco('file', { name: 'a' }),
      folder: sco('directory', { path: '/' }),
      data: sco('artifact', { payload_bin: 'QQ==' }),
      address: sco('ipv4-addr', { value: '192.0.2.1' }),
      typeless: {},
      it: observable,
    },
  });

const all = (observable: Json) =>
  ['local-reference', 'local-reference-rest', 'local-reference-target', 'archived-directory'].flatMap(
    (code) => found(code, holding(observable)).map((path) => `${code}: ${path}`),
  );

describe('references within the deprecated container', () => {
  it.each<[string, Json, string[]]>([
    ['good ones', sco('file', { parent_directory_ref: 'folder', content_ref: 'data' }), []],
    ['a list', sco('directory', { contains_refs: ['file', 'folder'] }), []],
    ['no key', sco('file', { content_ref: '7' }), ['local-reference: content_ref']],
    ['no own key', sco('file', { content_ref: 'constructor' }), ['local-reference: content_ref']],
    [
      'a wrong type',
      sco('directory', { contains_refs: ['file', 'address'] }),
      ['local-reference-target: contains_refs/1'],
    ],
    ['no type', sco('directory', { contains_refs: ['typeless'] }), []],
    [
      'a property without targets',
      sco('file', { contains_refs: ['address', '7'] }),
      ['local-reference-rest: contains_refs/1'],
    ],
    ['a custom type', sco('x-thing', { x_ref: '7' }), ['local-reference-rest: x_ref']],
    ['a marking', sco('file', { object_marking_refs: ['7'] }), []],
    [
      'an extension',
      sco('file', { extensions: { 'archive-ext': { contains_refs: ['file', 'folder', 'data', '7'] } } }),
      [
        'local-reference: extensions/archive-ext/contains_refs/3',
        'local-reference-target: extensions/archive-ext/contains_refs/2',
        'archived-directory: extensions/archive-ext/contains_refs/1',
      ],
    ],
    [
      'an extension with one',
      sco('network-traffic', { extensions: { 'http-request-ext': { message_body_data_ref: 'file' } } }),
      ['local-reference-target: extensions/http-request-ext/message_body_data_ref'],
    ],
    [
      'parts of an e-mail',
      sco('email-message', { body_multipart: [{ body_raw_ref: 'data' }, 7, { body_raw_ref: 'folder' }] }),
      ['local-reference-target: body_multipart/2/body_raw_ref'],
    ],
    ['anything', sco('file', { content_ref: 7, x_refs: [null, {}], extensions: { 'archive-ext': 7 } }), []],
  ])('%s', (_, observable, expected) => {
    expect(all(observable)).toEqual(expected.map((text) => text.replace(': ', ': objects/it/')));
  });

  it('are none outside', () => {
    expect(found('local-reference', sco('file', { content_ref: '7' }))).toEqual([]);
    expect(found('local-reference', sdo('observed-data', { objects: 7 }))).toEqual([]);
    expect(found('local-reference', sdo('observed-data', { objects: { '0': 7 } }))).toEqual([]);
  });
});
