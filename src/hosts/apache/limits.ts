import type { Limit } from '../host.ts';

export const BOUNDARIES: Limit = {
  what: 'boundaries of releases',
  most: 1000,
  source: 'measured with Apache 2.4.71',
};
