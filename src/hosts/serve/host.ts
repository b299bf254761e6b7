import { wholeListAnswers } from '../capabilities.ts';
import { wholeListDeparture } from '../departures.ts';
import type { Host } from '../host.ts';
import { COLLECTIONS_WITH_DATES, emitServeJson, HEADER_RULES } from './emit.ts';

export const host: Host = {
  name: 'serve',
  title: 'npm serve',
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
    'The answer for one object, and for its versions, carries no X-TAXII-Date-Added headers.',
    'Nothing is declined: every method is answered like GET, whatever the Accept header and the parameters say.',
    'An error has an HTML page for its body, or JSON of the host’s own making, but no TAXII error message.',
    'The host reads its rules when it starts, so it must be started again after a build.',
    `Only the first ${COLLECTIONS_WITH_DATES} collections have X-TAXII-Date-Added headers, because the host takes no more rules.`,
  ],
  limits: [HEADER_RULES],
  testedWith: 'npm serve 14',
  emit: emitServeJson,
};
