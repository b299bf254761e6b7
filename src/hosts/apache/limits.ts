import type { Limit } from '../host.ts';

/**
 * What makes Apache slow is how much it has to read: names of collections and boundaries of releases alike. Beyond
 * these the site is built with a warning, since nothing fails.
 */
export const HTACCESS_BYTES: Limit = {
  what: 'bytes of .htaccess, which Apache reads at every request',
  most: 250_000,
  source:
    'measured with Apache 2.4.71: 2 ms of processor time for an answer with 43 kB (5 collections of one release), 3.5 ms with 120 kB (200, or with 162 kB and one collection of 500 releases 4 ms), 8 ms with 460 kB (1,000), 44 ms with 2.1 MB (5,000)',
};

export const MAIN_BYTES: Limit = {
  what: 'bytes of .htaccess that a main configuration includes',
  most: 500_000,
  source:
    'measured with Apache 2.4.71: 0.4 ms of processor time for an answer with 43 kB (5 collections of one release), 1.2 ms with 120 kB (200), 3.5 ms with 460 kB (1,000), 16 ms with 2.1 MB (5,000); 0.8 ms with 1.3 MB of one collection with 5,000 releases',
};
