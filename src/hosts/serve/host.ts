import type { Host } from '../host.ts';
import { emitServeJson } from './emit.ts';

export const host: Host = {
  name: 'serve',
  title: 'npm serve, and what is like it',
  level: 1,
  departures: [
    'Every list is one answer with the whole collection; limit, next, added_after and match do not apply.',
    'The answer for one object, and for its versions, carries no X-TAXII-Date-Added headers.',
    'Errors are 404 with an HTML body; the host answers every method as GET, and every Accept.',
  ],
  emit: emitServeJson,
};
