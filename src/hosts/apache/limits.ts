import type { Limit } from '../host.ts';

/** Beyond it the site is built with a warning: it is only slow. */
export const HTACCESS_BOUNDARIES: Limit = {
  what: 'boundaries of releases (two a release) in .htaccess, which is read at every request',
  most: 1000,
  source: 'measured with Apache 2.4.71: 290 requests a second with 10, 150 with 1,000, 18 with 10,000',
};

export const BOUNDARIES: Limit = {
  what: 'boundaries of releases (two a release) with the rules in the main configuration',
  most: 10_000,
  source: 'measured with Apache 2.4.71: 2,400 requests a second with 10, 2,000 with 1,000, 1,100 with 10,000',
};
