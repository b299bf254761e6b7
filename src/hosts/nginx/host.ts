import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { emitNginx, MOST_BOUNDARIES, MOST_FOLDERS } from './emit.ts';

export const host: Host = {
  name: 'nginx',
  title: 'nginx',
  level: 2,
  answers: {
    ...allAnswers('exact'),
    addedAfter: 'part',
    matchType: 'part',
    matchId: 'part',
    matchVersion: 'part',
    combinations: 'declined',
    bearer: 'no',
  },
  departures: [
    'added_after is exact between releases and where a page begins; another moment inside a release is declined.',
    'Pages hold 1,000, 100, 10 or 1 object: the largest that the limit allows.',
    'Lists of types, identifiers and versions are declined, and so are filters combined, but for match[type] with added_after and match[id] with match[version].',
    'Of several Accept lines nginx before 1.23 reads the first. A path that it cannot decode is 400.',
  ],
  limits: [
    {
      what: 'boundaries of releases, two for each',
      most: MOST_BOUNDARIES,
      source:
        'measured with nginx 1.22 on a busy machine: ten years of daily releases (7,300) and 30,000 folders are ' +
        '7 MB of rules, checked in 4 s; one answer in three static ones’ time at worst',
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
