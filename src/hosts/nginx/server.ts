import { corsHeaders, READ } from '../../query/cors.ts';
import { serverErrors } from '../../query/file-rules.ts';
import type { FileTable } from '../../query/file-table.ts';
import { emptyFile, errorFile, FILES } from '../../query/paths.ts';
import { escapeRegex } from '../../query/raw-parameters.ts';
import { TAXII } from '../../taxii/media-type.ts';
import { fileKinds } from '../file-kinds.ts';
import { neverServed } from '../never-served.ts';
import { type MapEntry, printMap, quote, variable } from './syntax.ts';

/** The headers of files by kind, each header as a variable: an empty one is not sent. */
export function printFileHeaders(): string {
  return headerNames
    .map((name) => {
      const entries = fileKinds.map(({ path, headers }): MapEntry => {
        return { key: path, regex: 'exact-case', value: headers[name] ?? '' };
      });
      return printMap('$uri', headerVariable(name), entries, { isVolatile: true });
    })
    .join('\n');
}

const headerNames = [...new Set(fileKinds.flatMap(({ headers }) => Object.keys(headers)))].filter(
  (name) => name !== 'Content-Type',
);

function headerVariable(name: string): string {
  return `tp_h_${name.toLowerCase().replaceAll('-', '_')}`;
}

/** What `server { … }` includes. The root is the folder of the site, whatever the path of the base URL. */
export function printServer({ base, sizes, rules }: FileTable): string {
  const statuses = new Set<number>();
  for (const { outcome } of rules) {
    if (outcome.answer === 'error') statuses.add(outcome.error.status);
    if (outcome.answer === 'file' && outcome.missing !== 'empty') statuses.add(outcome.missing.status);
  }
  return `${[
    'absolute_redirect off;',
    'gzip_static on;',
    'merge_slashes on;',
    // What a build derives from the content, and what a client echoes, must agree to the second.
    'if_modified_since exact;',
    ...[400, 401, 414, 500].map((status) => `error_page ${status} ${errorPage(status)};`),
    'uninitialized_variable_warn off;',
    'if ($tp_go) { set $tp_inside 1; rewrite ^ $tp_place last; }',
    ...withoutBase(base),
    ...pages(),
    block('location ^~ /_tp/', ['internal;']),
    block(`location ^~ /${FILES}/`, ['internal;', ...taxii, ...headers]),
    block(`location ^~ /${FILES}/errors/`, ['internal;', ...taxii, ...errorHeaders]),
    block('location = /_tp/page', [
      'internal;',
      ...guard,
      ...taxii,
      ...headers,
      `try_files ${sizes.map((_, turn) => `$tp_head${variable(`tp_size_${turn}`)}$tp_tail`).join(' ')} $tp_missing;`,
    ]),
    block('location = /_tp/file', [
      'internal;',
      ...guard,
      ...taxii,
      ...headers,
      'try_files $tp_head $tp_missing;',
    ]),
    block('location = /_tp/empty', [
      'internal;',
      ...guard,
      ...taxii,
      ...headers,
      `try_files /${emptyFile} =500;`,
    ]),
    block('location = /_tp/preflight', ['internal;', ...preflight, 'return 204;']),
    ...[...statuses].sort().map(errorLocation),
  ].join('\n')}\n`;
}

/** nginx itself never ends in it. */
const ANY_ERROR = 599;

/**
 * The status of a file is that of the error which leads to it. On protected ground errors are for readers too, and
 * `return` would come before nginx asks for a password: so a file is looked for that there never is.
 */
function errorLocation(status: number): string {
  return block(`location ^~ /_tp/${status}/`, [
    'internal;',
    ...guard,
    `error_page ${ANY_ERROR} =${status} /${FILES}/errors/$tp_message;`,
    `try_files /_tp/none =${ANY_ERROR};`,
  ]);
}

/** The message for what nginx itself finds wrong. */
function errorPage(status: number): string {
  return `/${errorFile(serverErrors.find((error) => error.status === status)!)}`;
}

const taxii = ['types {}', `default_type ${quote(TAXII)};`];

