import { READ } from '../../query/cors.ts';
import { FILES } from '../../query/paths.ts';
import { type FileKind, fileKinds } from '../file-kinds.ts';
import { neverServed, WELL_KNOWN } from '../never-served.ts';
import { block, choose, keep, type Line, where, word } from './syntax.ts';

/** The pages for people, and whatever else is no answer of TAXII's. */
export function pages(base: string): Line[] {
  return [
    '@tp_write not method GET HEAD OPTIONS',
    block('route @tp_write', [`header Allow ${word(READ)}`, 'error 405']),
    ...withoutBase(base),
    ...absent,
    choose({ of: '{http.request.uri.path}', as: 'tp_m_kind', cases: kinds, otherwise: OTHER }),
    keep({ tp_kind: '{tp_m_kind}' }),
    `@tp_never vars tp_kind ${word(NEVER)}`,
    'error @tp_never 404',
    ...shown.flatMap(kindHeaders),
    ...noDates,
    block('file_server', ['precompressed br gzip']),
  ];
}

/**
 * A file's time is made of its content, and says nothing of what is newer; so nobody may ask by it (see
 * `contentTime`).
 */
export const noDates: readonly Line[] = ['request_header -If-Modified-Since', 'header -Last-Modified'];

/** The file server itself would call a name that no disk can hold an error of its own. */
const absent: readonly Line[] = [
  block('@tp_absent', [
    block('not file', [`try_files ${word('{http.request.uri.path}')} ${word('{http.request.uri.path}/')}`]),
  ]),
  'error @tp_absent 404',
];

function withoutBase(base: string): Line[] {
  if (base === '/') return [];
  const bare = base.slice(0, -1);
  return [
    `@tp_bare path ${word(bare)}`,
    `redir @tp_bare ${word(base)} 308`,
    `uri strip_prefix ${word(bare)}`,
  ];
}

const shown = fileKinds.filter(({ path }) => !path.startsWith(`^/${FILES}/`));

const NEVER = 'never';
const OTHER = 'none';

/** A folder's name leads to its page. */
const kinds = [
  { regex: WELL_KNOWN, value: OTHER },
  ...neverServed.map((regex) => ({ regex, ignoreCase: true, value: NEVER })),
  ...shown.map(({ name, path }) => ({ regex: path, value: name })),
  { regex: '/$', value: 'html' },
];

function kindHeaders({ name, headers }: FileKind): Line[] {
  return where(`tp_kind_${name}`, 'tp_kind', [name], headerLines(headers));
}

export function headerLines(headers: Readonly<Record<string, string>>): Line[] {
  return Object.entries(headers).map(([name, value]) => `header ${name} ${word(value)}`);
}

/** A message is sent whole, whatever the client has of another answer. */
export const plainRequest: readonly Line[] = ['If-Match', 'If-None-Match', 'If-Range', 'Range'].map(
  (name) => `request_header -${name}`,
);

/** Answers with `404.html`, whatever was asked for; within `handle_errors`. */
export const missingPage: readonly Line[] = [
  'rewrite * /404.html',
  ...plainRequest,
  ...headerLines(fileKinds.find(({ name }) => name === 'html')!.headers),
  'header Cache-Control no-store',
  'header -Etag',
  ...noDates,
  block('file_server', ['precompressed br gzip']),
];
