import { expect, test } from 'vitest';
import { STIX, TAXII } from '../../src/taxii/media-type.ts';
import {
  apiRootResource,
  collectionResource,
  collectionsResource,
  errorMessage,
  manifestRecord,
} from '../../src/taxii/resources.ts';
import * as urls from '../../src/taxii/urls.ts';

test('media types have the standard’s exact spelling', () => {
  expect(TAXII).toBe('application/taxii+json;version=2.1');
  expect(STIX).toBe('application/stix+json;version=2.1');
});

test('an API root (§4.2.1)', () => {
  expect(apiRootResource({ title: 'A', maxContentLength: 5 })).toEqual({
    title: 'A',
    versions: [TAXII],
    max_content_length: 5,
  });
  expect(apiRootResource({ title: 'A', description: 'B', maxContentLength: 5 }).description).toBe('B');
});

test('a collection is read-only (§5.2.1), and properties that are not there are left out', () => {
  expect(collectionResource({ id: 'i', title: 't' })).toEqual({
    id: 'i',
    title: 't',
    can_read: true,
    can_write: false,
    media_types: [STIX],
  });
  expect(collectionResource({ id: 'i', title: 't', alias: 'a', description: 'd' })).toMatchObject({
    alias: 'a',
    description: 'd',
  });
});

test('an empty list is left out (§5.1.1, §2)', () => {
  expect(collectionsResource([])).toEqual({});
  const one = collectionResource({ id: 'i', title: 't' });
  expect(collectionsResource([one])).toEqual({ collections: [one] });
});

test('a manifest record (§5.3.1) and an error message (§3.6.1), whose status is text', () => {
  expect(manifestRecord('i', 'd', 'v')).toEqual({ id: 'i', date_added: 'd', version: 'v', media_type: STIX });
  expect(errorMessage(404, 'Not found')).toEqual({ title: 'Not found', http_status: '404' });
  expect(errorMessage(400, 'Bad', 'Why')).toEqual({ title: 'Bad', description: 'Why', http_status: '400' });
});

test('paths end in "/" (§3.1)', () => {
  expect([
    urls.DISCOVERY,
    urls.apiRootPath('r'),
    urls.collectionsPath('r'),
    urls.collectionPath('r', 'c'),
    urls.objectsPath('r', 'c'),
  ]).toEqual(['/taxii2/', '/r/', '/r/collections/', '/r/collections/c/', '/r/collections/c/objects/']);
});
