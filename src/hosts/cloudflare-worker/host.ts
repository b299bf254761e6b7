import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { emitWorker, limits } from './emit.ts';

const LIMITS = 'Cloudflare Workers documentation, page "Limits"';

export const host: Host = {
  name: 'cloudflare-worker',
  title: 'Cloudflare Worker',
  level: 3,
  answers: { ...allAnswers('exact'), mutualTls: 'no' },
  departures: [
    'On the free plan an answer may take 10 ms of computing and 50 reads: that is enough for some 100 objects an answer, which paging.max in site.yaml says, and not for 1,000.',
  ],
  limits: [
    ...Object.values(limits),
    { what: 'requests a day on the free plan', most: 100_000, source: LIMITS },
    { what: 'milliseconds of computing for one request on the free plan', most: 10, source: LIMITS },
    { what: 'files read for one answer on the free plan', most: 50, source: LIMITS },
  ],
  testedWith: 'workerd, through miniflare',
  emit: emitWorker,
};
