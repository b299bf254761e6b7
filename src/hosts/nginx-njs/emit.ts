import { basePath } from '../../config/base-url.ts';
import { corsHeaders } from '../../query/cors.ts';
import { FILES } from '../../query/paths.ts';
import { escapeRegex } from '../../query/raw-parameters.ts';
import { textFile } from '../../site/output-file.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { errorMessage } from '../../taxii/resources.ts';
import { type FileKind, fileKinds } from '../file-kinds.ts';
import type { Emission, HostInput } from '../host.ts';
import { HOST_FILES, hostFile } from '../host-files.ts';
import { neverServed } from '../never-served.ts';
import { code } from './compiled.ts';
import { block, directive, type Line, print } from './print.ts';
import { MISSING } from './runtime/njs.ts';

const HOST = 'nginx-njs';
const HANDLER = '@taxii_press';

/**
 * What nginx includes, and the handler that njs runs. None of it names a collection or a release: nginx reads it
 * when it starts, while the handler reads the site anew for every request, so that a publish needs no reload.
 */
export function emitNginxNjs({ config }: Pick<HostInput, 'config'>): Emission {
  const files = [
    textFile(hostFile(HOST, 'http.conf'), () => print(httpLines)),
    textFile(hostFile(HOST, 'server.conf'), () => print(serverLines(basePath(config)))),
    textFile(hostFile(HOST, 'taxii.js'), () => code),
  ];
  return { files, diagnostics: [] };
}

const httpLines: readonly Line[] = [
  '# For http { }, after js_path has named the folder of this file.',
  directive('js_import', 'taxii_press', 'from', 'taxii.js'),
];

function serverLines(base: string): Line[] {
  return [
    '# For server { }, after root has named the folder of the site.',
    // A list of ids in next is as long as the one in match[id] that began the walk.
    'large_client_header_buffers 4 64k;',
    'absolute_redirect off;',
    'error_page 404 /404.html;',
    // TAXII has its own answer to these, and pages get theirs after it.
    `error_page 405 413 = ${HANDLER};`,
    ...Object.keys(ownErrors).map((status) => `error_page ${status} ${errorUri(status)};`),
    'error_page 494 =400 /_hosts/nginx-njs/400;',
    ...escapedSlashes,
    ...(base === '/' ? [] : withoutBase(base)),
    ...hiddenLocations,
    ...Object.entries(ownErrors).map(([status, title]) => errorLocation(Number(status), title)),
    ...fileKinds.filter(isShown).map(kindLocation),
    ...folderLocations(base),
    ...handlerLocations,
  ];
}

/**
 * To nginx they are slashes, and lead to places that the path does not name (RFC 3986 §2.2): so the handler has all
 * of these. nginx comes here again with the pages of errors.
 */
const escapedSlashes: readonly Line[] = [
  'set $taxii_press_asked "$request_uri $uri";',
  block(`if ($taxii_press_asked ~* "^[^? ]*%2f[^ ]* (?!/404\\.html$|/${HOST_FILES}/)")`, [
    directive('rewrite', '^', `/${FILES}`, 'last'),
  ]),
];

/** What goes wrong before or beside the handler. */
const ownErrors: Readonly<Record<string, string>> = {
  400: 'Malformed request',
  414: 'Request target too long',
  500: 'Internal error',
  503: 'Not available',
};

function errorUri(status: number | string): string {
  return `/${hostFile(HOST, String(status))}`;
}

/** §3.6 */
function errorLocation(status: number, title: string): Line {
  return block(`location = ${errorUri(status)}`, [
    'internal;',
    'types { }',
    directive('default_type', TAXII),
    directive('add_header', 'Cache-Control', 'no-store', 'always'),
    ...headerLines(corsHeaders),
    directive('return', String(status), JSON.stringify(errorMessage(status, title))),
  ]);
}

const handlerLines: readonly Line[] = [
  'gzip on;',
  directive('gzip_types', TAXII),
  'gzip_proxied any;',
  'js_content taxii_press.serve;',
];

const handlerLocations: readonly Line[] = [
  block(`location ${HANDLER}`, handlerLines),
  block(`location ${MISSING}`, ['return 404;']),
];

/** The handler's own 404 is the one page for all that is never served, whether it is there or not. */
const hiddenLocations: readonly Line[] = neverServed.map((path) =>
  block(`location ~* "${path}"`, handlerLines),
);

function isShown({ path }: FileKind): boolean {
  return !path.startsWith(`^/${FILES}/`);
}

function kindLocation({ path, headers: { 'Content-Type': type = '', ...headers } }: FileKind): Line {
  return block(`location ~ "${path}"`, [
    'types { }',
    directive('default_type', type),
    ...headerLines(headers),
    'gzip on;',
    'gzip_types *;',
    'gzip_vary on;',
    'gzip_proxied any;',
    `try_files $uri ${HANDLER};`,
  ]);
}

function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => directive('add_header', name, value, 'always'));
}

/** A folder's page stands at the folder's name with a slash, for its links to lead to where they should. */
function folderLocations(base: string): Line[] {
  return [
    block('location ~ "/$"', [
      block('if (-f "$request_filename/index.html")', ['rewrite "^(.*)$" "$1index.html" last;']),
      `try_files $uri ${HANDLER};`,
    ]),
    block('location /', [
      block('if (-f "$request_filename/index.html")', [
        `return 308 "${base.slice(0, -1)}$uri/$is_args$args";`,
      ]),
      `try_files $uri ${HANDLER};`,
    ]),
  ];
}

/** The files of the site have no such folder above them; TAXII is found by the path as it arrived. */
function withoutBase(base: string): Line[] {
  const folder = escapeRegex(base.slice(0, -1));
  return [
    block(`if ($request_uri ~ "^/*${folder}(?:[?]|$)")`, [`return 308 "${base}$is_args$args";`]),
    directive('rewrite', `^${folder}/(.*)$`, '/$1'),
  ];
}
