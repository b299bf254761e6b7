import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { emitEdgeFunction } from './emit.ts';

const source = 'Netlify documentation, page "Edge Functions limits"';

export const host: Host = {
  name: 'netlify-edge',
  title: 'Netlify edge function',
  level: 3,
  answers: { ...allAnswers('exact'), mutualTls: 'no' },
  departures: [],
  limits: [
    { what: 'milliseconds of computing for one request', most: 50, source },
    { what: 'bytes of code, compressed', most: 20_000_000, source },
    { what: 'bytes of memory for all functions of a deploy', most: 512 * 1024 * 1024, source },
  ],
  testedWith: 'a shim of what Netlify documents of context.next()',
  emit: emitEdgeFunction,
};
