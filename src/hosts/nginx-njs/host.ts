import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { emitNginxNjs } from './emit.ts';

export const host: Host = {
  name: 'nginx-njs',
  title: 'nginx with njs',
  level: 3,
  answers: {
    ...allAnswers('exact'),
    // gzip alone: nginx compresses with brotli through a module of somebody else's.
    compression: 'part',
    // njs remembers nothing from one request to the next, so that every one would hash its password anew.
    basic: 'no',
    bearer: 'no',
    mutualTls: 'no',
  },
  departures: [
    'Protected collections are refused at build time for this host: put them on nginx without njs, or on another host.',
    'A request that nginx itself cannot read (a malformed request line, headers that are too long) is answered 400 or 414 whatever its path, with a TAXII error message.',
  ],
  limits: [
    {
      what: 'bytes in a request line, and so in a list of ids in match[id] or next',
      most: 65_536,
      source: 'large_client_header_buffers in the emitted server.conf',
    },
  ],
  testedWith: 'Debian’s nginx 1.22 with njs 0.7.9',
  emit: emitNginxNjs,
};
