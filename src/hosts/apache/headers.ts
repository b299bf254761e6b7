import { corsHeaders, READ } from '../../query/cors.ts';
import { FILES } from '../../query/paths.ts';
import { type OutputFile, textFile } from '../../site/output-file.ts';
import type { DatedFolder } from '../../site/page-files.ts';
import { type FileKind, fileKinds } from '../file-kinds.ts';
import { quote } from './syntax.ts';

export const VARY = 'Accept, Accept-Encoding';

/**
 * Of all answers, by the file that is sent. The first kind of a file decides, and in Apache the last line.
 * @param exceptions lines for answers that are not as their files are
 */
export function fileHeaders(base: string, exceptions: readonly string[]): string[] {
  const taxii = within(base, `^/${FILES}/`);
  return [
    ...[...fileKinds].reverse().flatMap((kind) => kindHeaders(kind, base)),
    `Header set Vary ${quote(VARY)} ${quote(taxii)}`,
    ...exceptions,
    `Header set Cache-Control no-store ${IS_ERROR}`,
    `Header unset ETag ${IS_ERROR}`,
    `Header set Allow ${quote(READ)} "expr=%{REQUEST_STATUS} == 405"`,
    // The time of a file is made of its content, and says nothing of what is newer (see `contentTime`).
    'FileETag MTime Size',
    'Header unset Last-Modified',
    'RequestHeader unset If-Modified-Since',
    'RequestHeader unset If-Unmodified-Since',
    // Filters that compress put this to the tag of a file, and nobody takes it off again.
    `RequestHeader edit* If-None-Match ${quote('-(?:gzip|br)"')} ${quote('"')}`,
  ];
}

const IS_ERROR = '"expr=%{REQUEST_STATUS} -ge 400"';

function kindHeaders({ path, headers }: FileKind, base: string): string[] {
  const condition = quote(within(base, path));
  return Object.entries(headers).map(([name, value]) => `Header set ${name} ${quote(value)} ${condition}`);
}

function within(base: string, path: string): string {
  const regex = base === '/' ? path : path.replace(/^\^\//, () => `^${base}`);
  return `expr=%{REQUEST_URI} =~ m#${regex}#`;
}

/** For the answer to a preflight, which is no file. */
export const preflightHeaders: readonly string[] = [
  ...Object.entries(corsHeaders),
  ['Allow', READ],
  ['Access-Control-Allow-Methods', READ],
  ['Access-Control-Allow-Headers', 'Authorization, Accept, Version'],
  ['Access-Control-Max-Age', '86400'],
]
  .map(([name, value]) => `Header always set ${name} ${quote(value!)} env=TP_PREFLIGHT`)
  .concat(
    'Header always set Access-Control-Allow-Headers "expr=%{req:Access-Control-Request-Headers}" env=TP_ASKED',
  );

/** Apache reads the dates of a folder with the folder, so no list of all of them is needed. */
export function dateFiles(folders: readonly DatedFolder[]): OutputFile[] {
  return folders.flatMap(({ path, dates }) =>
    dates
      ? [
          textFile(`${path}/.htaccess`, () =>
            [
              `Header set X-TAXII-Date-Added-First ${quote(dates.first)}`,
              `Header set X-TAXII-Date-Added-Last ${quote(dates.last)}`,
              '',
            ].join('\n'),
          ),
        ]
      : [],
  );
}

/**
 * For the folder of all of TAXII's files. The suffixes of compressed ones mean other things to some servers:
 * `.br` is Breton, and `.gz` a media type. What is compressed already, no filter compresses again.
 */
export const compression: readonly string[] = [
  '<IfModule mod_mime.c>',
  '  RemoveLanguage .br',
  '  RemoveType .gz .br',
  '  AddEncoding br .br',
  '  AddEncoding gzip .gz',
  '</IfModule>',
  '<IfModule mod_deflate.c>',
  '  <IfModule mod_brotli.c>',
  '    SetOutputFilter BROTLI_COMPRESS;DEFLATE',
  '  </IfModule>',
  '  <IfModule !mod_brotli.c>',
  '    SetOutputFilter DEFLATE',
  '  </IfModule>',
  '</IfModule>',
];
