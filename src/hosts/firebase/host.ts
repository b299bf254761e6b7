import { wholeListAnswers } from '../capabilities.ts';
import { wholeListDeparture } from '../departures.ts';
import type { Host } from '../host.ts';
import { emitFirebaseJson, limits } from './emit.ts';

export const host: Host = {
  name: 'firebase',
  title: 'Firebase Hosting',
  level: 1,
  answers: {
    ...wholeListAnswers,
    dateHeaders: 'part',
    errors: 'no',
    preflight: 'part',
    compression: 'part',
  },
  departures: [
    wholeListDeparture,
    'A single object, and the list of its versions, cannot be asked for: such a request is answered with 404. All objects are in the list of the collection.',
    'No query and no Accept header is declined, and no method is sure to be.',
    'An error has the HTML page of the site, but no TAXII error message.',
    'A preflight request of a browser has the headers that it needs, but as an answer to GET.',
  ],
  limits: Object.values(limits),
  testedWith: 'an emulation of its documented order of rewrites, files and headers',
  emit: emitFirebaseJson,
};
