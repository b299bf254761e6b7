import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { ruleDepartures } from '../rule-departures.ts';
import { emitCaddy } from './emit.ts';
import { ROW_BOUNDARIES, ROWS } from './limits.ts';

export const host: Host = {
  name: 'caddy',
  title: 'Caddy',
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
    'A request that Caddy itself cannot read (a malformed escape in the path, headers that are too long) is answered 400 or 431 whatever its path, without a TAXII error message.',
    'A client that has logged in, but is not on the list that is asked for, is answered 401 rather than 404.',
  ],
  limits: [ROWS, ROW_BOUNDARIES],
  usesPrecompressed: true,
  testedWith: 'Debian’s Caddy 2.6.2',
  emit: emitCaddy,
};
