import { test } from 'vitest';
import { httpRequestHeaders } from '../../../src/stix/vocabularies/http-headers.ts';
import { expectList } from './expect-list.ts';

test('request header fields of HTTP', () => {
  expectList(
    httpRequestHeaders(),
    112,
    'Accept User-Agent Content-MD5 X-Forwarded-For DNT TE Sec-Fetch-Site traceparent',
    'accept Server Set-Cookie ETag Location X-Whatever',
  );
});
