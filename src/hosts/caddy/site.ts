import { credentialPlaces } from '../../config/access.ts';
import { basicChallenge, unauthorized } from '../../query/access-view.ts';
import { corsHeaders, READ } from '../../query/cors.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { errorMessage } from '../../taxii/resources.ts';
import { fileKinds } from '../file-kinds.ts';
import type { HostInput } from '../host.ts';
import { isProtected } from '../protection.ts';
import { guard } from './access.ts';
import { dateHeaders } from './date-files.ts';
import { chooseAfter } from './dates.ts';
import { headerLines, missingPage, noDates, pages, plainRequest } from './pages.ts';
import { block, choose, keep, kept, type Line, print, where, word } from './syntax.ts';
import { candidates, classify } from './table.ts';

/** What a site block imports, after `root` has named the folder of the site. */
export function printSite(input: Pick<HostInput, 'config' | 'apiRoots'>, rules: RuleSite): string {
  return print([
    '# For the block of a site, after root has named the folder of this release. Caddy 2.6 or later.',
    block('route', [
      ...classify(rules.table),
      ...where('tp_elsewhere', 'tp_answer', ['elsewhere'], pages(rules.table.base)),
      ...where('tp_preflight', 'tp_answer', ['preflight'], preflight),
      ...guard(input.config, input.apiRoots),
      ...taxiiHeaders(isProtected(input)),
      ...chooseAfter(rules.boundaries),
      ...where('tp_file', 'tp_answer', ['file'], findFile(rules)),
      ...message,
    ]),
    block('handle_errors', errors(input)),
  ]);
}

const preflight: readonly Line[] = [
  choose({
    of: '{http.request.header.access-control-request-headers}',
    as: 'tp_m_allowed',
    cases: [{ regex: '^(.+)$', value: '$1' }],
    otherwise: 'Authorization, Accept, Version',
  }),
  ...headerLines({
    ...corsHeaders,
    Allow: READ,
    'Access-Control-Allow-Methods': READ,
    'Access-Control-Allow-Headers': '{tp_m_allowed}',
    'Access-Control-Max-Age': '86400',
  }),
  'respond 204',
];

const VARY = 'Accept, Accept-Encoding';

function taxiiHeaders(hasProtected: boolean): Line[] {
  const { headers } = fileKinds.find(({ name }) => name === 'taxii')!;
  return [
    ...headerLines(headers),
    keep({ tp_vary: VARY }),
    ...(hasProtected ? privateHeaders : []),
    // The server adds to it where a file is compressed, so it is set at the end.
    header('Vary', kept('tp_vary')),
    ...noDates,
    ...compression,
  ];
}

function header(name: string, value: string): Line {
  return block('header', [`${name} ${word(value)}`, 'defer']);
}

const PRIVATE_VARY = `${VARY}, Authorization`;

/** No cache that several clients share may keep it, nor give it to another (RFC 9111 §4.1, §5.2.2.7). */
const privateHeaders: readonly Line[] = [
  `@tp_private not vars tp_gate ${word('')}`,
  `header @tp_private Cache-Control ${word('private, no-cache')}`,
  keep({ tp_vary: PRIVATE_VARY }, '@tp_private'),
];

/**
 * Where there is no compressed file. Part of an answer is a part of its plain bytes: Caddy would cut first and
 * compress what is left.
 */
const compression: readonly Line[] = [
  '@tp_part header Range *',
  'request_header @tp_part -Accept-Encoding',
  block('encode', ['gzip', block('match', [`header Content-Type ${word(`${TAXII.split(';')[0]}*`)}`])]),
];

function findFile({ table }: RuleSite): Line[] {
  const { lines, files } = candidates(table);
  return [
    ...lines,
    block('@tp_found file', [`try_files ${files.map(word).join(' ')}`]),
    block('route @tp_found', [
      keep({ tp_found: '{http.matchers.file.relative}' }),
      ...dateHeaders,
      `rewrite * ${word(kept('tp_found'))}`,
      block('file_server', ['precompressed br gzip']),
    ]),
  ];
}

/** An error, or the answer without objects where that is what no file stands for. */
const message: readonly Line[] = [
  ...plainRequest,
  `@tp_refused not vars tp_status ${word('200')}`,
  block('route @tp_refused', ['header Cache-Control no-store', 'header -Etag']),
  ...where('tp_not_allowed', 'tp_status', ['405'], [`header Allow ${word(READ)}`]),
  `rewrite * ${word(kept('tp_message'))}`,
  block('file_server', [`status ${word(kept('tp_status'))}`, 'precompressed br gzip']),
];

/** What goes wrong beside the table. */
function errors({ config, apiRoots }: Pick<HostInput, 'config' | 'apiRoots'>): Line[] {
  const own = block('route', [
    ...headerLines({ 'Content-Type': TAXII, 'Cache-Control': 'no-store', ...corsHeaders }),
    'header X-Content-Type-Options nosniff',
    'header -X-TAXII-Date-Added-First',
    'header -X-TAXII-Date-Added-Last',
    ...(isProtected({ apiRoots }) ? refusal(config) : []),
    `respond ${word('{"title":"{http.error.status_text}","http_status":"{http.error.status_code}"}')}`,
  ]);
  return [...where('tp_of_page', 'tp_answer', ['elsewhere'], [...pageErrors]), own];
}

function refusal(config: HostInput['config']): Line[] {
  const { status, title, description } = unauthorized;
  const message = JSON.stringify(errorMessage(status, title, description));
  return [
    '@tp_unknown vars {http.error.status_code} 401',
    block('route @tp_unknown', [
      `header WWW-Authenticate ${word(basicChallenge(credentialPlaces(config).realm))}`,
      header('Vary', PRIVATE_VARY),
      `respond ${word(message)} ${status}`,
    ]),
  ];
}

const pageErrors: readonly Line[] = [
  '@tp_missing vars {http.error.status_code} 404',
  block('route @tp_missing', missingPage),
  'header Cache-Control no-store',
  'header Content-Type "text/plain; charset=utf-8"',
  `respond ${word('{http.error.status_code} {http.error.status_text}')}`,
];
