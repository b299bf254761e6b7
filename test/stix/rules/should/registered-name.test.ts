import { expect, it } from 'vitest';
import { contained, found, type Json, sco, sdo } from '../found.ts';

const file = (extensions: Json) => sco('file', { extensions });
const traffic = (more: Json) => sco('network-traffic', more);

it.each<[code: string, object: (name: string) => Json, good: string, bad: string, path: string]>([
  [
    'file-media-type',
    (name) => sco('file', { mime_type: name }),
    'application/pdf',
    'application/rococo',
    'mime_type',
  ],
  [
    'file-media-type',
    (name) => contained(sco('file', { mime_type: name })),
    'image/png',
    'png',
    'objects/0/mime_type',
  ],
  ['protocol-name', (name) => traffic({ protocols: ['ipv4', name] }), 'http', 'HTTP', 'protocols/1'],
  ['ipfix-element', (name) => traffic({ ipfix: { [name]: 1 } }), 'octetDeltaCount', 'octets', 'ipfix/octets'],
  [
    'http-header',
    (name) => traffic({ extensions: { 'http-request-ext': { request_header: { [name]: [] } } } }),
    'User-Agent',
    'user-agent',
    'extensions/http-request-ext/request_header/user-agent',
  ],
  [
    'socket-option',
    (name) => traffic({ extensions: { 'socket-ext': { options: { [name]: 1 } } } }),
    'SO_LINGER',
    'SO_',
    'extensions/socket-ext/options/SO_',
  ],
  [
    'pdf-key',
    (name) => file({ 'pdf-ext': { document_info_dict: { [name]: '' } } }),
    'Title',
    '/Title',
    'extensions/pdf-ext/document_info_dict//Title',
  ],
  ['country-code', (name) => sdo('location', { country: name }), 'FR', 'France', 'country'],
  ['country-code', (name) => sdo('location', { country: name }), 'fr', 'FRA', 'country'],
])('stix/%s', (code, object, good, bad, path) => {
  expect(found(code, object(bad))).toEqual([path]);
  expect(found(code, object(good))).toEqual([]);
});
