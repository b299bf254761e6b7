import { wholeListAnswers } from '../capabilities.ts';
import { wholeListDeparture } from '../departures.ts';
import type { Host } from '../host.ts';
import { emitNetlifyRules, limits } from './emit.ts';

export const host: Host = {
  name: 'netlify',
  title: 'Netlify, by _headers and _redirects alone',
  level: 1,
  answers: {
    ...wholeListAnswers,
    dateHeaders: 'part',
    errors: 'part',
    preflight: 'part',
    compression: 'part',
  },
  departures: [
    wholeListDeparture,
    'The answer for one object, and for its versions, carries no X-TAXII-Date-Added headers.',
    'Nothing is declined: POST and DELETE are answered like GET, whatever the Accept header and the parameters say.',
    'An unknown object has the HTML page of the host for an error, and may have the TAXII media type with it; other unknown paths have a TAXII error message.',
    'A preflight request of a browser has the headers that it needs, but as an answer to GET.',
  ],
  limits: Object.values(limits),
  testedWith:
    'Netlify’s own redirect matcher (netlify-redirector 0.5), and an emulation of its documented headers and files',
  emit: emitNetlifyRules,
};
