import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { COLLECTIONS_WITH_DATES, emitServeJson, HEADER_RULES } from './emit.ts';

export const host: Host = {
  name: 'serve',
  title: 'npm serve',
  level: 1,
  answers: {
    ...allAnswers('ignored'),
    mediaType: 'exact',
    dateHeaders: 'part',
    errors: 'no',
    preflight: 'part',
    conditional: 'exact',
    compression: 'part',
    basic: 'no',
    bearer: 'no',
    mutualTls: 'no',
  },
  departures: [
    'Every list is one answer with the latest versions of the whole collection: limit, next, added_after and match do not apply.',
    'The answer for one object, and for its versions, carries no X-TAXII-Date-Added headers.',
    'Nothing is declined: every method is answered like GET, whatever the Accept header and the parameters say.',
    'An error has an HTML page for its body, or JSON of the host’s own making, but no TAXII error message.',
    'The host reads its rules when it starts, so it must be started again after a build.',
    `Only the first ${COLLECTIONS_WITH_DATES} collections have X-TAXII-Date-Added headers, because the host takes no more rules.`,
  ],
  limits: [
    {
      what: 'header rules, of which every collection with date headers takes one',
      most: HEADER_RULES,
      source: 'JSON Schema of @zeit/schemas, which serve 14 checks its configuration against',
    },
  ],
  testedWith: 'npm serve 14',
  emit: emitServeJson,
};
