import { textFile } from '../../site/output-file.ts';
import { allAnswers } from '../capabilities.ts';
import { checkSizes } from '../check-limits.ts';
import type { Emission, Host, HostInput } from '../host.ts';

/** Of GitHub Pages, and of GitLab Pages where that takes less. */
export const limits = {
  files: {
    what: 'files',
    most: 200_000,
    source: 'GitLab.com settings, "Number of files per GitLab Pages website"',
  },
  fileBytes: {
    what: 'bytes in one file',
    most: 100 * 1024 * 1024,
    source: 'GitHub, "About large files": a push with a larger file is refused',
  },
  siteBytes: {
    what: 'bytes in the whole site',
    most: 1_000_000_000,
    source: 'GitHub Pages limits, "Published sites may be no larger than 1 GB"; the same at GitLab.com',
  },
} as const;

/** Without `.nojekyll` a deploy from a branch leaves out `_taxii` and all else that begins with "_". */
export function emitForPages({ files }: Pick<HostInput, 'files'>): Emission {
  return { files: [textFile('.nojekyll', () => '')], diagnostics: checkSizes('files', files, limits) };
}

export const host: Host = {
  name: 'files',
  title: 'A host that serves files, such as GitHub Pages',
  level: 0,
  answers: { ...allAnswers('no'), conditional: 'exact', compression: 'part' },
  departures: [
    'This is not TAXII, and does not claim it: the host cannot set the media type, and has no name for a file that would make it set the right one.',
    'No header of the site’s own is sent, so the pages come without a content security policy.',
  ],
  limits: Object.values(limits),
  testedWith: 'an emulation of the documented rules of GitHub Pages',
  emit: emitForPages,
};
