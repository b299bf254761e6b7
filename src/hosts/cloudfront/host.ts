import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { ruleDepartures } from '../rule-departures.ts';
import { emitCloudFront, limits } from './emit.ts';

export const host: Host = {
  name: 'cloudfront',
  title: 'S3 and CloudFront with CloudFront Functions',
  level: 2,
  answers: {
    ...allAnswers('exact'),
    addedAfter: 'part',
    matchType: 'part',
    matchId: 'part',
    matchVersion: 'part',
    combinations: 'part',
    compression: 'part',
    basic: 'no',
    bearer: 'no',
    mutualTls: 'no',
  },
  departures: [
    ...ruleDepartures,
    'A page is the largest that is known to be there without a look at the storage, which inside a release may be one of a single object.',
    'An unknown match[id] is 404 instead of an empty list, and so is a next token that was never given out, because the storage alone knows what is there.',
    'A 404 of the storage has no CORS headers, because CloudFront runs no function for it; a missing page for people has a TAXII message as well.',
    'CloudFront compresses by a list of media types in which TAXII’s is not; the pages for people are compressed.',
    'Methods beyond the seven that CloudFront forwards, and requests that are no HTTP, are refused by CloudFront itself in HTML.',
  ],
  limits: [
    limits.code,
    {
      what: 'releases in a site of four collections, roughly, since they share the code’s bytes with the table',
      most: 180,
      source: 'measured: about seven bytes for a release at an irregular time',
    },
  ],
  testedWith:
    'the printed functions in a bare JavaScript context and under njs 0.7.9, before a bucket’s exact keys',
  emit: emitCloudFront,
};
