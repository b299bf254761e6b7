import { pagedFileAnswers } from '../capabilities.ts';
import { ruleDepartures } from '../departures.ts';
import type { Host } from '../host.ts';
import { emitCaddy } from './emit.ts';
import { COLLECTIONS, ROW_BOUNDARIES, ROWS } from './limits.ts';

export const host: Host = {
  name: 'caddy',
  title: 'Caddy',
  level: 2,
  answers: {
    ...pagedFileAnswers,
    bearer: 'no',
  },
  departures: [
    ...ruleDepartures,
    'A request that Caddy itself cannot read (a malformed escape in the path, headers that are too long) is answered 400 or 431 whatever its path, without a TAXII error message.',
    'A client that has logged in, but is not on the list that is asked for, is answered 401 rather than 404.',
  ],
  limits: [ROWS, ROW_BOUNDARIES, COLLECTIONS],
  usesPrecompressed: true,
  testedWith: 'Debian’s Caddy 2.6.2',
  emit: emitCaddy,
};
