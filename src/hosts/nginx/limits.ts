import type { Limit } from '../host.ts';

export const BOUNDARIES: Limit = {
  what: 'boundaries of releases, two for each',
  most: 10_000,
  source:
    'measured with nginx 1.22 on a busy machine: 7,300 (ten years of daily releases) and 30,000 folders are ' +
    '7 MB of rules, checked in 4 s; an answer to added_after took up to two and a half times a static file’s time',
};

export const DAYS: Limit = {
  what: 'days from the first release to the last, in all collections',
  most: 100_000,
  source: 'each is a line of 80 bytes; 740,000 were 55 MB and 5 s with nginx 1.22',
};

export const FOLDERS: Limit = {
  what: 'folders with dates, one for each page and each object',
  most: 300_000,
  source:
    'measured with nginx 1.22 on a busy machine: 100,000 folders take 40 MB in a worker, 300,000 take 230 MB ' +
    'and 9 s while the rules are read',
};
