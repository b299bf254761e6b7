import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { ruleDepartures } from '../rule-departures.ts';
import { emitNginx, MOST_BOUNDARIES, MOST_DAYS, MOST_FOLDERS } from './emit.ts';

export const host: Host = {
  name: 'nginx',
  title: 'nginx',
  level: 2,
  answers: {
    ...allAnswers('exact'),
    compression: 'part',
    addedAfter: 'part',
    matchType: 'part',
    matchId: 'part',
    matchVersion: 'part',
    combinations: 'part',
    bearer: 'no',
  },
  departures: [
    ...ruleDepartures,
    'Brotli needs nginx’s module for it.',
    'Of several Accept lines nginx before 1.23 reads the first. A path that it cannot decode is 400.',
  ],
  limits: [
    {
      what: 'boundaries of releases, two for each',
      most: MOST_BOUNDARIES,
      source:
        'measured with nginx 1.22 on a busy machine: 7,300 (ten years of daily releases) and 30,000 folders are ' +
        '7 MB of rules, checked in 4 s; an answer to added_after took up to two and a half times a static file’s time',
    },
    {
      what: 'days from the first release to the last, in all collections',
      most: MOST_DAYS,
      source: 'each is a line of 80 bytes; 740,000 were 55 MB and 5 s with nginx 1.22',
    },
    {
      what: 'folders with dates, one for each page and each object',
      most: MOST_FOLDERS,
      source:
        'measured with nginx 1.22 on a busy machine: 100,000 folders take 40 MB in a worker, 300,000 take 230 MB ' +
        'and 9 s while the rules are read',
    },
  ],
  usesPrecompressed: true,
  testedWith: 'nginx 1.22 of Debian 12',
  emit: emitNginx,
};
