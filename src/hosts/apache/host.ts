import { pagedFileAnswers } from '../capabilities.ts';
import { ruleDepartures } from '../departures.ts';
import type { Host } from '../host.ts';
import { emitApache } from './emit.ts';
import { HTACCESS_BYTES, MAIN_BYTES } from './limits.ts';

export const host: Host = {
  name: 'apache',
  title: 'Apache httpd',
  level: 2,
  answers: {
    ...pagedFileAnswers,
    bearer: 'no',
  },
  departures: [
    ...ruleDepartures,
    'Apache looks at a file and opens it at two moments. Where the link to the site is exchanged right between them, an answer is as long as the former file was, so its JSON may be cut short; the client asks again.',
    'A path with a malformed escape, or one that leads above the root, is answered 400 (or 404 or 405 where it leads out of the folder of a site that is not at the root), and one with %2F or %00 is answered 404, by Apache itself and without a TAXII error message; so is TRACE, which a main configuration can switch off.',
  ],
  limits: [HTACCESS_BYTES, MAIN_BYTES],
  testedWith: 'Debian’s Apache 2.4.71',
  emit: emitApache,
};
