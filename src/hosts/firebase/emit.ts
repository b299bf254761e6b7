import { corsHeaders } from '../../query/cors.ts';
import { textFile } from '../../site/output-file.ts';
import { SCHEMAS } from '../../site/schema-files.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { checkSizes } from '../check-limits.ts';
import { POINTER, pageHeaders } from '../file-kinds.ts';
import type { Emission, HostInput } from '../host.ts';
import { HOST_FILES } from '../host-files.ts';
import { dateHeaders, type Endpoint, preflightHeaders, wholeEndpoints } from '../whole-endpoints.ts';

export const limits = {
  fileBytes: {
    what: 'bytes in one file',
    most: 2 * 1024 ** 3,
    source: 'Firebase documentation, "Hosting usage, quotas and pricing"',
  },
} as const;

/** `firebase.json`; the program that deploys wants it in the folder that it publishes, or above. */
export function emitFirebaseJson({ apiRoots, files }: Pick<HostInput, 'apiRoots' | 'files'>): Emission {
  const answers = answersByFile(apiRoots);
  const hosting = {
    public: '.',
    ignore: ['firebase.json', '**/.*', `${HOST_FILES}/**`],
    cleanUrls: false,
    rewrites: answers.map(({ regex, file }) => ({ regex, destination: file })),
    headers: [
      headerRule('.*', { ...pageHeaders, 'Cache-Control': POINTER }),
      headerRule(`^/${SCHEMAS}/`, { 'Content-Type': 'application/schema+json', ...corsHeaders }),
      ...answers.map(({ regex, dates }) =>
        headerRule(regex, {
          'Content-Type': TAXII,
          ...corsHeaders,
          ...preflightHeaders,
          ...(dates ? dateHeaders(dates) : {}),
        }),
      ),
    ],
  };
  return {
    files: [textFile('firebase.json', () => `${JSON.stringify({ hosting }, null, 2)}\n`)],
    diagnostics: checkSizes('firebase', files, limits),
  };
}

interface AnswerRule extends Pick<Endpoint, 'file' | 'dates'> {
  /** RE2, over the path that was asked for. */
  readonly regex: string;
}

/**
 * The paths that each file answers. A rewrite leads to one file and can take no part of the path along, so there is
 * none for single objects.
 */
function answersByFile(apiRoots: HostInput['apiRoots']): AnswerRule[] {
  const byFile = new Map<string, Endpoint[]>();
  for (const endpoint of wholeEndpoints(apiRoots))
    if (!endpoint.path.includes(':'))
      byFile.set(endpoint.file, [...(byFile.get(endpoint.file) ?? []), endpoint]);
  return [...byFile].map(([file, endpoints]) => ({
    regex: `^(?:${endpoints.map(({ path }) => pathRegex(path)).join('|')})/*$`,
    file,
    ...(endpoints[0]!.dates ? { dates: endpoints[0]!.dates } : {}),
  }));
}

/** Some clients double slashes. A point is all that names in URLs have of what means something in a regular expression. */
function pathRegex(path: string): string {
  return path.replace(/\/$/, '').replaceAll('.', '\\.').replaceAll('/', '/+');
}

function headerRule(regex: string, headers: Readonly<Record<string, string>>) {
  return { regex, headers: Object.entries(headers).map(([key, value]) => ({ key, value })) };
}
