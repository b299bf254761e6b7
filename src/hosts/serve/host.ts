import type { Host } from '../host.ts';
import { COLLECTIONS_WITH_DATES, emitServeJson } from './emit.ts';

export const host: Host = {
  name: 'serve',
  title: 'npm serve',
  level: 1,
  departures: [
    'Every list is one answer with the latest versions of the whole collection: limit, next, added_after and match do not apply.',
    'The answer for one object, and for its versions, carries no X-TAXII-Date-Added headers.',
    'Nothing is declined: every method is answered like GET, whatever the Accept header and the parameters say.',
    'An error has an HTML page for its body, or JSON of the host’s own making, but no TAXII error message.',
    'The host reads its rules when it starts, so it must be started again after a build.',
    `Only the first ${COLLECTIONS_WITH_DATES} collections have X-TAXII-Date-Added headers, because the host takes no more rules.`,
  ],
  emit: emitServeJson,
};
