import { wholeListAnswers } from '../capabilities.ts';
import { wholeListDeparture } from '../departures.ts';
import { type Host, nothing } from '../host.ts';

export const host: Host = {
  name: 's3',
  title: 'S3 or any S3-compatible storage alone',
  level: 1,
  answers: {
    ...wholeListAnswers,
    dateHeaders: 'no',
    errors: 'no',
    methods: 'part',
    preflight: 'part',
    compression: 'no',
  },
  departures: [
    wholeListDeparture,
    'No answer carries X-TAXII-Date-Added headers, which level 1 has: storage sends the dates as x-amz-meta-taxii-date-added-first and -last only, and not on the versions of an object that has several.',
    'Accept is not looked at. An error has an XML body of the storage’s own; what is not there is a 403 for readers who may not list the bucket.',
    'An object that was withdrawn still answers at its own address until the grace period of deploy is over.',
    'The root of the site and the headers that keep pages safe need a CDN in front; so do gzip and brotli. CORS is a setting of the bucket.',
    'Parameters that mean something to the storage, such as versionId or response-content-type, are not TAXII’s and are answered in its own way.',
  ],
  limits: [
    {
      what: 'bytes of one file, which is stored by one request',
      most: 5 * 1024 ** 3,
      source: 'Amazon S3 User Guide, "Uploading objects": 5 GB in a single PUT operation',
    },
    {
      what: 'bytes of a key, the prefix included',
      most: 1024,
      source: 'Amazon S3 User Guide, "Naming Amazon S3 objects": at most 1,024 bytes of UTF-8',
    },
  ],
  testedWith: 's3rver 3.7',
  emit: () => nothing,
};
