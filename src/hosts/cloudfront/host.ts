import { pagedFileAnswers } from '../capabilities.ts';
import { ruleDepartures } from '../departures.ts';
import type { Host } from '../host.ts';
import { emitCloudFront, limits, MOST_RELEASES } from './emit.ts';

export const host: Host = {
  name: 'cloudfront',
  title: 'S3 and CloudFront with CloudFront Functions',
  level: 2,
  answers: {
    ...pagedFileAnswers,
    compression: 'part',
    basic: 'no',
    bearer: 'no',
    mutualTls: 'no',
  },
  departures: [
    ...ruleDepartures,
    'A page is the largest that is known to be there without a look at the storage, which inside a release may be one of a single object.',
    'An unknown match[id] is 404 instead of an empty list, because the storage alone knows what is there. So are, instead of 400, a next token that was never given out, and a moment inside a release at which no page for match[type] begins.',
    'A 404 of the storage has no CORS headers, because CloudFront runs no function for it; a missing page for people has a TAXII message as well.',
    'CloudFront compresses by a list of media types in which TAXII’s is not; the pages for people are compressed.',
    'Methods beyond the seven that CloudFront forwards, and requests that are no HTTP, are refused by CloudFront itself in HTML.',
  ],
  limits: [
    limits.code,
    {
      what: 'releases at irregular times in a site of four collections, roughly, since they share the code’s bytes with the table',
      most: MOST_RELEASES.irregular,
      source: 'measured by the tests: four bytes for a release',
    },
    {
      what: 'releases at the same time of the day in such a site',
      most: MOST_RELEASES.daily,
      source: 'measured by the tests: two bytes for a release',
    },
  ],
  testedWith:
    'the printed functions in a bare JavaScript context and under njs 0.7.9, before a bucket’s exact keys',
  emit: emitCloudFront,
};
