import { allAnswers } from '../capabilities.ts';
import { type Host, nothing } from '../host.ts';

export const host: Host = {
  name: 'files',
  title: 'Any host that serves files, such as GitHub Pages',
  level: 0,
  answers: allAnswers('no'),
  departures: ['This is not TAXII, and does not claim it: the host cannot set the media type.'],
  limits: [],
  testedWith: 'an emulation of the documented rules of GitHub Pages',
  emit: () => nothing,
};
