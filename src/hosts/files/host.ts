import { type Host, nothing } from '../host.ts';

export const host: Host = {
  name: 'files',
  title: 'Any host that serves files, such as GitHub Pages',
  level: 0,
  departures: ['This is not TAXII, and does not claim it: the host cannot set the media type.'],
  emit: () => nothing,
};
