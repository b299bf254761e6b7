import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { ruleDepartures } from '../rule-departures.ts';
import { emitApache } from './emit.ts';
import { BOUNDARIES, HTACCESS_BOUNDARIES } from './limits.ts';

export const host: Host = {
  name: 'apache',
  title: 'Apache httpd',
  level: 2,
  answers: {
    ...allAnswers('exact'),
    addedAfter: 'part',
    matchType: 'part',
    matchId: 'part',
    matchVersion: 'part',
    combinations: 'part',
    bearer: 'no',
  },
  departures: [
    ...ruleDepartures,
    'A path with a malformed escape, or one that leads above the root, is answered 400, and one with %2F or %00 is answered 404, by Apache itself and without a TAXII error message; so is TRACE, which a main configuration can switch off.',
  ],
  limits: [HTACCESS_BOUNDARIES, BOUNDARIES],
  testedWith: 'Debian’s Apache 2.4.71',
  emit: emitApache,
};
