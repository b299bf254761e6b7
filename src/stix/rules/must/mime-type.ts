import { describe } from '../../describe.ts';
import { mediaTypes } from '../../vocabularies/media-types.ts';
import { observableRule } from '../shared/observables.ts';

export const mimeType = observableRule({
  code: 'stix/mime-type',
  level: 'must',
  basis: 'oasis',
  oasis: ['artifact_mime_type'],
  section: '§6.1.1',
  types: ['artifact'],
  message: (v: { found: string }) =>
    `"mime_type" is ${v.found}, which is not in the IANA registry of media types.`,
  help: 'Take a type of the registry in its spelling and without parameters, such as "application/octet-stream". To the standard this is a recommendation; the OASIS validator insists.',
  check({ mime_type: found }, report) {
    if (typeof found === 'string' && !mediaTypes().has(found))
      report(['mime_type'], { found: describe(found) });
  },
});
