import { pagedFileAnswers } from '../capabilities.ts';
import { ruleDepartures } from '../departures.ts';
import type { Host } from '../host.ts';
import { emitNginx } from './emit.ts';
import { BOUNDARIES, DAYS, FOLDERS } from './limits.ts';

export const host: Host = {
  name: 'nginx',
  title: 'nginx',
  level: 2,
  answers: {
    ...pagedFileAnswers,
    compression: 'part',
    bearer: 'no',
  },
  departures: [
    ...ruleDepartures,
    'Brotli needs nginx’s module for it.',
    'Of several Accept lines nginx before 1.23 reads the first. A path that it cannot decode is 400.',
    'Where an API root has protected collections, a path under collections/ that leads to none is 401 rather than 404, and so is a protected collection for a client that has logged in but is not on its list.',
  ],
  limits: [BOUNDARIES, DAYS, FOLDERS],
  usesPrecompressed: true,
  testedWith: 'nginx 1.22 of Debian 12',
  emit: emitNginx,
};
