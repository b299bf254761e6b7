import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { emitLambda, limits } from './emit.ts';
import { MOST_BYTES } from './fit.ts';

const source = 'CloudFront quotas on Lambda@Edge';

export const host: Host = {
  name: 'lambda-edge',
  title: 'S3 and CloudFront with Lambda@Edge',
  level: 3,
  answers: { ...allAnswers('exact'), mutualTls: 'no', compression: 'part' },
  departures: [
    'An answer has at most one megabyte, so a page may hold fewer objects than were asked for; next leads to the others.',
    'TAXII answers are sent as they are: CloudFront compresses no body of this media type.',
  ],
  limits: [
    ...Object.values(limits),
    { what: 'bytes of one answer', most: MOST_BYTES, source },
    { what: 'seconds for one answer', most: 30, source },
  ],
  testedWith: 'CloudFront’s events and rules for functions, as documented, around the function in Node',
  emit: emitLambda,
};
