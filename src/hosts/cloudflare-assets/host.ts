import { wholeListAnswers } from '../capabilities.ts';
import { wholeListDeparture } from '../departures.ts';
import type { Host } from '../host.ts';
import { limits } from './check-rules.ts';
import { emitAssetRules } from './emit.ts';

export const host: Host = {
  name: 'cloudflare-assets',
  title: 'Cloudflare static assets, without a Worker',
  level: 1,
  answers: {
    ...wholeListAnswers,
    dateHeaders: 'part',
    errors: 'part',
    methods: 'part',
    preflight: 'no',
    compression: 'no',
  },
  departures: [
    wholeListDeparture,
    'The answer for one object, and for its versions, carries no X-TAXII-Date-Added headers.',
    'No query and no Accept header is declined.',
    'POST and DELETE are refused with 405 where the standard has 403 or 404, and without a TAXII error message.',
    'No preflight request of a browser is answered: a script may send no header that needs it.',
    'A path with two slashes in a row, or with an encoded slash, is redirected.',
  ],
  limits: Object.values(limits),
  testedWith: 'wrangler 4.86 and workerd, Cloudflare’s own',
  emit: emitAssetRules,
};
