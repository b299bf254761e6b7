import { credentialPlaces } from '../../config/access.ts';
import { basicChallenge } from '../../query/access-view.ts';
import { serverErrors } from '../../query/file-rules.ts';
import type { FileTable } from '../../query/file-table.ts';
import { emptyFile, FILES } from '../../query/paths.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import type { HostInput } from '../host.ts';
import { neverServed, WELL_KNOWN } from '../never-served.ts';
import { isProtected } from '../protection.ts';
import { behindGate, chooseGate, emptyBehindGate, emptyToGate, privateEmpty, toGate } from './access.ts';
import { chooseAnswer, findFile, messageOf, statusesOf } from './answers.ts';
import { chooseAfter } from './dates.ts';
import { fileHeaders, preflightHeaders } from './headers.ts';
import { classify } from './symbols.ts';
import {
  firstOf,
  isEmpty,
  literal,
  printRules,
  quote,
  type RewriteRule,
  read,
  set,
  unless,
} from './syntax.ts';

/** The file `.htaccess` of a site, which is good for the `<Directory>` of a main configuration as well. */
export function printSite(input: Pick<HostInput, 'config' | 'apiRoots'>, rules: RuleSite): string {
  const { table } = rules;
  return `${[
    '# Made by taxii-press with the files beside it. Apache 2.4 with mod_rewrite and mod_headers; AllowOverride All.',
    'Options -Indexes -MultiViews',
    'DirectoryIndex index.html',
    ...errorDocuments(table),
    '',
    ...fileHeaders(table.base, isProtected(input) ? privateEmpty : []),
    ...preflightHeaders,
    ...(isProtected(input) ? challengeHeader(input) : []),
    '',
    'RewriteEngine On',
    'RewriteOptions AllowNoSlash',
    `RewriteBase ${quote(table.base)}`,
    ...printRules([
      ...secondPass(table),
      ...classify(table),
      ...chooseAfter(rules.boundaries),
      ...chooseAnswer(table),
      ...chooseGate(input),
      ...elsewhere(input.config),
      ...preflight,
      ...findFile(table, found, isProtected(input) ? [emptyToGate] : []),
      ...(isProtected(input) ? [toGate] : []),
      ...statusesOf(table).map((status) => refuse(status)),
    ]),
  ].join('\n')}\n`;
}

/** What Apache itself finds wrong. Rules with a message of their own take its name from `TP_ERROR`. */
function errorDocuments(table: FileTable): string[] {
  const own = serverErrors.map((error) => [error.status, `${FILES}/errors/${messageOf(error)}`] as const);
  const documents = new Map<number, string>([
    ...statusesOf(table).map((status) => [status, `${FILES}/errors/${anyMessage(table, status)}`] as const),
    ...own,
    [404, '404.html'],
  ]);
  return [...documents].map(([status, file]) => `ErrorDocument ${status} ${quote(table.base + file)}`);
}

function anyMessage({ rules }: FileTable, status: number): string {
  const found = rules.flatMap(({ outcome }) =>
    outcome.answer === 'error' && outcome.error.status === status ? [outcome.error] : [],
  );
  return messageOf(found[0]!);
}

/**
 * A rewritten request comes by here again, as does one that ended in an error; to those only this applies. Nobody
 * can send such a request, since Apache alone sets REDIRECT variables.
 */
function secondPass(table: FileTable): RewriteRule[] {
  return unless(isEmpty('REDIRECT_STATUS'), [
    ...statusesOf(table).map((status) => ({
      when: [{ of: read('REDIRECT_STATUS'), is: '=200' }],
      path: behindGate(status),
      flags: [set('TP_ERROR', '$1'), `R=${status}`, 'END'],
    })),
    {
      when: [{ of: read('REDIRECT_STATUS'), is: '=200' }],
      path: emptyBehindGate,
      to: emptyFile,
      flags: ['END'],
    },
    {
      when: [{ of: read('REDIRECT_TP_ERROR'), is: '(.+)' }],
      to: `${FILES}/errors/%1`,
      flags: ['END'],
    },
    { flags: ['END'] },
  ]);
}

/** The pages for people. */
function elsewhere({ baseUrl }: Pick<HostInput['config'], 'baseUrl'>): RewriteRule[] {
  return unless({ of: read('TP_ANSWER'), is: '!=elsewhere' }, [
    ...neverServed.map(refuseFile),
    ...(baseUrl ? toFolder(baseUrl) : []),
    { flags: ['END'] },
  ]);
}

/** What Apache matches begins after the slash. */
function refuseFile(regex: string): RewriteRule {
  return {
    when: [
      { of: '/$0', is: `!${WELL_KNOWN}` },
      { of: '/$0', is: regex, ignoreCase: true },
    ],
    path: '^.*$',
    flags: ['R=404', 'END'],
  };
}

/** Apache itself would name the host as the client does, and the scheme as it is behind a proxy. */
function toFolder(baseUrl: string): RewriteRule[] {
  const when = [{ of: '%{REQUEST_FILENAME}', is: '-d' }];
  const flags = ['R=301', 'END'];
  return [
    // Of the site's own folder without a slash Apache matches the path in the file system, which is nobody's affair.
    { when, path: '^/', to: literal(baseUrl), flags },
    { when, path: '^(.*[^/])$', to: `${literal(baseUrl)}$1/`, flags },
  ];
}

const preflight: readonly RewriteRule[] = unless({ of: read('TP_ANSWER'), is: '!=preflight' }, [
  {
    when: [{ of: '%{HTTP:Access-Control-Request-Headers}', is: '.' }],
    flags: [set('TP_ASKED', '1')],
  },
  { flags: [set('TP_PREFLIGHT', '1'), 'R=204', 'END'] },
]);

/** Compressed files are taken where they are. */
const found: readonly RewriteRule[] = [
  ...firstOf([compressed('br', 'br'), compressed('gz', '(?:x-)?gzip')]),
  { flags: ['END'] },
];

function compressed(suffix: string, coding: string): RewriteRule {
  const weight = '(?:[ \\t]*;[ \\t]*q=(?:1|0\\.0*[1-9])[0-9.]*)?';
  return {
    when: [
      {
        of: '%{HTTP:Accept-Encoding}',
        is: `(?:^|,)[ \\t]*${coding}${weight}[ \\t]*(?:,|$)`,
        ignoreCase: true,
      },
      { of: `%{REQUEST_FILENAME}.${suffix}`, is: '-f' },
    ],
    path: `^(${FILES}/.*)$`,
    to: `$1.${suffix}`,
    flags: ['DPI'],
  };
}

function refuse(status: number): RewriteRule {
  return { when: [{ of: read('TP_ERROR'), is: `^${status}-` }], flags: [`R=${status}`, 'END'] };
}

function challengeHeader({ config }: Pick<HostInput, 'config'>): string[] {
  const value = quote(basicChallenge(credentialPlaces(config).realm));
  return [`Header always set WWW-Authenticate ${value} "expr=%{REQUEST_STATUS} == 401"`];
}