const vary = 'add_header Vary $tp_vary always;';
/** A list of readers that is missing is 403 to nginx, and one that it cannot read is 500. */
const guard = [
  'auth_basic $tp_realm;',
  'auth_basic_user_file $tp_users;',
  'error_page 404 /404.html;',
  ...[401, 403, 500].map((status) => `error_page ${status} ${errorPage(status)};`),
];
const dates = [
  'add_header X-TAXII-Date-Added-First $tp_first;',
  'add_header X-TAXII-Date-Added-Last $tp_last;',
];
const headers = [
  ...headerNames
    .filter((name) => name !== 'Cache-Control')
    .map((name) => `add_header ${name} $${headerVariable(name)} always;`),
  'add_header Cache-Control $tp_cache always;',
  vary,
  ...dates,
];
const cors = Object.entries(corsHeaders).map(([name, value]) => `add_header ${name} ${quote(value)} always;`);
const errorHeaders = [
  ...cors,
  'add_header Cache-Control no-store always;',
  'add_header X-Content-Type-Options nosniff always;',
  'add_header Allow $tp_allow always;',
  vary,
];
const preflight = [
  ...cors,
  `add_header Allow ${quote(READ)};`,
  `add_header Access-Control-Allow-Methods ${quote(READ)};`,
  'add_header Access-Control-Allow-Headers $tp_allowed_headers;',
  'add_header Access-Control-Max-Age 86400;',
];

export function printRest(): string {
  return [
    printMap(
      '$uri',
      'tp_message',
      [{ key: '^/_tp/[0-9]+/(?<tp_message_file>[^/]+)$', regex: 'exact-case', value: '$tp_message_file' }],
      { isVolatile: true },
    ),
    printMap('$uri', 'tp_allow', [{ key: '/405-[a-z-]+\\.json$', regex: 'exact-case', value: READ }], {
      isVolatile: true,
    }),
    printMap(
      '$http_access_control_request_headers',
      'tp_allowed_headers',
      [{ key: '.', regex: 'exact-case', value: '$http_access_control_request_headers' }],
      { otherwise: 'Authorization, Accept, Version' },
    ),
  ].join('\n');
}

/**
 * Pages are files of the site below the path of the base URL. A rewritten request counts as an internal one, so
 * none may be rewritten to what only internal ones get. A folder's own redirect would forget the base.
 */
function withoutBase(base: string): string[] {
  if (base === '/') return [];
  const page = '(?!/*_|(?:.*/)?\\.)';
  return [
    `rewrite ${quote(`^${escapeRegex(base.slice(0, -1))}$`)} ${quote(base)} permanent;`,
    `rewrite ${quote(`^${escapeRegex(base)}${page}(.*)$`)} /$1;`,
    `if (-d $request_filename) { rewrite ${quote(`^/${page}(.*[^/])$`)} ${quote(`${base}$1/`)} permanent; }`,
  ];
}

/** The pages for people. */
function pages(): string[] {
  const types = fileKinds.filter(({ path }) => path.startsWith('\\.'));
  const list = types.map(
    ({ path, headers: own }) => `${mediaType(own['Content-Type']!)} ${path.slice(2, -1)};`,
  );
  const schema = fileKinds.find(({ name }) => name === 'schema')!;
  return [
    'error_page 404 /404.html;',
    ...neverServed.map((path) => block(`location ~* ${quote(path)}`, ['return 404;'])),
    block('location /', [
      `types { ${list.join(' ')} }`,
      'charset utf-8;',
      'charset_types text/css text/plain;',
      ...pageHeaders,
      'index index.html;',
      'try_files $uri $uri/ =404;',
    ]),
    block(`location ~ ${quote(schema.path)}`, [
      'types {}',
      `default_type ${quote(schema.headers['Content-Type']!)};`,
      ...pageHeaders,
    ]),
  ];
}

function mediaType(contentType: string): string {
  return contentType.split(';')[0]!;
}

const pageHeaders = [
  ...headerNames.map((name) => `add_header ${name} $${headerVariable(name)} always;`),
  'add_header Vary Accept-Encoding always;',
];

function block(opening: string, lines: readonly string[]): string {
  return [`${opening} {`, ...lines.map((line) => `  ${line}`), '}'].join('\n');
}
